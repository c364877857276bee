package dev.provelet.stage.submit;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.StoreUnavailableException;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofRequest;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.snark.KeySet;
import dev.provelet.stage.snark.KeySetException;
import dev.provelet.stage.snark.KeySets;
import dev.provelet.stage.snark.SnarkSettings;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.sql.DuplicateKeyException;
import dev.provelet.stage.sql.Transaction;
import dev.provelet.stage.submit.FinalProofs.FinalProof;
import dev.provelet.stage.submit.Submission.Program;
import dev.provelet.stage.task.NewProofs;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Submits a proof. The program is checked before anything is stored, everything is stored before
 * the proof exists, and the proof and its first task begin to exist together.
 */
@Singleton
public final class SubmissionHandler {
  private static final Logger LOG = Logger.getLogger(SubmissionHandler.class);

  private static final String NO_KEY_SET =
      "this platform makes no on-chain proofs: its operator has configured no key set"
          + " (provelet.snark.key-set). Target stark ends with the final proof";

  private final Database database;
  private final ProofStore proofs;
  private final NewProofs newProofs;
  private final ObjectStore store;
  private final ChangeNotifications signals;
  private final SizeLimits limits;
  private final FinalProofs finalProofs;
  private final KeySets keySets;

  @Inject
  public SubmissionHandler(
      Database database,
      ProofStore proofs,
      NewProofs newProofs,
      ObjectStore store,
      ChangeNotifications signals,
      StageConfig config,
      FinalProofs finalProofs,
      KeySets keySets) {
    this.database = database;
    this.proofs = proofs;
    this.newProofs = newProofs;
    this.store = store;
    this.signals = signals;
    this.limits = SizeLimits.of(config.limits());
    this.finalProofs = finalProofs;
    this.keySets = keySets;
  }

  /**
   * @param created false if the same had been submitted before
   */
  public record Submitted(Proof proof, boolean created) {}

  /**
   * @throws RejectedException if it cannot be taken as it is
   */
  public Submitted submit(Submission submission) {
    Optional<KeySet> keySet = keySet(submission.target());
    return switch (submission.program()) {
      case Program.Proved(ProofId source) ->
          takeOn(
              submission,
              source,
              keySet.orElseThrow(
                  () ->
                      new RejectedException(
                          new Rejection.Malformed(
                              "a finished proof can be taken on to target snark only"))));
      case Program.Elf _, Program.Known _ -> begin(submission, keySet.map(KeySet::id).orElse(null));
    };
  }

  /** Of a proof for a chain; for all others empty. */
  private Optional<KeySet> keySet(ProofTarget target) {
    return switch (target) {
      case EXECUTE, SEGMENTS, STARK -> Optional.empty();
      case SNARK -> {
        try {
          yield Optional.of(
              keySets
                  .forNewProofs()
                  .orElseThrow(() -> new RejectedException(new Rejection.NotOffered(NO_KEY_SET))));
        } catch (KeySetException e) {
          LOG.errorf("%s.key-set: %s", SnarkSettings.PREFIX, e.getMessage());
          throw new RejectedException(
              new Rejection.NotOffered(
                  "the key set for on-chain proofs cannot be used now; the stage's log says why."
                      + " Target stark ends with the final proof"));
        }
      }
    };
  }

  private Submitted takeOn(Submission submission, ProofId source, KeySet keySet) {
    FinalProof finalProof = database.transact(tx -> finalProofs.find(tx, source, keySet));
    ProofRequest of = finalProof.proof().request();
    ProofRequest request =
        new ProofRequest(
            submission.target(),
            of.program(),
            of.stdin(),
            of.publicInput(),
            submission.limits(),
            source);
    return insert(
        submission.id(),
        request,
        (tx, id) -> newProofs.insert(tx, id, request, keySet.id(), finalProof.artifacts()));
  }

