package dev.provelet.contract.function;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.provelet.contract.artifact.Digest;
import java.util.List;

/** The work a function can do, in the order of a proof's journey. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Step.Execute.class, name = "execute"),
  @JsonSubTypes.Type(value = Step.Split.class, name = "split"),
  @JsonSubTypes.Type(value = Step.Prove.class, name = "prove"),
  @JsonSubTypes.Type(value = Step.Aggregate.class, name = "aggregate"),
  @JsonSubTypes.Type(value = Step.Verify.class, name = "verify"),
  @JsonSubTypes.Type(value = Step.Root.class, name = "root"),
  @JsonSubTypes.Type(value = Step.Snark.class, name = "snark"),
  @JsonSubTypes.Type(value = Step.WrapEvm.class, name = "wrap-evm"),
  @JsonSubTypes.Type(value = Step.VerifySnark.class, name = "verify-snark")
})
public sealed interface Step {

  /** Everything that it pulls, files of a key set excepted, which it may have already. */
  default List<Artifact> artifacts() {
    return switch (this) {
      case Execute(Artifact program, GuestInputs inputs, _) ->
          List.of(program, inputs.stdin(), inputs.publicInput());
      case Split(Artifact program, GuestInputs inputs, _) ->
          List.of(program, inputs.stdin(), inputs.publicInput());
      case Prove(Artifact program, GuestInputs inputs, Artifact segment) ->
          List.of(program, inputs.stdin(), inputs.publicInput(), segment);
      case Aggregate(_, List<Artifact> children) -> children;
      case Verify(Artifact program, Artifact proof, _, _) -> List.of(program, proof);
      case Root(Artifact proof, _) -> List.of(proof);
      case Snark(Artifact root, _) -> List.of(root);
      case WrapEvm(Artifact snark, _) -> List.of(snark);
      case VerifySnark(Artifact program, Artifact proof, _, _, _) -> List.of(program, proof);
    };
  }

  /** Run the program to its end. Outputs: {@code output.bin}, {@code run.json}. */
  record Execute(Artifact program, GuestInputs inputs, RunLimits limits) implements Step {}

  /**
   * Run the program and cut the run into segments, each reported as soon as it is pushed. Outputs:
   * {@code segment-{n}.bin} and those of {@link Execute}.
   */
  record Split(Artifact program, GuestInputs inputs, RunLimits limits) implements Step {}

  /** Prove one segment. Output: {@code proof.bin}. */
  record Prove(Artifact program, GuestInputs inputs, Artifact segment) implements Step {}

  /**
   * Prove that the children's proofs verify and follow one another. Output: {@code proof.bin}.
   *
   * @param children consecutive, in order; how many a layer takes is the engine's to say
   */
  record Aggregate(Layer layer, List<Artifact> children) implements Step {
    /** More than any engine takes: only bounds what is read. */
    public static final int MAX_CHILDREN = 1024;

    public Aggregate {
      children = List.copyOf(children);
      if (children.isEmpty() || children.size() > MAX_CHILDREN) {
        throw new IllegalArgumentException(
            "an aggregation has 1 to " + MAX_CHILDREN + " children, not " + children.size());
      }
    }
  }

  /**
   * Check a final proof against its statement. No outputs.
   *
   * @param publicInput SHA-256 of the public input
   * @param output SHA-256 of the public output
   */
  record Verify(Artifact program, Artifact proof, Digest publicInput, Digest output)
      implements Step {}

  /** Prove a final proof again over BN254. Output: {@code root.bin}. */
  record Root(Artifact proof, SnarkKeys keys) implements Step {}

  /** Prove in Halo2 that a root proof verifies. Output: {@code snark.bin}. */
  record Snark(Artifact root, SnarkKeys keys) implements Step {}

  /** Make of a static proof the one that a contract checks. Output: {@code evm.json}. */
  record WrapEvm(Artifact snark, SnarkKeys keys) implements Step {}

  /**
   * Check an on-chain proof against its statement, with the key set's verifier. No outputs.
   *
   * @param proof an {@code evm.json}
   * @param publicInput SHA-256 of the public input
   * @param output SHA-256 of the public output
   */
  record VerifySnark(
      Artifact program, Artifact proof, Digest publicInput, Digest output, SnarkKeys keys)
      implements Step {}

  /** The layers of the aggregation tree, from the segments up. */
  enum Layer {
    LEAF,
    INTERNAL,
    RECURSIVE,
    WRAP
  }

  /** The two inputs of a run; an empty one is an artifact of size 0. */
  record GuestInputs(Artifact stdin, Artifact publicInput) {}

  /**
   * @param maxCycles instructions after which the run is stopped; 0: none
   * @param maxOutputBytes of the public output
   * @param segmentLogHeight log2 of the tallest trace of a segment, {@link
   *     #LOWEST_SEGMENT_LOG_HEIGHT} to {@link #HIGHEST_SEGMENT_LOG_HEIGHT}; 0: the engine's choice
   */
  record RunLimits(long maxCycles, long maxOutputBytes, int segmentLogHeight) {
    /** Those of the engine's description, which a stage cannot ask. */
    public static final int LOWEST_SEGMENT_LOG_HEIGHT = 14;

    public static final int HIGHEST_SEGMENT_LOG_HEIGHT = 22;

    /** Whether a segment's height may be asked for. */
    public static boolean isSegmentLogHeight(int height) {
      return height == 0
          || (height >= LOWEST_SEGMENT_LOG_HEIGHT && height <= HIGHEST_SEGMENT_LOG_HEIGHT);
    }

    public RunLimits {
      if (maxCycles < 0 || maxOutputBytes < 0) {
        throw new IllegalArgumentException("limits are not negative");
      }
      if (!isSegmentLogHeight(segmentLogHeight)) {
        throw new IllegalArgumentException(
            "segmentLogHeight is 0 or %d to %d, not %d"
                .formatted(
                    LOWEST_SEGMENT_LOG_HEIGHT, HIGHEST_SEGMENT_LOG_HEIGHT, segmentLogHeight));
      }
    }
  }
}
