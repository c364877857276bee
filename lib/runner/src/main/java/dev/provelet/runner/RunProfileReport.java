package dev.provelet.runner;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run spent its cycles; the part of a {@link RunReport} for which every instruction is
 * counted.
 *
 * @param millis of the run, counting included
 * @param mipsInstructions executed, those in delay slots included
 * @param cyclesPerInstruction outside kernel and floating-point routines
 * @param kernelCycles for system calls, boot and hashing
 * @param instructions MIPS instructions executed, by mnemonic
 * @param functions the program's busiest, by cycles
 * @param systemCalls that the kernel serves, by name: how often
 */
public record RunProfileReport(
    @JsonProperty("millis") long millis,
    @JsonProperty("mipsInstructions") long mipsInstructions,
    @JsonProperty("cyclesPerInstruction") double cyclesPerInstruction,
    @JsonProperty("kernelCycles") long kernelCycles,
    @JsonProperty("floatingPoint") FloatingPoint floatingPoint,
    @JsonProperty("instructions") Map<String, Long> instructions,
    @JsonProperty("functions") List<Function> functions,
    @JsonProperty("systemCalls") Map<String, Long> systemCalls,
    @JsonProperty("touchedMemory") RunReport.Memory touchedMemory) {

  /**
   * Floating-point arithmetic, comparisons and conversions.
   *
   * @param instructions executed
   * @param cycles which these took, their routines included
   * @param advice what to do about it; absent where there were none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FloatingPoint(
      @JsonProperty("instructions") long instructions,
      @JsonProperty("cycles") long cycles,
      @JsonProperty("advice") @Nullable String advice) {}

  /**
   * A function of the program.
   *
   * @param cycles in it, without what it calls
   */
  public record Function(@JsonProperty("name") String name, @JsonProperty("cycles") long cycles) {}
}
