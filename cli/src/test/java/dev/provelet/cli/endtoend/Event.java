package dev.provelet.cli.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A line of a proof's history, as the stage API's server-sent events tell it. */
record Event(long sequence, String type, JsonNode data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The history of a proof that has ended; the stream ends by itself. */
  static List<Event> history(URI stage, String proof) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(stage.resolve("/v1/proofs/" + proof + "/events"))
            .header("Accept", "text/event-stream")
            .timeout(Duration.ofSeconds(30))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      List<Event> events = new ArrayList<>();
      for (String block : body.split("\n\n")) {
        String data = field(block, "data");
        if (!data.isEmpty()) {
          events.add(
              new Event(
                  Long.parseLong(field(block, "id")), field(block, "event"), JSON.readTree(data)));
        }
      }
      return events;
    }
  }

  boolean is(String wanted) {
    return type.equals(wanted);
  }

  String name() {
    return data.path("name").asText();
  }

  private static String field(String block, String name) {
    return block
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
