package dev.provelet.stage.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.AggregationShape;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.StoreUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A prover function that speaks real HTTP and moves real objects, but proves nothing: {@link
 * FakeSteps} says what it makes instead. Attempts for which there is a script go as the script
 * says.
 */
public final class FakeFunction implements AutoCloseable {
  /** How many proofs its engine aggregates. */
  public static final AggregationShape SHAPE = new AggregationShape(4, 3, 3);

  private final String name;
  private final ObjectStore store;
  private final List<Invocation> invocations = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedDeque<Script> scripts = new ConcurrentLinkedDeque<>();
  private final AtomicInteger probes = new AtomicInteger();
  private volatile FunctionStatus.State state = FunctionStatus.State.IDLE;
  private volatile boolean large;
  private HttpServer server;
  private final int port;

  public FakeFunction(String name, ObjectStore store) {
    this.name = name;
    this.store = store;
    this.server = start(0);
    this.port = server.getAddress().getPort();
  }

  /** What to do with attempts at a task instead of doing them. */
  public record Script(String task, Behaviour behaviour) {}

  /** Answers an invocation. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(Invocation invocation, Answer answer) throws IOException;
  }

  /** Something done to the store. */
  @FunctionalInterface
  public interface Alteration {
    void run() throws IOException;
  }

  /** The next attempt at this task goes so. */
  public FakeFunction next(String task, Behaviour behaviour) {
    scripts.add(new Script(task, behaviour));
    return this;
  }

  /** The next attempts at this task go so. */
  public FakeFunction next(String task, int times, Behaviour behaviour) {
    for (int i = 0; i < times; i++) {
      var _ = next(task, behaviour);
    }
    return this;
  }

  /** From now on all attempts are done as they should be. */
  public void forget() {
    scripts.clear();
  }

  /** What it says of itself from now on. */
  public void says(FunctionStatus.State now) {
    state = now;
  }

  /** Whether it says from now on that it takes root, snark and wrap-evm. */
  public void large(boolean now) {
    large = now;
  }

