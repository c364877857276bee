package dev.provelet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A proof as the stage API shows it. */
public record ProofView(JsonNode json) {
  private static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

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

  /** 0 to 100. */
  public int percent() {
    return Math.clamp(json.path("percent").asInt(), 0, 100);
  }

  /** What it is at, for one line. */
  public String progressText() {
    StringBuilder text =
        new StringBuilder(json.path("step").asText("").toLowerCase(java.util.Locale.ROOT));
    JsonNode segments = json.path("segments");
    if (segments.path("total").asInt() > 0) {
      text.append("  segments ")
          .append(segments.path("done").asInt())
          .append('/')
          .append(segments.path("total").asInt());
    }
    return text.toString();
  }

  public String failureText() {
    JsonNode failure = json.path("failure");
    String stderr = failure.path("stderr").asText("");
    return failure.path("message").asText(state().toLowerCase(java.util.Locale.ROOT))
        + (stderr.isBlank() ? "" : "\nthe program's stderr:\n" + stderr.stripTrailing());
  }

  /** The results by file name. */
  public Map<String, URI> results() {
    Map<String, URI> results = new LinkedHashMap<>();
    json.path("results")
        .properties()
        .forEach(entry -> results.put(entry.getKey(), URI.create(entry.getValue().asText())));
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
