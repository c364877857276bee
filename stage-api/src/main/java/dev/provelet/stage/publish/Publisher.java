package dev.provelet.stage.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.contract.snark.OnChainProof;
import dev.provelet.contract.snark.OnChainProof.Halo2Kzg;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.stage.plan.ProofPlan;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.task.ArtifactTable;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.Outcome;
import dev.provelet.stage.task.StoredArtifact;
import dev.provelet.stage.task.TaskStatistics;
import dev.provelet.stage.task.TaskStatistics.OfKind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Puts a proof's results where clients fetch them. Content is checked against its digest on the
 * way, so that what was damaged since it was made is made again and never published. May be
 * repeated: what is there is written over with the same.
 */
@Singleton
public final class Publisher {
  /** Of {@code run.json}, of which the guest's stderr is the longest part. */
  private static final long MAX_RUN_BYTES = 16L << 20;

  private final Database database;
  private final ProofStore proofs;
  private final ArtifactTable artifacts;
  private final TaskStatistics statistics;
  private final ObjectStore store;

  @Inject
  public Publisher(
      Database database,
      ProofStore proofs,
      ArtifactTable artifacts,
      TaskStatistics statistics,
      ObjectStore store) {
    this.database = database;
    this.proofs = proofs;
    this.artifacts = artifacts;
    this.statistics = statistics;
    this.store = store;
  }

  /**
   * @param goOn asked now and then; false ends the attempt
   */
  public Outcome publish(Attempt attempt, BooleanSupplier goOn) {
    try {
      Material material = material(attempt.proof());
      for (PublishedName name : PublishedResults.of(material.proof().request().target())) {
        if (!goOn.getAsBoolean()) {
          return new Outcome.LeaseLost();
        }
        publish(material, name);
      }
      return new Outcome.Completed(List.of(), null);
    } catch (DamagedException e) {
      return new Outcome.InputDamaged(e.artifact, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Outcome.Interrupted("publishing: " + e.getMessage());
    }
  }

  private record Material(
      Proof proof,
      StoredArtifact output,
      StoredArtifact run,
      List<StoredArtifact> proofs,
      List<OfKind> statistics) {}

  /** An object does not have the digest that it had when it was made. */
  private static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String artifact;

    DamagedException(String artifact, String message) {
      super(message);
      this.artifact = artifact;
    }
  }

  private Material material(ProofId id) throws DamagedException {
    Found found =
        database.transact(
            tx -> {
              Proof proof = proofs.find(tx, id).orElseThrow();
              Map<String, StoredArtifact> present = new HashMap<>();
              for (String name : names(proof)) {
                artifacts.find(tx, id, name).ifPresent(artifact -> present.put(name, artifact));
              }
              return new Found(proof, present, statistics.of(tx, id));
            });
    List<StoredArtifact> inOrder = new ArrayList<>();
    for (String name : names(found.proof())) {
      StoredArtifact artifact = found.artifacts().get(name);
      if (artifact == null) {
        throw new DamagedException(name, "it is missing");
      }
      inOrder.add(artifact);
    }
    return new Material(
        found.proof(),
        inOrder.get(0),
        inOrder.get(1),
        List.copyOf(inOrder.subList(2, inOrder.size())),
        found.statistics());
  }

  private record Found(
      Proof proof, Map<String, StoredArtifact> artifacts, List<OfKind> statistics) {}

  /** The output, what there is to say about the run, then the proofs. */
  private static List<String> names(Proof proof) {
    List<String> names = new ArrayList<>(List.of(ProofPlan.OUTPUT, ProofPlan.RUN));
    names.addAll(proofNames(proof));
    return names;
  }

  private static List<String> proofNames(Proof proof) {
    return switch (proof.request().target()) {
      case EXECUTE -> List.of();
      case SEGMENTS ->
          IntStream.range(0, proof.run().segments()).mapToObj(i -> "prove-" + i).toList();
      case STARK -> List.of(ProofPlan.FINAL_PROOF);
      case SNARK -> List.of(ProofPlan.FINAL_PROOF, ProofPlan.ON_CHAIN_PROOF);
    };
  }

