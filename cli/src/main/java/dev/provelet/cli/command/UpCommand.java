package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.contract.snark.Setup;
import dev.provelet.local.DataDirectory;
import dev.provelet.local.Installation;
import dev.provelet.local.KeySetChoice;
import dev.provelet.local.LocalKeySet;
import dev.provelet.local.LocalPlatformException;
import dev.provelet.local.LogTail;
import dev.provelet.local.PlatformOptions;
import dev.provelet.local.RunState;
import dev.provelet.local.Supervisor;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provelet up}: the whole platform on this machine. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts a platform on this machine and runs it until it is stopped.")
public final class UpCommand implements Callable<Integer> {
  private static final int READY_WITHIN_SECONDS = 180;

  @Mixin private DataOption data;

  @Option(
      names = "--detach",
      description = "Returns when the platform is ready and leaves it running.")
  private boolean detach;

  @Option(
      names = "--functions",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of prover functions, 1 to 16. Default: ${DEFAULT-VALUE}.")
  private int functions;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + PlatformOptions.DEFAULT_PORT,
      description =
          "Port of the stage API; the other services get the ports after it. 0: any free ports."
              + " Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--snark-keys",
      paramLabel = "ID",
      description =
          "The key set for on-chain proofs. Default: the only one of a ceremony that"
              + " ./provelet snark setup made for this engine; without one, no on-chain proofs are"
              + " made.")
  private @Nullable String snarkKeys;

  @Option(
      names = "--insecure-dev-snark",
      description =
          "Makes on-chain proofs with a key set of setup insecure-dev. For development: everybody can"
              + " forge such proofs.")
  private boolean insecureDevSnark;

  @Override
  public Integer call() throws LocalPlatformException, CommandException, InterruptedException {
    PlatformOptions options = withKeySet(PlatformOptions.of(port, functions));
    Optional<RunState> running = RunState.running(data.data());
    if (running.isPresent()) {
      System.out.println("already running");
      print(running.get().stage(), running.get().files(), data.data());
      return 0;
    }
    if (options.keySet().isPresent()) {
      LocalKeySet keySet = options.keySet().get();
      System.out.println(
          "on chain     key set " + keySet.id() + ", setup " + keySet.manifest().setup());
    }
    if (detach) {
      detach(data.data(), options);
      return 0;
    }
    try (Supervisor supervisor = Supervisor.start(Installation.current(), data.data(), options)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor), "stop"));
      print(supervisor.stage(), supervisor.files(), data.data());
      supervisor.superviseUntilStopped();
    }
    return 0;
  }

  private PlatformOptions withKeySet(PlatformOptions options)
      throws CommandException, LocalPlatformException {
    Installation installation = Installation.current();
    Path keys = installation.snarkKeys();
    if (snarkKeys == null && !Files.isDirectory(keys)) {
      requireNoInsecureDev();
      return options;
    }
    KeySetChoice choice = new KeySetChoice(keys, LocalEngine.version(installation));
    if (snarkKeys != null) {
      return options.with(choice.named(snarkKeys, insecureDevSnark));
    }
    Optional<LocalKeySet> found =
        choice.found(insecureDevSnark ? Setup.INSECURE_DEV : Setup.CEREMONY);
    if (found.isEmpty()) {
      requireNoInsecureDev();
      return options;
    }
    return options.with(found.get());
  }

  private void requireNoInsecureDev() throws CommandException {
    if (insecureDevSnark) {
      throw new CommandException(
          "--insecure-dev-snark: there is no key set of setup insecure-dev for this engine;"
              + " ./provelet snark setup --insecure-dev makes one");
    }
  }

  private static void stop(Supervisor supervisor) {
    try {
      supervisor.close();
    } catch (LocalPlatformException e) {
      System.err.println("provelet: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(URI stage, URI files, DataDirectory data) {
    System.out.println("console      " + stage + "/");
    System.out.println("API          " + stage + "/v1/proofs");
    System.out.println("file server  " + files + "/");
    System.out.println("logs         " + data.logs());
  }

  /** Starts this command in a process of its own and waits until its platform is ready. */
  static RunState detach(DataDirectory data, PlatformOptions options)
      throws CommandException, LocalPlatformException, InterruptedException {
    Installation installation = Installation.current();
    try {
      Files.createDirectories(data.logs());
      File log = data.logs().resolve("supervisor.log").toFile();
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElse("java"));
      command.add("-Dprovelet.home=" + installation.home());
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), "dev.provelet.cli.Provelet", "up"));
      command.addAll(List.of("--data", data.root().toString()));
      command.addAll(List.of("--port", Integer.toString(options.port())));
      command.addAll(List.of("--functions", Integer.toString(options.functions())));
      options
          .keySet()
          .ifPresent(
              keySet -> {
                command.addAll(List.of("--snark-keys", keySet.id().hex()));
                if (keySet.insecure()) {
                  command.add("--insecure-dev-snark");
                }
              });
      Process supervisor =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      return awaitState(data, supervisor, log);
    } catch (IOException e) {
      throw new CommandException("cannot start the supervisor: " + e.getMessage(), e);
    }
  }

  private static RunState awaitState(DataDirectory data, Process supervisor, File log)
      throws CommandException, InterruptedException {
    for (int tenths = 0; tenths < READY_WITHIN_SECONDS * 10; tenths++) {
      Optional<RunState> state =
          RunState.running(data).filter(found -> found.supervisor().pid() == supervisor.pid());
      if (state.isPresent()) {
        print(state.get().stage(), state.get().files(), data);
        return state.get();
      }
      if (supervisor.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new CommandException(
            "the platform did not start; its log is " + log + LogTail.of(log.toPath()));
      }
    }
    supervisor.destroy();
    throw new CommandException(
        "the platform was not ready after " + READY_WITHIN_SECONDS + " s; see " + data.logs());
  }
}
