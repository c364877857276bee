package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.engine.EngineException;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.Statement;
import dev.provelet.local.Installation;
import dev.provelet.local.LocalPlatformException;
import dev.provelet.runner.LoadedGuest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code provelet verify}: checks a proof here; needs no server. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Checks that a proof shows: this program, with this public input, printed exactly this"
            + " output.",
    footer = {"", "Exit status 0 if it does; 1, with the reason, if it does not."})
public final class VerifyCommand implements Callable<Integer> {
  private static final long MAX_PROOF_BYTES = 64L << 20;

  @Option(
      names = "--program",
      required = true,
      paramLabel = "PROGRAM",
      description = "The MIPS ELF.")
  private Path program;

  @Option(
      names = "--public",
      paramLabel = "FILE",
      description = "The public input; without it, an empty one.")
  private @Nullable Path publicInput;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "What it printed: output.bin.")
  private Path output;

  @Option(
      names = "--verifier",
      paramLabel = "FILE",
      description =
          "For an on-chain proof: the verifier.json of its key set, from somebody whom you trust;"
              + " ./provelet verifier export writes it.")
  private @Nullable Path verifier;

  @Option(
      names = "--allow-insecure-dev",
      description =
          "Checks with a verifier of setup insecure-dev, too. For development: everybody can forge"
              + " such proofs.")
  private boolean allowInsecureDev;

  @Mixin private CallOptions call;

  @Parameters(
      index = "0",
      paramLabel = "PROOF",
      description =
          "The proof: proof.bin, or snark/proof_with_public_inputs.json for an on-chain proof.")
  private Path proof;

  @Parameters(index = "1..*", paramLabel = "ARG", description = CallOptions.ARGUMENTS)
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws CommandException, LocalPlatformException {
    byte[] publicValues =
        Statement.publicValues(
            call.before(
                InputFiles.readIfGiven(publicInput, "the public input"), program, arguments),
            InputFiles.read(output, "the output", InputFiles.MAX_INPUT_BYTES));
    byte[] proofBytes = InputFiles.read(proof, "the proof", MAX_PROOF_BYTES);
    if (OnChainCheck.isOnChainProof(proofBytes)) {
      verifyOnChain(publicValues, proofBytes);
      return 0;
    }
    if (verifier != null) {
      throw new CommandException(
          "--verifier is for on-chain proofs, and " + proof + " is none: they are JSON");
    }
    GuestProgram guest = LocalEngine.translate(program);
    TranslationChanges.print(guest);
    System.out.println(
        "verified: program "
            + check(Installation.current(), guest, publicValues, proofBytes)
            + " printed exactly this output");
    return 0;
  }

  private void verifyOnChain(byte[] publicValues, byte[] proofBytes)
      throws CommandException, LocalPlatformException {
    if (verifier == null) {
      throw new CommandException(
          proof
              + " is an on-chain proof: name the verifier.json of its key set with --verifier;"
              + " ./provelet verifier export writes it");
    }
    OnChainCheck check = OnChainCheck.read(verifier);
    check.requireSecure(allowInsecureDev);
    GuestProgram guest = LocalEngine.translate(program);
    TranslationChanges.print(guest);
    String programId =
        check(
            Installation.current(),
            guest,
            loaded -> loaded.verifySnark(check.json(), publicValues, proofBytes));
    System.out.println("verified: program " + programId + " printed exactly this output");
    System.out.println(check.words());
  }

  /** Throws if a proof does not show what it should. */
  @FunctionalInterface
  private interface Check {
    void of(LoadedGuest program) throws EngineException;
  }

  /**
   * @return the program id that the proof was checked against
   * @throws CommandException if the proof does not show this
   */
  static String check(
      Installation installation, GuestProgram guest, byte[] publicValues, byte[] proof)
      throws CommandException {
    return check(installation, guest, loaded -> loaded.verify(publicValues, proof));
  }

  private static String check(Installation installation, GuestProgram guest, Check check)
      throws CommandException {
    try (LocalEngine engine = LocalEngine.open(installation);
        LoadedGuest loaded = engine.load(guest)) {
      check.of(loaded);
      return loaded.programId();
    } catch (EngineException e) {
      throw switch (e.status()) {
        case REJECTED, INVALID_PROOF -> new CommandException("NOT verified: " + e.getMessage(), e);
        case INVALID_ARGUMENT, UNSUPPORTED ->
            new CommandException("could not verify: " + e.getMessage(), e);
        case OK,
            INVALID_PROGRAM,
            INVALID_SEGMENT,
            RESOURCE,
            CANCELLED,
            UNSUPPORTED_CPU,
            IO,
            PANIC,
            ENGINE,
            UNAVAILABLE,
            BROKEN ->
            new CommandException(
                "could not verify, the proving engine failed: " + e.getMessage(), e);
      };
    }
  }
}
