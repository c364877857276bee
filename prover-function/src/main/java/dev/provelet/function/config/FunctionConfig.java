package dev.provelet.function.config;

import dev.provelet.engine.DeviceChoice;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Everything that can be set of a function; the defaults work on one machine. */
@ConfigMapping(prefix = "provelet.function")
public interface FunctionConfig {

  /** Who this function is, for people: in answers, status and logs. */
  @WithDefault("function")
  String name();

  /** The HTTP port. */
  @WithDefault("8091")
  int port();

  /**
   * Where the engine's libraries are, one directory per device and processor level. Where it is not
   * said, the system property {@code provelet.engine.dir}, then the environment's
   * PROVELET_ENGINE_DIR, then {@code src-native-cuda/target} count.
   */
  Optional<Path> engineDir();

  /** Where the engine keeps its keys; functions on one machine may share it. */
  @WithDefault("${user.home}/.cache/provelet/keys")
  Path keyCache();

  /** Where attempts keep files; functions on one machine may share it. */
  @WithDefault("${java.io.tmpdir}/provelet-function")
  Path scratch();

  /** How many steps run at once: one per device. */
  @WithDefault("1")
  int permits();

  /**
   * What proves: {@code auto} takes a GPU where one can be used and else the processor, {@code cpu}
   * the processor, {@code gpu} a GPU or refuses to start.
   */
  @WithDefault("auto")
  DeviceChoice device();

  /** How many programs stay loaded. */
  @WithDefault("2")
  int programCache();

  /** An answer with nothing to say says this often that it is alive; at most 5 seconds. */
  @WithDefault("2S")
  Duration heartbeat();

  /** How long a shutdown waits for the steps under way before it cancels them. */
  @WithDefault("10S")
  Duration shutdownGrace();

  /**
   * The authorities ({@code host:port}) that inputs are pulled from and outputs pushed to,
   * redirects included. Not set: any.
   */
  Optional<Set<String>> allowedHosts();

  Http http();

  Limits limits();

  Snark snark();

  /** On-chain proofs. */
  interface Snark {
    /**
     * Where key sets are, a directory each; functions on one machine may share it. What the
     * platform has of a key set is pulled into it, up to 8 GB.
     */
    @WithDefault("${user.home}/.cache/provelet/snark")
    Path keys();

    /**
     * Whether root, snark and wrap-evm are taken: {@code auto} where the program for them is there,
     * {@code on} refuses to start without it, {@code off} takes none.
     */
    @WithDefault("auto")
    LargeChoice large();

    /** One of them begins only with so much memory free. */
    @WithDefault("16G")
    MemorySize freeMemory();
  }

  /** Transfers. */
  interface Http {
    @WithDefault("5S")
    Duration connectTimeout();

    /** A transfer in which no byte moves for so long is broken off and tried again. */
    @WithDefault("30S")
    Duration idleTimeout();

    /** How often one transfer is tried: with the default pauses, for about 16 seconds. */
    @WithDefault("8")
    int attempts();

    /** The pause after the first failed try; doubled after each further one, up to 5 seconds. */
    @WithDefault("0.2S")
    Duration backoff();
  }

  /** Larger ones are refused. */
  interface Limits {
    /** An ELF. */
    @WithDefault("64M")
    MemorySize program();

    /** Standard input and public input, each. */
    @WithDefault("256M")
    MemorySize input();

    /** A segment or a proof. */
    @WithDefault("1G")
    MemorySize object();

    /** The guest's public output. */
    @WithDefault("256M")
    MemorySize output();

    /** The guest's standard error; what is beyond is dropped. */
    @WithDefault("64K")
    MemorySize stderr();
  }
}
