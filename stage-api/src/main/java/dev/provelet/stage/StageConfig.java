package dev.provelet.stage;

import dev.provelet.contract.settings.Secret;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator can set. */
@ConfigMapping(prefix = "provelet.stage")
public interface StageConfig {

  /** The port that HTTP and gRPC share. */
  @WithDefault("8090")
  int port();

  /** The prover functions. */
  List<Function> functions();

  /** The file server as functions reach it: where capabilities point to. */
  @WithDefault("http://127.0.0.1:8092")
  URI fileServer();

  /** The file server as clients reach it: where results are downloaded from. */
  @WithDefault("http://127.0.0.1:8092")
  URI publicFileServer();

  /**
   * The secrets that sign capabilities, {@code id:base64secret[,id:base64secret]}, each of at least
   * 32 bytes; the file server has the same. Required.
   */
  Optional<Secret> capabilityKeys();

  /** How long a capability is good for: longer than the longest task. */
  @WithDefault("6h")
  Duration capabilityValidity();

  /** The bucket that all objects lie in. */
  @WithDefault("provelet")
  String bucket();

  /** How long an answer of the object store counts for the readiness check. */
  @WithDefault("5s")
  Duration readinessCache();

  /** What clients may send. */
  Limits limits();

  /** How tasks are handed out. */
  Dispatch dispatch();

  /** Events as server-sent events. */
  Events events();

  /** A prover function. */
  interface Function {
    /** Where it answers, e.g. {@code http://127.0.0.1:8091}. */
    URI url();

    /** How many tasks it takes at a time. */
    @WithDefault("1")
    int slots();
  }

  /**
   * Larger ones are refused with 413 and the limit's name. The HTTP server's own limits follow from
   * these.
   */
  interface Limits {
    String DEFAULT_ELF = "64M";
    String DEFAULT_STDIN = "64M";
    String DEFAULT_PUBLIC_INPUT = "16M";
    String DEFAULT_JSON = "16M";

    /** A program's ELF. */
    @WithDefault(DEFAULT_ELF)
    MemorySize elf();

    /** The private input. */
    @WithDefault(DEFAULT_STDIN)
    MemorySize stdin();

    /** The public input. */
    @WithDefault(DEFAULT_PUBLIC_INPUT)
    MemorySize publicInput();

    /** A submission as JSON, Base64 included. */
    @WithDefault(DEFAULT_JSON)
    MemorySize json();

    /** What a program may write to its standard output. */
    @WithDefault("64M")
    MemorySize output();
  }

  /** How tasks are handed out. */
  interface Dispatch {
    /** Whether this process hands out tasks at all. */
    @WithDefault("true")
    boolean enabled();

    /** How often to look for tasks without having been woken. */
    @WithDefault("1s")
    Duration pollInterval();

    /** After how long without a sign of life a task is given to another. */
    @WithDefault("30s")
    Duration lease();

    /** The same for root, snark and wrap-evm, which take long and all of a machine's memory. */
    @WithDefault("2m")
    Duration largeLease();

    /** How long connecting to a function may take. */
    @WithDefault("5s")
    Duration connectTimeout();

    /**
     * After how long without a line of its answer a function is taken for dead: three heartbeats.
     */
    @WithDefault("15s")
    Duration silence();

    /** The same while it does root, snark or wrap-evm. */
    @WithDefault("1m")
    Duration largeSilence();

    /** The longest time for which a function that does not answer is left alone. */
    @WithDefault("30s")
    Duration longestBackOff();

    /** How long to go on trying to record an attempt's end while the database is away. */
    @WithDefault("10m")
    Duration databaseRetry();
  }

  /** Events as server-sent events. */
  interface Events {
    /** How often to look for events of another process. */
    @WithDefault("1s")
    Duration pollInterval();

    /** How often to send a comment while nothing happens. */
    @WithDefault("15s")
    Duration keepAlive();
  }
}
