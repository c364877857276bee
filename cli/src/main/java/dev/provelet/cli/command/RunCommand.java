package dev.provelet.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.provelet.cli.Failure;
import dev.provelet.cli.Installation;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineProgram;
import dev.provelet.engine.RunLimits;
import dev.provelet.engine.RunListener;
import dev.provelet.engine.RunReport;
import dev.provelet.guest.EngineEnd;
import dev.provelet.guest.GuestExit;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.Statement;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provelet run}: executes a program here, without proving and without services. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Executes a program without proving it.",
    footer = {
      "",
      "The guest's stdout and stderr go to stdout and stderr, its exit status is this command's.",
      "Status 125: the guest trapped, deadlocked or was stopped at a limit; stderr says where.",
      "Status 126: it could not be run at all."
    })
public final class RunCommand implements Callable<Integer> {
  private static final int GUEST_STOPPED = 125;
  private static final int NOT_RUN = 126;

  @Mixin private GuestOptions guest;

  @Option(
      names = "--max-cycles",
      paramLabel = "N",
      description = "Stops the guest after N instructions; 0: never.")
  private long maxCycles;

  @Option(names = "--json", description = "Prints the report as the last line of stderr.")
  private boolean json;

  @Override
  public Integer call() {
    try {
      return execute();
    } catch (Failure e) {
      System.err.println("provelet: " + e.getMessage());
      return NOT_RUN;
    }
  }

  private int execute() throws Failure {
    if (maxCycles < 0) {
      throw new Failure("--max-cycles is 0 (no limit) or more, not " + maxCycles);
    }
    GuestProgram program = LocalEngine.translate(guest.program);
    byte[] input = Files.readIfGiven(guest.stdin, "the standard input");
    byte[] open = Files.readIfGiven(guest.publicInput, "the public input");
    try (LocalEngine engine = LocalEngine.open(Installation.current());
        EngineProgram loaded = engine.load(program)) {
      long start = System.nanoTime();
      RunReport report =
          loaded.execute(
              Statement.inputs(open, input), new RunLimits(maxCycles, 0, 0, 0), new Terminal());
      long millis = (System.nanoTime() - start) / 1_000_000;
      System.out.flush();
      GuestExit exit = program.explain(end(report));
      if (json) {
        System.err.println(toJson(program, report, exit, millis));
      }
      return switch (exit) {
        case GuestExit.Exited(int status) -> status;
        case GuestExit.Trapped _,
            GuestExit.Deadlocked _,
            GuestExit.LimitReached _,
            GuestExit.OutputLimitReached _,
            GuestExit.OutOfMemory _ -> {
          if (!json) {
            System.err.println("provelet: " + exit.describe());
          }
          yield GUEST_STOPPED;
        }
      };
    } catch (EngineException e) {
      throw new Failure("the proving engine: " + e.getMessage(), e);
    }
  }

  static EngineEnd end(RunReport report) {
    return new EngineEnd(
        EngineEnd.Outcome.valueOf(report.outcome().name()),
        report.code(),
        report.pc(),
        report.registers(),
        report.detail(),
        report.instructions());
  }

  private static String toJson(
      GuestProgram program, RunReport report, GuestExit exit, long millis) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("program", program.elfId().hex());
    node.put("success", exit.success());
    node.put("end", exit.describe());
    if (exit instanceof GuestExit.Exited(int status)) {
      node.put("exit", status);
    }
    node.put("cycles", report.instructions());
    node.put("millis", millis);
    node.put("output_bytes", report.outputBytes());
    node.put("stderr_bytes", report.stderrBytes());
    node.put("memory_pages", report.memoryPages());
    node.put("public_values", report.publicValues());
    ObjectNode unknown = node.putObject("unknown_system_calls");
    report.notes().forEach(note -> unknown.put(Long.toString(note.number()), note.count()));
    return node.toString();
  }

  /** Passes the guest's output on as it comes. */
  private static final class Terminal implements RunListener {
    @Override
    public void output(int descriptor, byte[] data) {
      PrintStream stream = descriptor == 1 ? System.out : System.err;
      stream.write(data, 0, data.length);
    }
  }
}
