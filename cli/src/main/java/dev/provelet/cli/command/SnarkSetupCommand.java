package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.cli.client.SrsDownload;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.SnarkBinary;
import dev.provelet.engine.SnarkBinary.Powers;
import dev.provelet.local.Installation;
import dev.provelet.local.LocalPlatformException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provelet snark setup}: makes a key set, or repairs one. */
@Command(
    name = "setup",
    mixinStandardHelpOptions = true,
    description =
        "Makes the key set of this engine for on-chain proofs of all programs, or what is missing or"
            + " damaged of it. Needs 16 GiB of free memory, 9 GB of disk and, on 2 cores, about a"
            + " quarter of an hour.",
    footer = {
      "",
      "The powers of tau are the files kzg_bn254_21.srs and kzg_bn254_22.srs of the public ceremony, each"
          + " with its SHA-256. They are checked: only that ceremony's are taken."
    })
public final class SnarkSetupCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Mixin private KeysOption keys;

  /** Either of the two. */
  static final class Source {
    @ArgGroup(exclusive = false, multiplicity = "1..2")
    @Nullable List<CeremonyFile> ceremony;

    @Option(
        names = "--insecure-dev",
        required = true,
        description =
            "Makes powers of tau here, from a seed that everybody knows: everybody can forge proofs."
                + " For development; the contract answers on chain 31337 only.")
    boolean insecureDev;
  }

  /** A file and what it has to be. */
  static final class CeremonyFile {
    @Option(
        names = "--srs",
        required = true,
        paramLabel = "FILE|URL",
        description = "The ceremony's file, or where it is (http, https).")
    String srs = "";

    @Option(
        names = "--sha256",
        required = true,
        paramLabel = "HEX",
        description = "The file's SHA-256, from somewhere else than the file.")
    String sha256 = "";
  }

  @Override
  public Integer call() throws CommandException, LocalPlatformException, InterruptedException {
    Installation installation = Installation.current();
    Path directory = keys.directory();
    SnarkBinary binary = binary(installation);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CommandException("cannot create " + directory + ": " + e.getMessage(), e);
    }
    SnarkBinary.KeySet made = make(binary, installation, directory);
    System.out.println("key set  " + made.id());
    System.out.println("setup    " + made.setup());
    System.out.println("files    " + directory.resolve(made.id()));
    if (made.setup().equals("insecure-dev")) {
      System.err.println(
          "provelet: WARNING: everybody can forge proofs with this key set. It is for development"
              + " only: ./provelet up --insecure-dev-snark");
    }
    return 0;
  }

  private SnarkBinary.KeySet make(SnarkBinary binary, Installation installation, Path directory)
      throws CommandException, InterruptedException {
    List<CeremonyFile> ceremony = source.ceremony;
    if (ceremony == null) {
      return run(binary, installation, directory, new Powers.InsecureDev());
    }
    List<SrsDownload> downloads = new ArrayList<>();
    try {
      List<Powers.NamedFile> files = new ArrayList<>();
      for (CeremonyFile file : ceremony) {
        files.add(named(file, directory, downloads));
      }
      return run(binary, installation, directory, new Powers.Ceremony(files));
    } finally {
      for (SrsDownload download : downloads) {
        download.close();
      }
    }
  }

  private static Powers.NamedFile named(
      CeremonyFile file, Path directory, List<SrsDownload> downloads)
      throws CommandException, InterruptedException {
    String sha256 = file.sha256.toLowerCase(Locale.ROOT);
    if (!Digest.isForm(sha256)) {
      throw new CommandException("--sha256 is 64 hex digits, not '" + file.sha256 + "'");
    }
    if (!file.srs.matches("(?i)https?://.*")) {
      Path path = Path.of(file.srs);
      InputFiles.check(path, "the powers of tau", SrsDownload.MAX_BYTES);
      return new Powers.NamedFile(path, sha256);
    }
    try {
      URI url = URI.create(file.srs);
      SrsDownload download = SrsDownload.begin(directory);
      downloads.add(download);
      download.fetch(url, sha256);
      return new Powers.NamedFile(download.file(), sha256);
    } catch (IllegalArgumentException e) {
      throw new CommandException("--srs is no URL: " + e.getMessage(), e);
    }
  }

  private static SnarkBinary.KeySet run(
      SnarkBinary binary, Installation installation, Path directory, Powers powers)
      throws CommandException {
    try {
      return binary.setup(directory, installation.keyCache(), powers, new PhaseLines(System.err));
    } catch (EngineException e) {
      throw new CommandException("no key set was made: " + e.getMessage(), e);
    }
  }

  private static SnarkBinary binary(Installation installation) throws CommandException {
    try {
      return EngineLibrary.snark(installation.engineDir());
    } catch (EngineException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }
}
