package dev.provelet.runner;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.provelet.contract.function.FunctionJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say about a run: the one form of {@code provelet run --json}, of a function's
 * {@code run.json} and of {@code run} in {@code report.json}. {@link RunReports} makes it.
 *
 * @param elfId SHA-256 of the ELF, in hex
 * @param programId the engine's commitment to the translated program, in hex
 * @param changes what of the program is not as its ELF has it, a sentence each
 * @param outputBytes to descriptors 1 and 13
 * @param stderrBytes to all others
 * @param stderr text of what was written there, possibly cut
 * @param publicValues the 64 bytes that a proof reveals, in hex
 * @param unknownSystemCalls that the kernel does not serve, by name or number: how often
 * @param profile absent where instructions were not counted
 * @param proving absent where the run was not split
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunReport(
    @JsonProperty("elfId") String elfId,
    @JsonProperty("programId") String programId,
    @JsonProperty("engineVersion") String engineVersion,
    @JsonProperty("changes") List<String> changes,
    @JsonProperty("end") End end,
    @JsonProperty("cycles") long cycles,
    @JsonProperty("outputBytes") long outputBytes,
    @JsonProperty("stderrBytes") long stderrBytes,
    @JsonProperty("stderr") String stderr,
    @JsonProperty("publicValues") String publicValues,
    @JsonProperty("memory") Memory memory,
    @JsonProperty("unknownSystemCalls") Map<String, Long> unknownSystemCalls,
    @JsonProperty("profile") @Nullable RunProfileReport profile,
    @JsonProperty("proving") @Nullable Proving proving) {

  /**
   * How the run ended.
   *
   * @param success whether it can be proved
   * @param description one sentence
   * @param exitStatus absent where the program did not end itself
   * @param outputDescriptor the descriptor whose bytes are the output; absent as above
   * @param trap absent where there was none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record End(
      @JsonProperty("success") boolean success,
      @JsonProperty("description") String description,
      @JsonProperty("exitStatus") @Nullable Integer exitStatus,
      @JsonProperty("outputDescriptor") @Nullable Integer outputDescriptor,
      @JsonProperty("trap") @Nullable Trap trap) {}

  /**
   * The MIPS instruction at which the program was stopped.
   *
   * @param address in hex
   * @param symbol the function and the distance from its start; absent if the ELF does not say
   * @param instruction as an assembler writes it; absent if there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Trap(
      @JsonProperty("address") String address,
      @JsonProperty("symbol") @Nullable String symbol,
      @JsonProperty("instruction") @Nullable String instruction,
      @JsonProperty("reason") String reason) {}

  /**
   * Memory at the end.
   *
   * @param pages of 4 KiB that are not zero
   * @param top the address behind the last of them
   */
  public record Memory(@JsonProperty("pages") long pages, @JsonProperty("top") long top) {}

  /**
   * What a proof of the run takes.
   *
   * @param machine that proves it
   * @param traceHeights rows per AIR, summed over the segments
   * @param estimatedCpuSeconds of one core, for everything up to the final proof
   * @param estimateBasis what the estimate was measured on, and how good it is
   */
  public record Proving(
      @JsonProperty("machine") String machine,
      @JsonProperty("segments") int segments,
      @JsonProperty("traceHeights") Map<String, Long> traceHeights,
      @JsonProperty("estimatedCpuSeconds") double estimatedCpuSeconds,
      @JsonProperty("estimateBasis") String estimateBasis) {}

  /** One line. */
  public String json() {
    return FunctionJson.write(this);
  }
}
