package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.cli.client.ProofView;
import dev.provelet.cli.client.ProveRequest;
import dev.provelet.cli.client.ProveTarget;
import dev.provelet.cli.client.StageClient;
import dev.provelet.guest.Statement;
import dev.provelet.local.DataDirectory;
import dev.provelet.local.Installation;
import dev.provelet.local.LocalPlatformException;
import dev.provelet.local.PlatformOptions;
import dev.provelet.local.RunState;
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
        "Starts a platform, proves the C example, verifies the proof and stops the platform.")
public final class DemoCommand implements Callable<Integer> {
  private static final String EXAMPLE = "hash-c";

  @Mixin private DataOption data;

  @Option(names = "--keep", description = "Leaves the platform running.")
  private boolean keep;

  @Override
  public Integer call() throws CommandException, LocalPlatformException, InterruptedException {
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
        say("stopped the platform; ./provelet up starts it again, with this proof");
      }
    }
    return 0;
  }

  private static void prove(
      Installation installation, DataDirectory directory, RunState platform, double startSeconds)
      throws CommandException, LocalPlatformException, InterruptedException {
    Path program = installation.example(EXAMPLE, EXAMPLE + ".elf");
    Path input = installation.example(EXAMPLE, "input.txt");
    Path results = directory.root().resolve("demo");
    say("proving " + program + " on the input " + input);
    long start = System.nanoTime();
    ProofView proof =
        ProveCommand.prove(
            new StageClient(platform.stage()),
            new ProveRequest(program, Optional.of(input), Optional.empty(), ProveTarget.STARK, 0),
            results);
    double proveSeconds = seconds(start);

    start = System.nanoTime();
    byte[] output =
        InputFiles.read(results.resolve("output.bin"), "the output", InputFiles.MAX_INPUT_BYTES);
    String programId =
        VerifyCommand.check(
            installation,
            LocalEngine.translate(program),
            Statement.publicValues(new byte[0], output),
            InputFiles.read(results.resolve("proof.bin"), "the proof", InputFiles.MAX_INPUT_BYTES));
    double verifySeconds = seconds(start);

    System.out.println();
    System.out.println(
        "The program printed:  "
            + new String(output, java.nio.charset.StandardCharsets.UTF_8).strip());
    System.out.println("The proof of this output is valid, for programId  " + programId);
    System.out.println();
    System.out.printf("  start     %6.1f s%n", startSeconds);
    System.out.printf("  prove     %6.1f s   %s%n", proveSeconds, proof.timingsText());
    System.out.printf(
        "  verify    %6.1f s   including the programId, from the ELF%n", verifySeconds);
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
