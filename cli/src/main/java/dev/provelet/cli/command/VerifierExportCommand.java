package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.Setup;
import dev.provelet.contract.snark.VerifierAbi;
import dev.provelet.local.Installation;
import dev.provelet.local.KeySetChoice;
import dev.provelet.local.LocalKeySet;
import dev.provelet.local.LocalPlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provelet verifier export}: the contract's source and the verifying key, as files. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Writes the Solidity source and the ABI of the contract that checks on-chain proofs, and verifier.json,"
            + " with which ./provelet verify does.")
public final class VerifierExportCommand implements Callable<Integer> {
  private static final String ABI = "Verifier.abi.json";

  @Option(
      names = "--key-set",
      paramLabel = "ID",
      description =
          "The key set's id. Default: the only one of this engine, of a ceremony if there is one.")
  private @Nullable String id;

  @Mixin private KeysOption keys;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The directory for the files; made if missing.")
  private Path out;

  @Override
  public Integer call() throws CommandException, LocalPlatformException {
    LocalKeySet keySet = choose();
    try {
      Files.createDirectories(out);
      for (String name : keySet.verifierFiles()) {
        if (!name.equals(KeySetManifest.NAME)) {
          Files.write(out.resolve(name), keySet.read(name));
          System.out.println(out.resolve(name));
        }
      }
      Files.writeString(out.resolve(ABI), VerifierAbi.json(keySet.manifest().setup()));
      System.out.println(out.resolve(ABI));
    } catch (IOException e) {
      throw new CommandException("cannot write to " + out + ": " + e.getMessage(), e);
    }
    if (keySet.insecure()) {
      System.err.println(
          "provelet: WARNING: everybody can forge proofs that this verifier takes; it is of setup "
              + keySet.manifest().setup()
              + ", for development only");
    }
    return 0;
  }

  private LocalKeySet choose() throws CommandException, LocalPlatformException {
    Path directory = keys.directory();
    if (id != null) {
      return LocalKeySet.open(directory, KeySetChoice.parse(id));
    }
    KeySetChoice choice = new KeySetChoice(directory, LocalEngine.version(Installation.current()));
    Optional<LocalKeySet> found = choice.found(Setup.CEREMONY);
    if (found.isEmpty()) {
      found = choice.found(Setup.INSECURE_DEV);
    }
    return found.orElseThrow(
        () ->
            new CommandException(
                "there is no key set of this engine in "
                    + directory
                    + "; ./provelet snark setup makes one"));
  }
}
