package dev.provelet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.provelet.cli.CommandException;
import dev.provelet.contract.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Size and SHA-256 of each input, to compare with what the platform says that it stored and that
 * its function read. A proof says nothing about its private input: a change of it could not be
 * found later.
 */
public final class SentInputs {
  private final Map<String, Content> contents = new LinkedHashMap<>();

  private SentInputs() {}

  private record Content(String sha256, long size) {
    private static final Content NONE = new Content(Digest.of(new byte[0]).hex(), 0);

    @Override
    public String toString() {
      return size + " bytes with SHA-256 " + sha256;
    }
  }

  /** Reads the files; one that changes before it is sent is found by the first check. */
  public static SentInputs of(ProveRequest request) throws CommandException {
    SentInputs sent = new SentInputs();
    sent.contents.put("program", read(request.program()));
    sent.contents.put("stdin", read(request.stdin()));
    sent.contents.put("public", read(request.publicInput()));
    return sent;
  }

  /**
   * Checks what was stored, and what was read if that is known yet.
   *
   * @throws CommandException if it is not what was sent, or the platform does not say
   */
  public void check(ProofView proof) throws CommandException {
    check(proof, "stored", "the platform stored");
    if (proof.inputs("read").isObject()) {
      checkRead(proof);
    }
  }

  /**
   * Checks what the function read that ran the program.
   *
   * @throws CommandException if it is not what was sent, or the platform does not say
   */
  public void checkRead(ProofView proof) throws CommandException {
    check(proof, "read", "the function that ran it read");
  }

  private void check(ProofView proof, String which, String who) throws CommandException {
    for (var sent : contents.entrySet()) {
      JsonNode said = proof.inputs(which).path(sent.getKey());
      if (!said.path("sha256").isTextual() || !said.path("size").canConvertToLong()) {
        throw new CommandException(
            "proof %s may be about other inputs than were sent: the platform does not say what it %s as %s (inputs.%s of its answer)"
                .formatted(proof.id(), which, sent.getKey(), which));
      }
      Content there = new Content(said.path("sha256").asText(), said.path("size").asLong());
      if (!there.equals(sent.getValue())) {
        throw new CommandException(
            "proof %s is not about what was sent: %s another %s, %s; this client sent %s"
                .formatted(proof.id(), who, sent.getKey(), there, sent.getValue()));
      }
    }
  }

  private static Content read(Optional<Path> file) throws CommandException {
    return file.isPresent() ? read(file.get()) : Content.NONE;
  }

  private static Content read(Path file) throws CommandException {
    try (InputStream content = Files.newInputStream(file)) {
      return new Content(Digest.of(content).hex(), Files.size(file));
    } catch (IOException e) {
      throw new CommandException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
