package dev.provelet.contract.snark;

import dev.provelet.contract.function.Step;
import java.util.List;

/** The names of a key set's files, and which of them a step needs. */
public final class KeyFiles {
  /** The powers of tau, once for each of the two circuits. */
  public static final String STATIC_SRS = "static.srs";

  public static final String WRAPPER_SRS = "wrapper.srs";
  public static final String ROOT_KEY = "root.key";
  public static final String CIRCUIT = "circuit";
  public static final String STATIC_KEY = "static.key";
  public static final String STATIC_LAYOUT = "static.layout";
  public static final String WRAPPER_KEY = "wrapper.key";
  public static final String WRAPPER_LAYOUT = "wrapper.layout";

  /** What on-chain proofs are checked with, natively. */
  public static final String VERIFIER = "verifier.json";

  /** The source of the contract that checks them on chain. */
  public static final String CONTRACT = "Verifier.sol";

  /** That contract, compiled: the bytecode of its creation in hex. A set may be without it. */
  public static final String BYTECODE = "bytecode.hex";

  /** What {@link Step.Root} needs. */
  public static final List<String> OF_ROOT = List.of(KeySetManifest.NAME, ROOT_KEY);

  /** What {@link Step.Snark} needs. */
  public static final List<String> OF_SNARK =
      List.of(KeySetManifest.NAME, CIRCUIT, STATIC_LAYOUT, STATIC_KEY, STATIC_SRS);

  /** What {@link Step.WrapEvm} needs. */
  public static final List<String> OF_WRAP_EVM =
      List.of(
          KeySetManifest.NAME, STATIC_LAYOUT, WRAPPER_LAYOUT, WRAPPER_KEY, WRAPPER_SRS, VERIFIER);

  /** What {@link Step.VerifySnark} needs. */
  public static final List<String> OF_VERIFY_SNARK = List.of(KeySetManifest.NAME, VERIFIER);

  private KeyFiles() {}
}
