package dev.provelet.cli.command;

import dev.provelet.cli.Failure;
import dev.provelet.cli.client.ProofView;
import dev.provelet.cli.client.SentInputs;
import dev.provelet.cli.client.StageClient;
import dev.provelet.cli.client.Submission;
import dev.provelet.cli.client.Target;
import dev.provelet.guest.GuestProgram;
import java.io.Console;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provelet prove}: hands a program in, waits, downloads what came out. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description = "Proves that a program ran and printed exactly this.")
public final class ProveCommand implements Callable<Integer> {
  @Mixin private ServerOption server;

  @Mixin private GuestOptions guest;

  @Option(
      names = "--to",
      paramLabel = "TARGET",
      converter = TargetConverter.class,
      defaultValue = "stark",
      description = "execute, segments or stark; default: ${DEFAULT-VALUE}.")
  private Target target;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the results go; default: PROGRAM's name + .proof.")
  private @Nullable Path out;

  @Option(
      names = "--segment-log-height",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "log2 of a segment's tallest trace, 14 to 22; at 18 proving it takes up to 4 GB, and twice"
              + " that for each more. 0: the platform's choice.")
  private int segmentLogHeight;

  @Option(names = "--json", description = "Prints the finished proof as JSON on stdout.")
  private boolean json;

  @Override
  public Integer call() throws Failure, InterruptedException {
    Path directory = out == null ? Path.of(guest.program.getFileName() + ".proof") : out;
    StageClient client = server.client();
    ProofView proof =
        prove(
            client,
            new Submission(
                Files.lasting(guest.program, "the program", GuestProgram.MAX_ELF_BYTES),
                guest.stdinFile(),
                guest.publicInputFile(),
                target,
                segmentLogHeight),
            directory);
    System.out.println(json ? proof.json().toString() : summary(directory, target));
    return 0;
  }

  private String summary(Path directory, Target reached) {
    return switch (reached) {
      case STARK ->
          "results in %s\ncheck them with: ./provelet verify --program %s%s --output %s %s%s"
              .formatted(
                  directory,
                  guest.program,
                  guest.quotedPublicInput(),
                  directory.resolve("output.bin"),
                  directory.resolve("proof.bin"),
                  guest.quotedArguments());
      case EXECUTE, SEGMENTS -> "results in " + directory;
    };
  }

  /**
   * Hands in, shows progress on stderr until it ends, downloads.
   *
   * @throws Failure also if it is not about the bytes that were handed in; then nothing is
   *     downloaded
   */
  static ProofView prove(StageClient client, Submission submission, Path directory)
      throws Failure, InterruptedException {
    Files.check(submission.program(), "the program", GuestProgram.MAX_ELF_BYTES);
    SentInputs sent = SentInputs.of(submission);
    ProofView proof = client.submit(submission);
    check(client, sent, proof);
    ProgressBar progress =
        new ProgressBar(
            System.err,
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
    progress.begin(proof);
    while (!proof.finished()) {
      Thread.sleep(ProgressBar.INTERVAL);
      proof = client.get(proof.id());
      check(client, sent, proof);
      progress.show(proof);
    }
    progress.end(proof);
    if (!proof.succeeded()) {
      throw new Failure("proof " + proof.id() + " failed: " + proof.failureText());
    }
    sent.checkRead(proof);
    try {
      java.nio.file.Files.createDirectories(directory);
    } catch (java.io.IOException e) {
      throw new Failure("cannot create " + directory + ": " + e.getMessage(), e);
    }
    for (var result : proof.results().entrySet()) {
      client.download(result.getValue(), directory.resolve(result.getKey()));
    }
    return proof;
  }

  /** A proof of something else is not worth the work. */
  private static void check(StageClient client, SentInputs sent, ProofView proof)
      throws Failure, InterruptedException {
    try {
      sent.check(proof);
    } catch (Failure e) {
      if (!proof.finished()) {
        cancel(client, proof, e);
      }
      throw e;
    }
  }

  private static void cancel(StageClient client, ProofView proof, Failure reason)
      throws InterruptedException {
    try {
      client.cancel(proof.id());
    } catch (Failure e) {
      // Over in the meantime, say; the reason is what counts.
      reason.addSuppressed(e);
    }
  }
}
