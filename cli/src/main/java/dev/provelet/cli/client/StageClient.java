package dev.provelet.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.provelet.cli.CommandException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A client of a stage API's HTTP interface. */
public final class StageClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(10);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final URI base;

  /**
   * @param base for example {@code http://127.0.0.1:8090}
   */
  public StageClient(URI base) throws CommandException {
    String scheme = String.valueOf(base.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new CommandException(
          "--server must be a URL such as http://127.0.0.1:8090, not " + base);
    }
    this.base = URI.create(base.toString().replaceAll("/+$", "") + "/");
  }

  public ProofView submit(ProveRequest request) throws CommandException, InterruptedException {
    ObjectNode options = JSON.createObjectNode().put("target", request.target().wireName());
    if (request.segmentLogHeight() != 0) {
      options.put("segmentLogHeight", request.segmentLogHeight());
    }
    Multipart form = new Multipart();
    try {
      form.json("options", options.toString()).file("program", request.program());
      if (request.stdin().isPresent()) {
        form.file("stdin", request.stdin().get());
      }
      if (request.publicInput().isPresent()) {
        form.file("public", request.publicInput().get());
      }
    } catch (IOException e) {
      throw new CommandException("cannot read " + e.getMessage(), e);
    }
    return ProofView.of(
        json(
            HttpRequest.newBuilder(base.resolve("v1/proofs"))
                .timeout(TRANSFER_TIMEOUT)
                .header("Content-Type", form.contentType())
                .POST(form.body())
                .build()));
  }

  /** Has a finished proof proved for a blockchain's contract, too: another proof. */
  public ProofView takeOn(String finished) throws CommandException, InterruptedException {
    ObjectNode options =
        JSON.createObjectNode()
            .put("from", segment(finished))
            .put("target", ProveTarget.SNARK.wireName());
    Multipart form = new Multipart().json("options", options.toString());
    return ProofView.of(
        json(
            HttpRequest.newBuilder(base.resolve("v1/proofs"))
                .timeout(TIMEOUT)
                .header("Content-Type", form.contentType())
                .POST(form.body())
                .build()));
  }

  public ProofView get(String id) throws CommandException, InterruptedException {
    return ProofView.of(json(request("v1/proofs/" + segment(id))));
  }

  /** Cancels a proof. */
  public void cancel(String id) throws CommandException, InterruptedException {
    var _ =
        json(
            HttpRequest.newBuilder(base.resolve("v1/proofs/" + segment(id)))
                .timeout(TIMEOUT)
                .DELETE()
                .build());
  }

  /** The newest proofs, newest first. */
  public List<ProofView> list(int limit) throws CommandException, InterruptedException {
    JsonNode answer = json(request("v1/proofs?limit=" + limit));
    return StreamSupport.stream(answer.path("proofs").spliterator(), false)
        .map(ProofView::of)
        .toList();
  }

  /** Downloads to a file that appears whole or not at all. */
  public void download(URI url, Path file) throws CommandException, InterruptedException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      HttpResponse<Path> response =
          http.send(
              HttpRequest.newBuilder(url).timeout(TRANSFER_TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofFile(partial));
      if (response.statusCode() != 200) {
        Files.deleteIfExists(partial);
        throw new CommandException("cannot download " + url + ": status " + response.statusCode());
      }
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandException(
          "cannot download " + url + " to " + file + ": " + e.getMessage(), e);
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).build();
  }

  private JsonNode json(HttpRequest request) throws CommandException, InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new CommandException(problem(response));
      }
      return JSON.readTree(response.body());
    } catch (ConnectException e) {
      throw new CommandException("no server answers at " + base, e);
    } catch (IOException e) {
      throw new CommandException("the connection to " + base + " failed: " + e.getMessage(), e);
    }
  }

  /** The message of an RFC 9457 problem, or the status if the answer is none. */
  private static String problem(HttpResponse<String> response) {
    try {
      JsonNode problem = JSON.readTree(response.body());
      String title = problem.path("title").asText("");
      String detail = problem.path("detail").asText("");
      if (!title.isEmpty() || !detail.isEmpty()) {
        return detail.isEmpty() ? title : detail;
      }
    } catch (JsonProcessingException _) {
      // Not from the stage API, but perhaps from a proxy.
    }
    return "the server answered with status " + response.statusCode();
  }

  private static String segment(String id) throws CommandException {
    if (!id.matches("[0-9a-fA-F-]{1,64}")) {
      throw new CommandException(
          "'"
              + id
              + "' is not a proof id: that is a UUID such as 3b241101-e2bb-4255-8caf-4136c566a962");
    }
    return id;
  }
}
