package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.cli.client.ProofView;
import dev.provelet.cli.client.ProveRequest;
import dev.provelet.cli.client.ProveTarget;
import dev.provelet.cli.client.SentInputs;
import dev.provelet.cli.client.StageClient;
import dev.provelet.guest.GuestProgram;
import java.io.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provelet prove}: submits a program, waits for its proof, downloads the results. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description = "Submits a program to a platform, waits for the proof and downloads it.")
public final class ProveCommand implements Callable<Integer> {
  @Mixin private ServerOption server;

  @Mixin private GuestOptions guest;

  @Option(
      names = "--to",
      paramLabel = "TARGET",
      converter = ProveTargetConverter.class,
      defaultValue = "stark",
      description =
          "How far to go: execute (run, no proof), segments (prove each segment) or stark (one"
              + " proof of the whole run). Default: ${DEFAULT-VALUE}.")
  private ProveTarget target;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory for the results. Default: the program's file name + .proof.")
  private @Nullable Path out;

  @Option(
      names = "--segment-log-height",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "log2 of the height of a segment's tallest trace, 14 to 22. At 18, proving a segment"
              + " takes up to 4 GB of memory; each step up doubles that. Default: 0, the platform"
              + " chooses.")
  private int segmentLogHeight;

  @Option(
      names = "--json",
      description = "Prints the finished proof as one line of JSON on stdout.")
  private boolean json;

  @Override
  public Integer call() throws CommandException, InterruptedException {
    Path directory = out == null ? Path.of(guest.program.getFileName() + ".proof") : out;
    StageClient client = server.client();
    ProofView proof =
        prove(
            client,
            new ProveRequest(
                InputFiles.lasting(guest.program, "the program", GuestProgram.MAX_ELF_BYTES),
                guest.stdinFile(),
                guest.publicInputFile(),
                target,
                segmentLogHeight),
            directory);
    System.out.println(json ? proof.json().toString() : summary(directory, target));
    return 0;
  }

  private String summary(Path directory, ProveTarget reached) {
    return switch (reached) {
      case STARK ->
          "results in %s\nverify with: ./provelet verify --program %s%s --output %s %s%s"
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
   * Submits, shows progress on stderr until the proof has ended, downloads.
   *
   * @throws CommandException also if the proof is about other bytes than were sent; then nothing is
   *     downloaded
   */
  static ProofView prove(StageClient client, ProveRequest request, Path directory)
      throws CommandException, InterruptedException {
    InputFiles.check(request.program(), "the program", GuestProgram.MAX_ELF_BYTES);
    SentInputs sent = SentInputs.of(request);
    ProofView proof = client.submit(request);
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
      throw new CommandException("proof " + proof.id() + " failed: " + proof.failureText());
    }
    sent.checkRead(proof);
    try {
      Files.createDirectories(directory);
    } catch (java.io.IOException e) {
      throw new CommandException("cannot create " + directory + ": " + e.getMessage(), e);
    }
    for (var result : proof.results().entrySet()) {
      client.download(result.getValue(), directory.resolve(result.getKey()));
    }
    return proof;
  }

  /** Cancels a proof that is about other bytes than were sent. */
  private static void check(StageClient client, SentInputs sent, ProofView proof)
      throws CommandException, InterruptedException {
    try {
      sent.check(proof);
    } catch (CommandException e) {
      if (!proof.finished()) {
        cancel(client, proof, e);
      }
      throw e;
    }
  }

  private static void cancel(StageClient client, ProofView proof, CommandException reason)
      throws InterruptedException {
    try {
      client.cancel(proof.id());
    } catch (CommandException e) {
      // It may have ended meanwhile; the user is told the reason in any case.
      reason.addSuppressed(e);
    }
  }
}