  /** How often it was asked how it is. */
  public int probes() {
    return probes.get();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The tasks of all attempts so far, by name, in order. */
  public List<String> attempted() {
    return invocations.stream().map(FakeFunction::task).toList();
  }

  /** All attempts so far. */
  public List<Invocation> invocations() {
    return List.copyOf(invocations);
  }

  /** As kill -9 does: all connections break. */
  public void kill() {
    server.stop(0);
  }

  public void revive() {
    server = start(port);
  }

  @Override
  public void close() {
    kill();
  }

  /** The id of the program that this one makes of an ELF. */
  public static Digest programId(Digest elfId) {
    return Digest.of(("program of " + elfId).getBytes(StandardCharsets.UTF_8));
  }

  static String task(Invocation invocation) {
    return invocation.taskId().substring(invocation.taskId().indexOf('/') + 1);
  }

  private HttpServer start(int atPort) {
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), 0);
      started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      var _ = started.createContext("/v1/invoke", this::invoke);
      var _ = started.createContext("/v1/status", this::status);
      started.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void status(HttpExchange exchange) throws IOException {
    var _ = probes.incrementAndGet();
    String json =
        FunctionJson.write(
            new FunctionStatus(
                state, null, null, name, "cpu", null, null, 1, 1, 1, null, "fake-1", "v3", large));
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void invoke(HttpExchange exchange) throws IOException {
    String json = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Invocation invocation = FunctionJson.read(json, Invocation.class);
    invocations.add(invocation);
    Script script =
        scripts.stream()
            .filter(s -> s.task().equals(task(invocation)))
            .findFirst()
            .orElse(new Script("", FakeFunction::honestly));
    var _ = scripts.remove(script);
    try {
      script.behaviour().answer(invocation, new Answer(exchange, invocation));
    } catch (StoreUnavailableException e) {
      new Answer(exchange, invocation).storeAway();
    }
    exchange.close();
  }

  /** Does the attempt as a function would. */
  public static void honestly(Invocation invocation, Answer answer) throws IOException {
    answer.accept();
    answer.finish();
  }

  /** An answer being given. */
  public final class Answer {
    private final HttpExchange exchange;
    private final Invocation invocation;
    private @Nullable OutputStream lines;
    private Alteration before = () -> {};
    private boolean read;
    private boolean loaded;

    Answer(HttpExchange exchange, Invocation invocation) {
      this.exchange = exchange;
      this.invocation = invocation;
    }

    public void accept() throws IOException {
      send(new FunctionEvent.Accepted(invocation.taskId(), invocation.fence(), name, "fake-1"));
    }

    /** Refuses with a status and headers. */
    public void refuse(int status, Map<String, String> headers) throws IOException {
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(status, -1);
    }

    public void send(FunctionEvent event) throws IOException {
      if (event instanceof FunctionEvent.SegmentReady || event instanceof FunctionEvent.Done) {
        read();
        load();
      }
      if (event instanceof FunctionEvent.Done) {
        before.run();
      }
      raw(FunctionJson.write(event) + "\n");
    }

    /** Says what it read: what is in the store now. */
    public void read() throws IOException {
      if (!read) {
        List<Input> inputs = new ArrayList<>();
        for (Artifact artifact : invocation.step().artifacts()) {
          inputs.add(Input.of(artifact.name(), content(artifact)));
        }
        says(inputs);
      }
    }

    /** Says which program it runs, once, if it runs one. */
    private void load() throws IOException {
      if (loaded) {
        return;
      }
      loaded = true;
      switch (invocation.step()) {
        case Step.Execute execute -> load(execute.program());
        case Step.Split split -> load(split.program());
        case Step.Prove _,
            Step.Aggregate _,
            Step.Verify _,
            Step.Root _,
            Step.Snark _,
            Step.WrapEvm _,
            Step.VerifySnark _ -> {}
      }
    }

    private void load(Artifact program) throws IOException {
      send(new FunctionEvent.Loaded(programId(program.sha256()), SHAPE));
    }

    /** Says that it read other bytes as this input, and all others as they are. */
    public void readAs(String input, byte[] other) throws IOException {
      List<Input> inputs = new ArrayList<>();
      for (Artifact artifact : invocation.step().artifacts()) {
        boolean altered = artifact.name().equals(input);
        inputs.add(Input.of(artifact.name(), altered ? other : content(artifact)));
      }
      says(inputs);
    }

    /** Says that it read so much. */
    public void says(List<Input> inputs) throws IOException {
      read = true;
      send(new FunctionEvent.InputsRead(inputs));
    }

    private byte[] content(Artifact artifact) throws IOException {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      var _ = store.copyTo(key(artifact.url()), content);
      return content.toByteArray();
    }

    /** Says that it is done, and never what it read. */
    public void doneUnread() throws IOException {
      read = true;
      finish();
    }

    /** Writes what may be no event at all. */
    public void raw(String text) throws IOException {
      OutputStream to = lines;
      if (to == null) {
        exchange.sendResponseHeaders(200, 0);
        to = exchange.getResponseBody();
        lines = to;
      }
      to.write(text.getBytes(StandardCharsets.UTF_8));
      to.flush();
    }

    public void failedGuest(String message, String stderr) throws IOException {
      send(new FunctionEvent.Failed(Kind.GUEST, message, null, stderr));
    }

    public void failed(Kind kind, String message, @Nullable String artifact) throws IOException {
      send(new FunctionEvent.Failed(kind, message, artifact));
    }

    /** Shows signs of life until the connection is broken. */
    public void hang() throws IOException {
      new FakeSteps(this, invocation).hang();
    }

    /** Does the step's work, has something happen, and says how the work ended. */
    public void finishAfter(Alteration happening) throws IOException {
      before = happening;
      finish();
    }

    /** Does the step's work and says how it ended. */
    public void finish() throws IOException {
      try {
        new FakeSteps(this, invocation).run();
      } catch (FakeSteps.DamagedException e) {
        failed(Kind.INPUT, "not what it should be", e.artifact());
      }
    }

    /** Says that it is done, having pushed this. */
    public void done(String object, String content) throws IOException {
      Output output = push(object, content.getBytes(StandardCharsets.UTF_8));
      send(new FunctionEvent.Done(List.of(output), Map.of(), null));
    }

    /** As many segments as there are up to {@code count}, pushed and reported. */
    public void segments(int count) throws IOException {
      try {
        new FakeSteps(this, invocation).segments(count);
      } catch (FakeSteps.DamagedException e) {
        throw new IOException(e);
      }
    }

    /** To be thrown to break the connection in the middle. */
    public RuntimeException death() {
      return new IllegalStateException("as scripted");
    }

    /** Says that it is done, having pushed nothing. */
    public void doneWithNothing() throws IOException {
      send(new FunctionEvent.Done(List.of(), Map.of(), null));
    }

    /** Agrees with a proof that is altered right after it was looked at. */
    public void agreeThen(Alteration alteration) throws IOException {
      before = alteration;
      send(new FunctionEvent.Done(List.of(), Map.of(), null));
    }

    /** Reports segments, and another number of them at the end. */
    public void doneAfter(int reported, int said) throws IOException {
      segments(reported);
      Output output = push("output.bin", new byte[1]);
      send(
          new FunctionEvent.Done(
              List.of(output, pushRun()), Map.of(), new FunctionEvent.RunSummary(1, said, "")));
    }

    Output pushRun() throws IOException {
      return push("run.json", "{\"end\":\"ended\"}".getBytes(StandardCharsets.UTF_8));
    }

    private void storeAway() throws IOException {
      lines = exchange.getResponseBody();
      failed(Kind.INFRASTRUCTURE, "the store is away", null);
    }

    byte[] pull(Artifact artifact) throws IOException, FakeSteps.DamagedException {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      boolean found = store.copyTo(key(artifact.url()), content);
      byte[] bytes = content.toByteArray();
      if (!found
          || bytes.length != artifact.size()
          || !Digest.of(bytes).equals(artifact.sha256())) {
        throw new FakeSteps.DamagedException(artifact.name());
      }
      return bytes;
    }

    Output push(String object, byte[] content) {
      ArtifactKey key = prefix(invocation.outputs()).resolve(object);
      Digest sha256 = Digest.of(content);
      var _ = store.putOnce(key, content, sha256);
      return new Output(object, sha256, content.length);
    }
  }

  /** The key that a capability is for. */
  static ArtifactKey key(URI capability) {
    return new ArtifactKey(path(capability));
  }

  private static ArtifactKey.Prefix prefix(URI capability) {
    return new ArtifactKey.Prefix(path(capability));
  }

  private static String path(URI capability) {
    return capability.getPath().split("/", 4)[3];
  }
}