  private Submitted begin(Submission submission, @Nullable Digest keySet) {
    checkSizes(submission);
    Content program = check(submission.program());
    ProofRequest request =
        new ProofRequest(
            submission.target(),
            program,
            Content.of(submission.inputs().stdin().array()),
            Content.of(submission.inputs().publicInput().array()),
            submission.limits());
    Optional<Proof> same = submission.id().flatMap(id -> existing(id, request));
    if (same.isPresent()) {
      return new Submitted(same.get(), false);
    }
    ProofId id = submission.id().orElseGet(ProofId::random);
    store(id, submission, request);
    return insert(Optional.of(id), request, (tx, of) -> newProofs.insert(tx, of, request, keySet));
  }

  /** Inserts a proof into its tables. */
  @FunctionalInterface
  private interface Insertion {
    Proof insert(Transaction tx, ProofId id) throws SQLException;
  }

  private Submitted insert(Optional<ProofId> chosen, ProofRequest request, Insertion insertion) {
    Optional<Proof> same = chosen.flatMap(id -> existing(id, request));
    if (same.isPresent()) {
      return new Submitted(same.get(), false);
    }
    ProofId id = chosen.orElseGet(ProofId::random);
    try {
      Proof proof = database.transact(tx -> insertion.insert(tx, id));
      signals.workToDo();
      return new Submitted(proof, true);
    } catch (DuplicateKeyException e) {
      // Someone submitted the same id at the same time, or a lost connection hid our success.
      return existing(id, request).map(proof -> new Submitted(proof, false)).orElseThrow(() -> e);
    }
  }

  private void checkSizes(Submission submission) {
    if (submission.program() instanceof Program.Elf(Upload elf)) {
      limits.elf().check(elf.size());
    }
    limits.stdin().check(submission.inputs().stdin().size());
    limits.publicInput().check(submission.inputs().publicInput().size());
  }

  private Content check(Program program) {
    return switch (program) {
      case Program.Proved _ -> throw new IllegalArgumentException("nothing of it is run again");
      case Program.Elf(Upload elf) -> {
        try {
          GuestProgram.check(elf.array());
        } catch (InvalidProgramException e) {
          throw new RejectedException(new Rejection.InvalidProgram(String.valueOf(e.getMessage())));
        }
        yield Content.of(elf.array());
      }
      case Program.Known(Digest elfId) ->
          database
              .transact(tx -> proofs.elf(tx, elfId))
              .orElseThrow(() -> new RejectedException(new Rejection.UnknownProgram(elfId)));
    };
  }

  /** The proof of this id, if it is of the same request. */
  private Optional<Proof> existing(ProofId id, ProofRequest request) {
    Optional<Proof> found = database.transact(tx -> proofs.find(tx, id));
    if (found.isPresent() && !found.get().request().digest().equals(request.digest())) {
      throw new RejectedException(new Rejection.IdTaken(id));
    }
    return found;
  }

  private void store(ProofId id, Submission submission, ProofRequest request) {
    List<Runnable> puts = new ArrayList<>();
    if (submission.program() instanceof Program.Elf(Upload elf)
        && database.transact(tx -> proofs.elf(tx, request.elfId())).isEmpty()) {
      ArtifactKey key = ArtifactKey.program(request.elfId());
      // One that is there was put by another submission of the same bytes.
      puts.add(() -> put(id, key, elf.array(), request.elfId()));
    }
    byte[] stdin = submission.inputs().stdin().array();
    puts.add(() -> put(id, ArtifactKey.stdin(id), stdin, request.stdin().sha256()));
    byte[] publicInput = submission.inputs().publicInput().array();
    puts.add(
        () -> put(id, ArtifactKey.publicInput(id), publicInput, request.publicInput().sha256()));
    together(puts);
  }

  private void put(ProofId id, ArtifactKey key, byte[] content, Digest sha256) {
    switch (store.putOnce(key, content, sha256)) {
      case STORED -> {}
      // Left behind by a submission of this id that did not come to its end.
      case ALREADY_THERE -> throw new RejectedException(new Rejection.IdTaken(id));
      case DIGEST_DIFFERS ->
          throw new StoreUnavailableException("content was altered on its way to the object store");
    }
  }

  private static void together(List<Runnable> actions) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> futures = new ArrayList<>();
      for (Runnable action : actions) {
        futures.add(executor.submit(action));
      }
      for (Future<?> future : futures) {
        var _ = future.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while storing", e);
    }
  }
}
