package dev.provelet.cli.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.provelet.contract.artifact.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A stage API and a file server that take a submission and say at once that it succeeded. What they
 * say of its inputs is true unless a test has it otherwise.
 */
final class FakePlatform implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "3b241101-e2bb-4255-8caf-4136c566a962";

  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> sent = new TreeMap<>();
  private final Map<String, byte[]> stored = new TreeMap<>();
  private final Map<String, byte[]> read = new TreeMap<>();
  private volatile boolean silent;

  FakePlatform() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on it stores another content of this input. */
  void stores(String input, byte[] other) {
    stored.put(input, other);
    read.put(input, other);
  }

  /** From now on its function reads another content of this input. */
  void reads(String input, byte[] other) {
    read.put(input, other);
  }

  /** From now on it says nothing of inputs. */
  void saysNothing() {
    silent = true;
  }

  /** A part as it came. */
  synchronized byte[] sent(String part) {
    return sent.getOrDefault(part, new byte[0]);
  }

  /** The options of the submission, as they came. */
  String options() {
    return new String(sent("options"), StandardCharsets.UTF_8);
  }

  /** {@code GET /path} of each. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestMethod().equals("POST")) {
      take(
          exchange.getRequestHeaders().getFirst("Content-Type").replaceAll(".*boundary=", ""),
          body);
    }
    byte[] answer =
        path.startsWith("/v1/")
            ? status(!exchange.getRequestMethod().equals("POST"))
                .toString()
                .getBytes(StandardCharsets.UTF_8)
            : path.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private ObjectNode status(boolean over) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", ID).put("state", over ? "SUCCEEDED" : "QUEUED").put("percent", over ? 100 : 0);
    if (!silent) {
      contents(json.withObject("inputs").putObject("stored"), stored);
    }
    if (over) {
      ObjectNode results = json.putObject("results").put("proof.bin", url() + "/proof.bin");
      if (options().contains("\"snark\"")) {
        for (String name : List.of("proof_with_public_inputs.json", "proof.bin", "calldata.bin")) {
          results.put("snark/" + name, url() + "/snark/" + name);
        }
        results.put("../outside.bin", url() + "/outside.bin");
      }
      if (!silent) {
        contents(json.withObject("inputs").putObject("read"), read);
      }
    }
    return json;
  }

  private void contents(ObjectNode json, Map<String, byte[]> altered) {
    for (String input : List.of("program", "stdin", "public")) {
      byte[] content = altered.getOrDefault(input, sent(input));
      json.putObject(input).put("sha256", Digest.of(content).hex()).put("size", content.length);
    }
  }

  /** A character of this charset is a byte. */
  private void take(String boundary, byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    for (String part : text.split("(?:\r\n)?--" + boundary, -1)) {
      int head = part.indexOf("\r\n\r\n");
      if (head > 0) {
        String name = part.substring(0, head).replaceAll("(?s).*[; ]name=\"([a-z]+)\".*", "$1");
        sent.put(name, part.substring(head + 4).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
