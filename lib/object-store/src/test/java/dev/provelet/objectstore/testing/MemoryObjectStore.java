package dev.provelet.objectstore.testing;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.objectstore.IncompleteContentException;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;

/** A store in memory that keeps the port's contract. */
public final class MemoryObjectStore implements ObjectStore {
  private final NavigableMap<String, Held> objects = new ConcurrentSkipListMap<>();
  private volatile boolean away;
  private volatile OptionalInt breakOffAfter = OptionalInt.empty();

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Held(byte[] content, Optional<Digest> sha256) {
    StoredObject described() {
      String etag = '"' + Digest.of(content).hex() + '"';
      return new StoredObject(content.length, etag, sha256);
    }
  }

  /** From now on nothing is answered. */
  public void cutOff() {
    away = true;
  }

  /** From now on reading an object fails after so many bytes. */
  public void breakOffAfter(int bytes) {
    breakOffAfter = OptionalInt.of(bytes);
  }

  @Override
  public Optional<StoredObject> find(ArtifactKey key) {
    return held(key).map(Held::described);
  }

  @Override
  public Optional<InputStream> open(ArtifactKey key) {
    return held(key).map(held -> stream(held.content()));
  }

  @Override
  public Optional<InputStream> open(ArtifactKey key, Range range) {
    int first = Math.toIntExact(range.first());
    int end = Math.toIntExact(range.first() + range.length());
    return held(key).map(held -> stream(Arrays.copyOfRange(held.content(), first, end)));
  }

  @Override
  public PutOutcome putOnce(ArtifactKey key, byte[] content, Digest sha256) {
    return putOnce(key, new Held(content.clone(), Optional.of(sha256)));
  }

  @Override
  public PutOutcome putOnce(ArtifactKey key, Upload upload, InputStream content) {
    try {
      byte[] bytes = content.readNBytes(Math.toIntExact(upload.size()));
      if (bytes.length < upload.size()) {
        throw new EOFException("the content lacks " + (upload.size() - bytes.length) + " bytes");
      }
      return putOnce(key, new Held(bytes, upload.sha256()));
    } catch (IOException e) {
      throw new IncompleteContentException(e);
    }
  }

  private PutOutcome putOnce(ArtifactKey key, Held held) {
    checkReachable();
    if (held.sha256().filter(digest -> !digest.equals(Digest.of(held.content()))).isPresent()) {
      return PutOutcome.DIGEST_DIFFERS;
    }
    Held before = objects.putIfAbsent(key.value(), held);
    boolean same =
        before == null
            || (before.content().length == 0 && held.content().length == 0)
            || (held.sha256().isPresent() && held.sha256().equals(before.sha256()));
    return same ? PutOutcome.STORED : PutOutcome.ALREADY_THERE;
  }

  @Override
  public void replace(ArtifactKey key, Path content, Digest sha256, String mediaType) {
    checkReachable();
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!Digest.of(bytes).equals(sha256)) {
      throw new StoreUnavailableException("the content has another digest");
    }
    objects.put(key.value(), new Held(bytes, Optional.of(sha256)));
  }

  @Override
  public void delete(ArtifactKey key) {
    checkReachable();
    objects.remove(key.value());
  }

  @Override
  public List<Listed> list(ArtifactKey.Prefix prefix) {
    checkReachable();
    return objects.entrySet().stream()
        .filter(object -> object.getKey().startsWith(prefix.value()))
        .map(
            object ->
                new Listed(
                    object.getKey().substring(prefix.value().length()),
                    object.getValue().content().length))
        .toList();
  }

  @Override
  public void createBucket() {
    checkReachable();
  }

  @Override
  public void checkBucket() {
    checkReachable();
  }

  private Optional<Held> held(ArtifactKey key) {
    checkReachable();
    return Optional.ofNullable(objects.get(key.value()));
  }

  private InputStream stream(byte[] content) {
    if (breakOffAfter.isEmpty()) {
      return new ByteArrayInputStream(content);
    }
    int length = Math.min(content.length, breakOffAfter.getAsInt());
    return new SequenceInputStream(
        new ByteArrayInputStream(content, 0, length), new BrokenInputStream());
  }

  private void checkReachable() {
    if (away) {
      throw new StoreUnavailableException("the object store is cut off");
    }
  }
}
