package dev.provelet.cli.command;

import dev.provelet.cli.Failure;
import dev.provelet.cli.Installation;
import dev.provelet.cli.client.ProofView;
import dev.provelet.cli.client.StageClient;
import dev.provelet.cli.client.Submission;
import dev.provelet.cli.client.Target;
import dev.provelet.cli.local.DataDirectory;
import dev.provelet.cli.local.PlatformOptions;
import dev.provelet.cli.local.RunState;
import dev.provelet.guest.Statement;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provelet demo}: one proof from end to end, on this machine. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Starts everything, proves the C example, verifies the proof, and stops everything.")
public final class DemoCommand implements Callable<Integer> {
  private static final String EXAMPLE = "hash-c";

  @Mixin private DataOption data;

  @Option(names = "--keep", description = "Leaves the platform running.")
  private boolean keep;

  @Override
  public Integer call() throws Failure, InterruptedException {
    Installation installation = Installation.current();
    DataDirectory directory = data.data();
    Optional<RunState> running = RunState.running(directory);
    long start = System.nanoTime();
    say("starting database, object store, stage API, file server and a prover function");
    RunState platform =
        running.isPresent()
            ? running.get()
            : UpCommand.detach(directory, new PlatformOptions(0, 1));
    double startSeconds = seconds(start);
    try {
      prove(installation, directory, platform, startSeconds);
    } finally {
      if (running.isEmpty() && !keep) {
        DownCommand.stop(directory);
        say("stopped everything; ./provelet up starts it again, with this proof in it");
      }
    }
    return 0;
  }

  private static void prove(
      Installation installation, DataDirectory directory, RunState platform, double startSeconds)
      throws Failure, InterruptedException {
    Path program = installation.example(EXAMPLE, EXAMPLE + ".elf");
    Path input = installation.example(EXAMPLE, "input.txt");
    Path results = directory.root().resolve("demo");
    say("proving " + program + " on the input " + input);
    long start = System.nanoTime();
    ProofView proof =
        ProveCommand.prove(
            new StageClient(platform.stage()),
            new Submission(program, Optional.of(input), Optional.empty(), Target.STARK, 0),
            results);
    double proveSeconds = seconds(start);

    start = System.nanoTime();
    byte[] output = Files.read(results.resolve("output.bin"), "the output", Files.MAX_INPUT_BYTES);
    String programId =
        VerifyCommand.check(
            installation,
            LocalEngine.translate(program),
            Statement.publicValues(new byte[0], output),
            Files.read(results.resolve("proof.bin"), "the proof", Files.MAX_INPUT_BYTES));
    double verifySeconds = seconds(start);

    System.out.println();
    System.out.println(
        "The program printed:  "
            + new String(output, java.nio.charset.StandardCharsets.UTF_8).strip());
    System.out.println("and the proof of that is verified, against program " + programId);
    System.out.println();
    System.out.printf("  start     %6.1f s%n", startSeconds);
    System.out.printf("  prove     %6.1f s   %s%n", proveSeconds, proof.timingsText());
    System.out.printf("  verify    %6.1f s   program id from the ELF included%n", verifySeconds);
    System.out.println();
    System.out.println("  proof     " + results.resolve("proof.bin"));
    proof.results().forEach((name, url) -> System.out.printf("  %-9s %s%n", "URL", url));
    System.out.println("  console   " + platform.stage() + "/");
    System.out.println();
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private static void say(String words) {
    System.out.println("demo: " + words);
  }
}
