package dev.provelet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.provelet.contract.artifact.PublishedName;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A proof as the stage API shows it. */
public record ProofView(JsonNode json) {
  private static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "CANCELLED");
  // The others are one quick task each; the step's name says enough.
  private static final List<String> LAYERS = List.of("prove", "leaf", "internal", "recursive");
  private static final Set<String> ON_CHAIN =
      Set.of(
          PublishedName.SNARK_PROOF.path(),
          PublishedName.SNARK_RAW_PROOF.path(),
          PublishedName.SNARK_CALLDATA.path());
  // A server's answer names files of ours: no folders, no hidden files.
  private static final Pattern FILE_NAME = Pattern.compile("[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,63}");

  static ProofView of(JsonNode json) {
    return new ProofView(json);
  }

  public String id() {
    return json.path("id").asText();
  }

  public String state() {
    return json.path("state").asText();
  }

  public boolean finished() {
    return FINAL.contains(state());
  }

  public boolean succeeded() {
    return state().equals("SUCCEEDED");
  }

  /**
   * What the platform says of the bytes that it is about.
   *
   * @param which {@code stored} or {@code read}
   */
  JsonNode inputs(String which) {
    return json.path("inputs").path(which);
  }

  /** 0 to 100. */
  public int percent() {
    return Math.clamp(json.path("percent").asInt(), 0, 100);
  }

  /** What it is at, for one line: {@code aggregate prove 3/3 leaf 0/1}. */
  public String progressText() {
    StringBuilder text = new StringBuilder(json.path("step").asText("").toLowerCase(Locale.ROOT));
    for (String layer : LAYERS) {
      for (JsonNode step : json.path("steps")) {
        if (step.path("kind").asText().equals(layer)) {
          text.append("  ").append(layer).append(' ').append(step.path("done").asInt());
          text.append('/').append(step.path("tasks").asInt());
        }
      }
    }
    for (JsonNode step : json.path("steps")) {
      JsonNode working = step.path("working");
      if (working.isObject()) {
        text.append("  ").append(step.path("kind").asText()).append(": ");
        text.append(working.path("phase").asText()).append(' ');
        text.append(working.path("done").asInt()).append('/').append(working.path("total").asInt());
      }
      if (step.path("waitingFor").isTextual()) {
        text.append("  ").append(step.path("kind").asText()).append(" waits: ");
        text.append(step.path("waitingFor").asText());
      }
    }
    return text.toString();
  }

  public String failureText() {
    JsonNode failure = json.path("failure");
    String stderr = failure.path("stderr").asText("");
    return failure.path("message").asText(state().toLowerCase(Locale.ROOT))
        + (stderr.isBlank() ? "" : "\nthe program's stderr:\n" + stderr.stripTrailing());
  }

  /** The results by path; folders but this one have copies for clients of another protocol. */
  public Map<String, URI> results() {
    Map<String, URI> results = new LinkedHashMap<>();
    for (var result : json.path("results").properties()) {
      if (FILE_NAME.matcher(result.getKey()).matches() || ON_CHAIN.contains(result.getKey())) {
        results.put(result.getKey(), URI.create(result.getValue().asText()));
      }
    }
    return results;
  }

  /** Seconds per step, for one line. */
  public String timingsText() {
    return json.path("timings").properties().stream()
        .map(entry -> "%s %.1f s".formatted(entry.getKey(), entry.getValue().asLong() / 1000.0))
        .collect(Collectors.joining(", "));
  }

  public String describe() {
    String line = "%s  %-9s %3d %%  %s".formatted(id(), state(), percent(), progressText());
    return json.path("failure").isObject() ? line + "  " + failureText() : line;
  }
}
