package dev.provelet.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A line that {@code provelet-snark} writes to its standard output. */
sealed interface SnarkLine {
  JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  int MAX_PHASE = 100;

  /** See {@link SnarkWatch#phase}. */
  record Phase(String phase, int done, int total) implements SnarkLine {}

  /** The last line of a success. */
  record Result(JsonNode result) implements SnarkLine {}

  /**
   * The last line of a failure.
   *
   * @param status a {@code pv_status}
   */
  record Failure(int status, String message) implements SnarkLine {}

  /**
   * @throws IllegalArgumentException if it is none
   */
  static SnarkLine of(String text) {
    JsonNode json;
    try {
      json = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
    if (json.path("result").isObject()) {
      return new Result(json.path("result"));
    }
    if (json.path("error").path("status").isInt()) {
      return new Failure(
          json.path("error").path("status").asInt(),
          json.path("error").path("message").asText("no reason given"));
    }
    String phase = json.path("phase").asText("");
    int done = json.path("done").asInt(-1);
    int total = json.path("total").asInt(-1);
    if (phase.isBlank() || phase.length() > MAX_PHASE || done < 0 || done > total) {
      throw new IllegalArgumentException("neither a phase nor a result nor an error");
    }
    return new Phase(phase, done, total);
  }
}
