package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.engine.Commitments;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineStatus;
import dev.provelet.guest.GuestProgram;
import dev.provelet.local.Installation;
import dev.provelet.local.LocalPlatformException;
import dev.provelet.runner.LoadedGuest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code provelet program-id}: what a verifier knows a program by. */
@Command(
    name = "program-id",
    mixinStandardHelpOptions = true,
    description =
        "Prints the program's commitment, which a proof names, its ELF's SHA-256, and what a contract"
            + " that checks on-chain proofs has to pin.")
public final class ProgramIdCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROGRAM", description = "A statically linked MIPS ELF.")
  private Path program;

  @Override
  public Integer call() throws CommandException, LocalPlatformException {
    GuestProgram guest = LocalEngine.translate(program);
    TranslationChanges.print(guest);
    try (LocalEngine engine = LocalEngine.open(Installation.current());
        LoadedGuest loaded = engine.load(guest)) {
      System.out.println("program-id " + loaded.programId());
      System.out.println("elf-id     " + guest.elfId().hex());
      printCommitments(loaded);
      System.out.println("output     descriptor " + guest.output().descriptor());
      return 0;
    } catch (EngineException e) {
      throw new CommandException("the proving engine: " + e.getMessage(), e);
    }
  }

  /** What a contract's caller pins. */
  private static void printCommitments(LoadedGuest program) throws EngineException {
    try {
      Commitments commitments = program.commitments();
      System.out.println("appExeCommit 0x" + commitments.appExe());
      System.out.println("appVmCommit  0x" + commitments.appVm());
    } catch (EngineException e) {
      if (e.status() != EngineStatus.UNSUPPORTED) {
        throw e;
      }
    }
  }
}
