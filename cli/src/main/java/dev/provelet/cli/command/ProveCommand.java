package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.cli.client.ProofView;
import dev.provelet.cli.client.ProveRequest;
import dev.provelet.cli.client.ProveTarget;
import dev.provelet.cli.client.SentInputs;
import dev.provelet.cli.client.StageClient;
import dev.provelet.guest.GuestProgram;
import java.io.Console;
import java.io.IOException;
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
  private static final String PROOF = "proof.bin";
  private static final String ON_CHAIN_PROOF = "snark/proof_with_public_inputs.json";

  @Mixin private ServerOption server;

  @Mixin private GuestOptions guest;

  @Option(
      names = "--to",
      paramLabel = "TARGET",
      converter = ProveTargetConverter.class,
      defaultValue = "stark",
      description =
          "How far to go: execute (run, no proof), segments (prove each segment), stark (one proof of"
              + " the whole run) or snark (also one that a blockchain's contract checks; needs a"
              + " platform with a key set). Default: ${DEFAULT-VALUE}.")
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

  @Option(
      names = "--from",
      paramLabel = "PROOF_ID",
      description =
          "Takes a finished proof on to snark, and proves nothing again; goes without PROGRAM.")
  private @Nullable String from;

  @Override
  public Integer call() throws CommandException, InterruptedException {
    StageClient client = server.client();
    if (from != null) {
      return takeOn(client, from);
    }
    Path directory = out == null ? Path.of(guest.program().getFileName() + ".proof") : out;
    ProofView proof =
        prove(
            client,
            new ProveRequest(
                InputFiles.lasting(guest.program(), "the program", GuestProgram.MAX_ELF_BYTES),
                guest.stdinFile(),
                guest.publicInputFile(),
                target,
                segmentLogHeight),
            directory);
    System.out.println(json ? proof.json().toString() : summary(directory, target));
    return 0;
  }

  private int takeOn(StageClient client, String finished)
      throws CommandException, InterruptedException {
    if (guest.given() || segmentLogHeight != 0) {
      throw new CommandException(
          "--from takes the program and the inputs of proof " + finished + ": name none");
    }
    if (target != ProveTarget.SNARK) {
      throw new CommandException("--from goes with --to snark: nothing else is left to prove");
    }
    Path directory = out == null ? Path.of(finished + ".proof") : out;
    ProofView proof = finish(client, client.takeOn(finished), directory, _ -> {});
    System.out.println(json ? proof.json().toString() : "results in " + directory);
    return 0;
  }

  private String summary(Path directory, ProveTarget reached) {
    return switch (reached) {
      case STARK -> "results in %s\nverify with: %s".formatted(directory, verify(directory, PROOF));
      case SNARK ->
          "results in %s\nverify with: %s\nand on chain: %s --verifier verifier.json"
              .formatted(directory, verify(directory, PROOF), verify(directory, ON_CHAIN_PROOF));
      case EXECUTE, SEGMENTS -> "results in " + directory;
    };
  }

  private String verify(Path directory, String proof) {
    return "./provelet verify --program %s%s --output %s %s%s"
        .formatted(
            guest.program(),
            guest.quotedPublicInput(),
            directory.resolve("output.bin"),
            directory.resolve(proof),
            guest.quotedArguments());
  }

  /** What is asked of each answer about a proof. */
  @FunctionalInterface
  private interface Check {
    void of(ProofView proof) throws CommandException, InterruptedException;
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
    return finish(
        client,
        proof,
        directory,
        seen -> {
          check(client, sent, seen);
          if (seen.succeeded()) {
            sent.checkRead(seen);
          }
        });
  }

  private static ProofView finish(
      StageClient client, ProofView submitted, Path directory, Check check)
      throws CommandException, InterruptedException {
    ProofView proof = submitted;
    ProgressBar progress =
        new ProgressBar(
            System.err,
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
    progress.begin(proof);
    while (!proof.finished()) {
      Thread.sleep(ProgressBar.INTERVAL);
      proof = client.get(proof.id());
      check.of(proof);
      progress.show(proof);
    }
    progress.end(proof);
    if (!proof.succeeded()) {
      throw new CommandException("proof " + proof.id() + " failed: " + proof.failureText());
    }
    check.of(proof);
    download(client, proof, directory);
    return proof;
  }

  private static void download(StageClient client, ProofView proof, Path directory)
      throws CommandException, InterruptedException {
    for (var result : proof.results().entrySet()) {
      Path file = directory.resolve(result.getKey());
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
      } catch (IOException e) {
        throw new CommandException("cannot create " + file.getParent() + ": " + e.getMessage(), e);
      }
      client.download(result.getValue(), file);
    }
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
