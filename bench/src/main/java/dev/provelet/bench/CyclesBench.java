package dev.provelet.bench;

import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.RunLimits;
import dev.provelet.guest.ExecutionProfile;
import dev.provelet.guest.Statement;
import dev.provelet.local.Installation;
import dev.provelet.runner.LoadedGuest;
import dev.provelet.runner.RunSink;
import dev.provelet.runner.Runner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Cycles for each MIPS instruction, of five programs. */
public final class CyclesBench {
  private record Guest(String name, Path elf, String stdin) {}

  private CyclesBench() {}

  public static void main(String[] arguments) throws Exception {
    Compilers compilers = new Compilers(Files.createTempDirectory("provelet-bench"));
    String text = "pear\napple\nfig\n".repeat(300);
    List<Guest> guests =
        List.of(
            new Guest("sha256-go", compilers.source("examples/sha256-go/sha256-go.elf"), text),
            new Guest("concurrent.go", compilers.go("lib/guest/src/test/guests/concurrent.go"), ""),
            new Guest("hash-c", compilers.source("examples/hash-c/hash-c.elf"), text),
            new Guest("loop-c", compilers.source("examples/loop-c/loop-c.elf"), "50000"),
            new Guest("hello-glibc", compilers.glibc("examples/hello-glibc/main.c"), text));
    Installation installation = Installation.current();
    System.out.printf(
        "%-14s %12s %12s %12s %12s %8s%n",
        "program", "cycles", "MIPS", "cycles/MIPS", "no kernel", "kernel");
    try (Engine engine = EngineLibrary.open(installation.engineDir(), installation.keyCache())) {
      for (Guest guest : guests) {
        row(engine, guest);
      }
    }
  }

  private static void row(Engine engine, Guest guest) throws Exception {
    byte[] stdin = guest.stdin().getBytes(StandardCharsets.UTF_8);
    try (LoadedGuest loaded = new Runner(engine).load(Files.readAllBytes(guest.elf()))) {
      ExecutionProfile profile =
          loaded
              .profile(Statement.inputs(new byte[0], stdin), RunLimits.NONE, RunSink.NONE)
              .profile();
      System.out.printf(
          "%-14s %,12d %,12d %12.3f %12.3f %6.1f %%%n",
          guest.name(),
          profile.cycles(),
          profile.instructions(),
          (double) profile.cycles() / profile.instructions(),
          profile.cyclesPerInstruction(),
          100.0 * profile.overhead().kernelCycles() / profile.cycles());
    }
  }
}
