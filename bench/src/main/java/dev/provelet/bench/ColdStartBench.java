package dev.provelet.bench;

import dev.provelet.local.Installation;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From the start of a prover function's process to its first answer, with and without an AOT cache.
 */
public final class ColdStartBench {
  private static final int RUNS = 7;

  private ColdStartBench() {}

  public static void main(String[] arguments) throws Exception {
    Path scratch = Files.createTempDirectory("provelet-cold");
    Path cache = scratch.resolve("function.aot");
    System.out.println("prover function, process start to first answer");
    once(scratch, List.of("-XX:AOTCacheOutput=" + cache));
    System.out.printf("  AOT cache: %,d bytes%n", Files.size(cache));
    double[] plain = new double[RUNS];
    double[] aot = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      // In turn, so that the machine's moods meet both.
      plain[i] = once(scratch, List.of());
      aot[i] = once(scratch, List.of("-XX:AOTCache=" + cache));
    }
    System.out.printf("  without  median %.2f s%n", median(plain));
    System.out.printf("  with     median %.2f s%n", median(aot));
    System.out.printf("  ratio    %.2f%n", median(aot) / median(plain));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double once(Path scratch, List<String> options) throws Exception {
    Installation installation = Installation.current();
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Dprovelet.function.engine-dir=" + installation.engineDir(),
            "-Dprovelet.function.key-cache=" + installation.keyCache(),
            "-Dprovelet.function.scratch=" + scratch.resolve("scratch"),
            "-jar",
            installation.serviceJar("prover-function").toString()));
    File log = scratch.resolve("function.log").toFile();
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/status")).build();
      while (!answers(http, request)) {
        if (!process.isAlive()) {
          throw new IllegalStateException("the function did not start; see " + log);
        }
        Thread.sleep(5);
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
