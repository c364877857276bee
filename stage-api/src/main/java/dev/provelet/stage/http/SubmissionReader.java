package dev.provelet.stage.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.function.Step.RunLimits;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.submit.RejectedException;
import dev.provelet.stage.submit.Rejection;
import dev.provelet.stage.submit.Submission;
import dev.provelet.stage.submit.Submission.Inputs;
import dev.provelet.stage.submit.Submission.Program;
import dev.provelet.stage.submit.Upload;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a submission of what came over HTTP, or says what is wrong with it. */
final class SubmissionReader {
  /** Takes what it is sent as it is, or not at all: no number for a text, no second field. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private SubmissionReader() {}

  /**
   * The options, all optional.
   *
   * @param proofId chosen by the client; the same request with the same id is the same proof
   * @param target execute, segments, stark or snark
   * @param from a finished proof whose final proof is taken on to target snark, in place of a
   *     program
   * @param elfId SHA-256 of an ELF that was sent before, in place of one
   * @param maxCycles instructions after which the run is stopped; 0: none
   * @param segmentLogHeight 14 to 22; 0: the engine's choice
   * @param maxFunctions functions that work on it at a time; 0: all
   */
  record Options(
      @Nullable String proofId,
      @Nullable String target,
      @Nullable String elfId,
      @Nullable String from,
      long maxCycles,
      int segmentLogHeight,
      int maxFunctions) {
    static final Options NONE = new Options(null, null, null, null, 0, 0, 0);
  }

  /** A submission as JSON; the contents are Base64. */
  record Body(
      @Nullable String program,
      @Nullable String elfId,
      @Nullable String stdin,
      @JsonProperty("public") @Nullable String publicInput,
      @Nullable Options options) {}

  static Options options(String json) {
    return json.isBlank() ? Options.NONE : read(json, Options.class, "options");
  }

  static Submission json(String json) {
    Body body = read(json, Body.class, "the body");
    Options options = body.options() == null ? Options.NONE : body.options();
    String elfId = body.elfId() == null ? options.elfId() : body.elfId();
    if (options.elfId() != null && !options.elfId().equals(elfId)) {
      throw malformed("elfId is given twice, and not the same");
    }
    Optional<Upload> program = Optional.ofNullable(body.program()).map(b -> base64("program", b));
    Inputs inputs =
        new Inputs(
            Optional.ofNullable(body.stdin()).map(b -> base64("stdin", b)).orElse(Upload.NONE),
            Optional.ofNullable(body.publicInput())
                .map(b -> base64("public", b))
                .orElse(Upload.NONE));
    return submission(program, Optional.ofNullable(elfId), inputs, options);
  }

  static Submission submission(
      Optional<Upload> elf, Optional<String> elfId, Inputs inputs, Options options) {
    if (options.from() != null) {
      return takingOn(
          proofId(options.from()), elf.isPresent() || elfId.isPresent(), inputs, options);
    }
    return new Submission(
        Optional.ofNullable(options.proofId()).map(SubmissionReader::proofId),
        program(elf, elfId),
        inputs,
        target(options.target()),
        limits(options));
  }

  private static Submission takingOn(
      ProofId from, boolean program, Inputs inputs, Options options) {
    if (program || inputs.stdin().size() > 0 || inputs.publicInput().size() > 0) {
      throw malformed(
          "from names a finished proof, whose program and inputs are taken: send none with it");
    }
    if (options.maxCycles() != 0 || options.segmentLogHeight() != 0) {
      throw malformed("from goes without maxCycles and segmentLogHeight: nothing is run again");
    }
    ProofTarget target = options.target() == null ? ProofTarget.SNARK : target(options.target());
    if (target != ProofTarget.SNARK) {
      throw malformed("from goes with target snark only");
    }
    return new Submission(
        Optional.ofNullable(options.proofId()).map(SubmissionReader::proofId),
        new Program.Proved(from),
        inputs,
        target,
        limits(options));
  }

  static ProofId proofId(String text) {
    try {
      return ProofId.parse(text);
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  static RejectedException malformed(String message) {
    return new RejectedException(new Rejection.Malformed(message));
  }

  private static Program program(Optional<Upload> elf, Optional<String> elfId) {
    if (elf.isPresent() == elfId.isPresent()) {
      throw malformed("send either the program's ELF, as program, or elfId, its SHA-256");
    }
    if (elf.isPresent()) {
      return new Program.Elf(elf.get());
    }
    try {
      return new Program.Known(Digest.parse(elfId.orElseThrow()));
    } catch (IllegalArgumentException e) {
      throw malformed("elfId: " + e.getMessage());
    }
  }

  private static ProofTarget target(@Nullable String text) {
    if (text == null) {
      return ProofTarget.STARK;
    }
    return Arrays.stream(ProofTarget.values())
        .filter(target -> target.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                malformed(
                    "target is one of "
                        + Arrays.stream(ProofTarget.values())
                            .map(target -> target.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))));
  }

  private static Limits limits(Options options) {
    if (options.maxCycles() < 0) {
      throw malformed("maxCycles is not negative; 0 means no limit");
    }
    int height = options.segmentLogHeight();
    if (!RunLimits.isSegmentLogHeight(height)) {
      throw malformed(
          "segmentLogHeight is %d to %d, or 0 for the engine's choice"
              .formatted(
                  RunLimits.LOWEST_SEGMENT_LOG_HEIGHT, RunLimits.HIGHEST_SEGMENT_LOG_HEIGHT));
    }
    if (options.maxFunctions() < 0 || options.maxFunctions() > Limits.MOST_FUNCTIONS) {
      throw malformed(
          "maxFunctions is 1 to " + Limits.MOST_FUNCTIONS + ", or 0 for as many as there are");
    }
    return new Limits(options.maxCycles(), height, options.maxFunctions());
  }

  private static Upload base64(String field, String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      throw malformed(field + " is not Base64");
    }
    // The decoder drops bits that do not make a byte: they are there if the end is missing.
    if (!text.startsWith(Base64.getEncoder().withoutPadding().encodeToString(bytes))) {
      throw malformed(field + " is not Base64: its end is cut off");
    }
    return Upload.of(bytes);
  }

  private static <T> T read(String json, Class<T> type, String what) {
    @Nullable T value;
    try {
      value = JSON.readValue(json, type);
    } catch (UnrecognizedPropertyException e) {
      throw malformed(
          what
              + ": there is no '"
              + e.getPropertyName()
              + "'; known are "
              + String.join(", ", new TreeSet<>(known(e))));
    } catch (MismatchedInputException e) {
      throw malformed(what + ": " + where(e) + " is not of the right kind");
    } catch (JsonProcessingException e) {
      throw malformed(what + ": not JSON: " + e.getOriginalMessage());
    }
    if (value == null) {
      throw malformed(what + ": an object is wanted, not null");
    }
    return value;
  }

  private static List<String> known(UnrecognizedPropertyException e) {
    return e.getKnownPropertyIds().stream().map(String::valueOf).toList();
  }

  private static String where(MismatchedInputException e) {
    String path =
        e.getPath().stream()
            .map(reference -> String.valueOf(reference.getFieldName()))
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "what was sent" : path;
  }
}