  private void publish(Material material, PublishedName name) throws IOException, DamagedException {
    switch (name) {
      case PROOF -> copy(material, material.proofs().getFirst(), name);
      case OUTPUT -> copy(material, material.output(), name);
      case PUBLIC_VALUES, WRAP_PUBLIC_VALUES -> put(material, name, publicValues(material));
      case REPORT -> put(material, name, report(material).json());
      case SEGMENT_PROOFS -> segmentProofs(material, name);
      case SNARK_PROOF -> copy(material, material.proofs().getLast(), name);
      case SNARK_RAW_PROOF -> put(material, name, onChain(material, Halo2Kzg::proofBytes));
      case SNARK_CALLDATA -> put(material, name, onChain(material, Halo2Kzg::calldataBytes));
    }
  }

  /** A part of the on-chain proof, which is the last. */
  private byte[] onChain(Material material, Function<Halo2Kzg, byte[]> part)
      throws IOException, DamagedException {
    StoredArtifact proof = material.proofs().getLast();
    byte[] json = bytes(proof, OnChainProof.MAX_BYTES);
    try {
      return part.apply(OnChainProof.read(json).halo2Kzg());
    } catch (IllegalArgumentException e) {
      throw new DamagedException(proof.name(), String.valueOf(e.getMessage()));
    }
  }

  private byte[] bytes(StoredArtifact artifact, long most) throws IOException, DamagedException {
    if (artifact.size() > most) {
      throw new DamagedException(artifact.name(), "it is larger than " + most + " bytes");
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    copyChecked(artifact, content);
    return content.toByteArray();
  }

  private Report report(Material material) throws IOException, DamagedException {
    StoredArtifact run = material.run();
    byte[] json = bytes(run, MAX_RUN_BYTES);
    try {
      return Report.of(material.proof(), material.output(), json, material.statistics());
    } catch (JsonProcessingException e) {
      throw new DamagedException(run.name(), "it is no JSON: " + e.getOriginalMessage());
    }
  }

  /** What the proof states: SHA-256(public input) ‖ SHA-256(output). */
  private static byte[] publicValues(Material material) {
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    values.writeBytes(material.proof().request().publicInput().sha256().bytes());
    values.writeBytes(material.output().sha256().bytes());
    return values.toByteArray();
  }

  private void copy(Material material, StoredArtifact artifact, PublishedName name)
      throws IOException, DamagedException {
    write(material, name, to -> copyChecked(artifact, to));
  }

  private void put(Material material, PublishedName name, byte[] content)
      throws IOException, DamagedException {
    write(material, name, to -> to.write(content));
  }

  /** Each proof after its length, four bytes, the most significant first. */
  private void segmentProofs(Material material, PublishedName name)
      throws IOException, DamagedException {
    write(
        material,
        name,
        to -> {
          DataOutputStream data = new DataOutputStream(to);
          for (StoredArtifact proof : material.proofs()) {
            data.writeInt(Math.toIntExact(proof.size()));
            copyChecked(proof, data);
          }
          data.flush();
        });
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream to) throws IOException, DamagedException;
  }

  private void write(Material material, PublishedName name, Content content)
      throws IOException, DamagedException {
    Path spool = Files.createTempFile("provelet-publish", null);
    try {
      MessageDigest hash = Digest.sha256();
      try (OutputStream file = Files.newOutputStream(spool)) {
        content.writeTo(new DigestOutputStream(file, hash));
      }
      store.replace(
          ArtifactKey.published(material.proof().id(), name),
          spool,
          Digest.ofHash(hash.digest()),
          name.mediaType());
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  private void copyChecked(StoredArtifact artifact, OutputStream to)
      throws IOException, DamagedException {
    MessageDigest hash = Digest.sha256();
    DigestOutputStream hashing = new DigestOutputStream(to, hash);
    boolean found;
    try {
      found = store.copyTo(artifact.key(), hashing);
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
    if (!found || !Digest.ofHash(hash.digest()).equals(artifact.sha256())) {
      throw new DamagedException(
          artifact.name(), found ? "its content is not what was pushed" : "it is missing");
    }
  }
}
