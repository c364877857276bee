package dev.provelet.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.ProvingCost;
import dev.provelet.guest.ExecutionProfile;
import dev.provelet.guest.GuestExit;
import java.util.TreeMap;

/** A run's report for programs: one line of JSON. */
final class RunJson {
  private RunJson() {}

  static String of(RunDetails run) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    putEnd(run, node);
    putCycles(run, node);
    putMemory(run, node);
    putCalls(run, node);
    putProving(run, node);
    return node.toString();
  }

  private static void putEnd(RunDetails run, ObjectNode node) {
    ExecutionReport report = run.run().report();
    node.put("program", run.program().elfId().hex());
    ArrayNode changes = node.putArray("changes");
    run.program().changes().forEach(changes::add);
    node.put("success", run.exit().success());
    node.put("end", run.exit().describe());
    switch (run.exit()) {
      case GuestExit.Exited(int status, int from) -> {
        node.put("exit", status);
        node.put("output_descriptor", from);
      }
      case GuestExit.Trapped(long address, String symbol, String instruction, String reason) -> {
        ObjectNode trap = node.putObject("trap");
        trap.put("address", "0x%08x".formatted(address));
        trap.put("symbol", symbol);
        trap.put("instruction", instruction);
        trap.put("reason", reason);
      }
      case GuestExit.Deadlocked _,
          GuestExit.LimitReached _,
          GuestExit.OutputLimitReached _,
          GuestExit.OutOfMemory _ -> {}
    }
    node.put("millis", run.millis());
    node.put("output_bytes", report.outputBytes());
    node.put("stderr_bytes", report.stderrBytes());
    node.put("stderr", run.stderr());
    node.put("public_values", report.publicValues());
  }

  private static void putCycles(RunDetails run, ObjectNode node) {
    ExecutionProfile profile = run.profile();
    ExecutionProfile.Overhead overhead = profile.overhead();
    node.put("cycles", run.run().report().instructions());
    node.put("mips_instructions", profile.instructions());
    node.put("cycles_per_instruction", profile.cyclesPerInstruction());
    node.put("kernel_cycles", overhead.kernelCycles());
    ObjectNode floats = node.putObject("floating_point");
    floats.put("instructions", overhead.floatInstructions());
    floats.put("cycles", overhead.floatCycles());
    if (!profile.advice().isEmpty()) {
      floats.put("advice", profile.advice());
    }
    ObjectNode forms = node.putObject("forms");
    new TreeMap<>(profile.forms()).forEach(forms::put);
    ArrayNode functions = node.putArray("functions");
    for (ExecutionProfile.Function function : run.busiest()) {
      functions.addObject().put("name", function.name()).put("cycles", function.cycles());
    }
  }

  private static void putMemory(RunDetails run, ObjectNode node) {
    node.put("memory_pages", run.run().report().memoryPages());
    node.put("memory_top", run.run().report().memoryTop());
    node.put("touched_pages", run.run().touchedPages());
    node.put("touched_top", run.run().touchedTop());
  }

  private static void putCalls(RunDetails run, ObjectNode node) {
    ObjectNode calls = node.putObject("system_calls");
    run.profile().calls().forEach(call -> calls.put(call.name(), call.count()));
    ObjectNode unknown = node.putObject("unknown_system_calls");
    run.unknownCalls().forEach(unknown::put);
  }

  private static void putProving(RunDetails run, ObjectNode node) {
    run.split().ifPresent(split -> node.put("segments", split.segments()));
    run.cost()
        .ifPresent(cost -> {
          ObjectNode estimate = node.putObject("estimated_proving");
          estimate.put("cpu_seconds", cost.cpuSeconds());
          estimate.putNull("gpu_seconds");
          estimate.put("basis", ProvingCost.BASIS);
        });
  }
}
