package dev.provelet.function.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A file server and a store in one: {@code /c/…} redirects to {@code /store/…}, which keeps objects
 * and puts each once. The next answers for an object can be made to go wrong.
 */
public final class FakeStore implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** How one answer goes wrong. */
  public sealed interface Fault {
    /** This status instead of an answer. */
    record Status(int status) implements Fault {}

    /** The connection breaks after so many bytes of the body. */
    record BreakAfter(int bytes) implements Fault {}

    /** The whole object is sent whatever range was asked for. */
    record IgnoreRange() implements Fault {}

    /** The object is stored, and the answer lost. */
    record LoseAnswer() implements Fault {}

    /** One byte is another. */
    record FlipByte(int at) implements Fault {}
  }

  public FakeStore() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/c/", this::redirect);
    server.createContext("/store/", this::store);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** {@code host:port}. */
  public String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The capability URL of a key. */
  public URI url(String key) {
    return URI.create("http://" + authority() + "/c/" + key);
  }

  /** Stores an object and says how to pull it. */
  public Artifact artifact(String name, byte[] content) {
    objects.put(name, content);
    return new Artifact(name, url(name), Digest.of(content), content.length);
  }

  public byte[] object(String key) {
    byte[] content = objects.get(key);
    if (content == null) {
      throw new AssertionError("no object " + key + " among " + objects.keySet());
    }
    return content;
  }

  public void replace(String key, byte[] content) {
    objects.put(key, content);
  }

  public void remove(String key) {
    objects.remove(key);
  }

  /** Makes the next answers of the store for this object go wrong, one after the other. */
  public void fail(String key, Fault... next) {
    faults.computeIfAbsent(key, _ -> new ArrayDeque<>()).addAll(List.of(next));
  }

  /** {@code GET key bytes=5-} of every request that reached the store. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void redirect(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestURI().getPath().substring("/c/".length());
    exchange.getRequestBody().readAllBytes();
    exchange
        .getResponseHeaders()
        .set("Location", "http://" + authority() + "/store/" + key + "?signed=yes");
    exchange.sendResponseHeaders(307, -1);
  }

  private void store(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestURI().getPath().substring("/store/".length());
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(exchange.getRequestMethod() + " " + key + (range == null ? "" : " " + range));
    byte[] body = exchange.getRequestBody().readAllBytes();
    Fault fault = faults.getOrDefault(key, new ArrayDeque<>()).pollFirst();
    if (fault instanceof Fault.Status(int status)) {
      exchange.sendResponseHeaders(status, -1);
    } else if (exchange.getRequestMethod().equals("PUT")) {
      put(exchange, key, body, fault instanceof Fault.LoseAnswer);
    } else {
      get(exchange, key, range, fault);
    }
  }

  private void get(HttpExchange exchange, String key, @Nullable String range, @Nullable Fault fault)
      throws IOException {
    byte[] stored = objects.get(key);
    if (stored == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    int from = 0;
    if (range != null && !(fault instanceof Fault.IgnoreRange)) {
      from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (stored.length - 1) + "/" + stored.length);
    }
    byte[] content = Arrays.copyOfRange(stored, from, stored.length);
    if (fault instanceof Fault.FlipByte(int at)) {
      content[at] ^= 1;
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length == 0 ? -1 : content.length);
    if (fault instanceof Fault.BreakAfter(int bytes)) {
      exchange.getResponseBody().write(content, 0, Math.min(bytes, content.length));
      exchange.getResponseBody().flush();
      exchange.close();
    } else {
      exchange.getResponseBody().write(content);
      exchange.getResponseBody().close();
    }
  }

  private void put(HttpExchange exchange, String key, byte[] content, boolean loseAnswer)
      throws IOException {
    String digest = Base64.getEncoder().encodeToString(Digest.of(content).bytes());
    boolean wellFormed =
        "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))
            && "application/octet-stream"
                .equals(exchange.getRequestHeaders().getFirst("Content-Type"))
            && ("sha-256=:" + digest + ":")
                .equals(exchange.getRequestHeaders().getFirst("Content-Digest"))
            && digest.equals(exchange.getRequestHeaders().getFirst("x-amz-checksum-sha256"));
    if (!wellFormed) {
      exchange.sendResponseHeaders(400, -1);
      return;
    }
    boolean first = objects.putIfAbsent(key, content) == null;
    if (loseAnswer) {
      exchange.close();
    } else {
      exchange.sendResponseHeaders(first ? 200 : 412, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
