package dev.provelet.stage.http;

import dev.provelet.contract.snark.KeyFiles;
import dev.provelet.stage.SnarkConfig;
import dev.provelet.stage.snark.KeySet;
import dev.provelet.stage.snark.KeySetException;
import dev.provelet.stage.snark.KeySets;
import dev.provelet.stage.submit.RejectedException;
import dev.provelet.stage.submit.Rejection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/** {@code /v1/verifiers}: what checks this platform's on-chain proofs. */
@Path("/v1/verifiers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class VerifiersResource {
  private static final Logger LOG = Logger.getLogger(VerifiersResource.class);

  private final KeySets keySets;
  private final SnarkConfig config;

  @Inject
  VerifiersResource(KeySets keySets, SnarkConfig config) {
    this.keySets = keySets;
    this.config = config;
  }

  @GET
  @Operation(
      summary = "List the verifiers of on-chain proofs",
      description = "One for the key set that the operator has configured, or none.")
  public VerifierJson.All list() {
    return new VerifierJson.All(
        keySet().map(keySet -> List.of(VerifierJson.Summary.of(keySet))).orElse(List.of()));
  }

  @GET
  @Path("/{engineVersion: .+}")
  @Operation(
      summary = "Get the verifier of on-chain proofs of an engine version",
      description =
          "The engine version goes into the path as it is, slashes included. solidity is the"
              + " contract's source, abi its interface, verifier the exact text of verifier.json,"
              + " which native verification takes and whose SHA-256 every proof names; bytecode is"
              + " there if the operator has published it, addresses if he has deployed it.")
  public VerifierJson get(@PathParam("engineVersion") String engineVersion) {
    KeySet keySet =
        keySet()
            .orElseThrow(
                () ->
                    unknown(
                        "this platform makes no on-chain proofs: its operator has configured no key"
                            + " set"));
    String known = keySet.manifest().engineVersion();
    if (!known.equals(engineVersion)) {
      throw unknown("the verifier here is of engine " + known + ", not of " + engineVersion);
    }
    try {
      return VerifierJson.of(
          keySet,
          file(keySet, KeyFiles.CONTRACT),
          file(keySet, KeyFiles.VERIFIER),
          keySets.file(keySet, KeyFiles.BYTECODE),
          config.addresses());
    } catch (KeySetException e) {
      throw unusable(e);
    }
  }

  private byte[] file(KeySet keySet, String name) throws KeySetException {
    Optional<byte[]> content = keySets.file(keySet, name);
    return content.orElseThrow(() -> new KeySetException("the key set has no file " + name));
  }

  private Optional<KeySet> keySet() {
    try {
      return keySets.forNewProofs();
    } catch (KeySetException e) {
      throw unusable(e);
    }
  }

  private static RejectedException unusable(KeySetException e) {
    LOG.errorf("the key set cannot be used: %s", e.getMessage());
    return new RejectedException(
        new Rejection.NotOffered("the key set cannot be used now; the stage's log says why"));
  }

  private static RejectedException unknown(String message) {
    return new RejectedException(new Rejection.UnknownVerifier(message));
  }
}
