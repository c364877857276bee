package dev.provelet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EngineJsonTest {

  @Test
  void reads_a_report_with_unsigned_registers() throws EngineException {
    ExecutionReport report =
        EngineJson.report(
            json(
                """
                {"outcome":"bad_access","pc":4096,"detail":"unaligned","instructions":12,
                 "access":{"address":4294967295,"bytes":4,"aligned":false},
                 "registers":[0,4294967295],"public_values":"00","output_bytes":3,"stderr_bytes":0,
                 "notes":[{"kind":1,"number":4999,"count":2}],"memory_pages":7,"more":"later"}
                """));

    assertThat(report.outcome()).isEqualTo(ExecutionReport.Outcome.BAD_ACCESS);
    assertThat(report.access()).contains(new ExecutionReport.BadAccess(0xffff_ffffL, 4, false));
    assertThat(report.registers()).containsExactly(0, -1);
    assertThat(report.notes()).containsExactly(new ExecutionReport.Note(1, 4999, 2));
    assertThat(report.split()).isEmpty();
  }

  @Test
  void reads_what_a_split_adds() throws EngineException {
    ExecutionReport report = EngineJson.report(split("large-accelerated"));

    assertThat(report.split())
        .contains(
            new SplitReport(
                Engine.Machine.LARGE_ACCELERATED,
                2,
                Map.of("ProgramAir", 9L),
                new SplitReport.Work(5, 6, 8)));
    assertThatThrownBy(() -> EngineJson.report(split("small")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("machine 'small'");
  }

  @Test
  void reads_which_gpu_the_library_has() throws EngineException {
    EngineDescription description =
        EngineJson.description(
            description(
                "cuda",
                """
                {"name":"NVIDIA H100 80GB HBM3","memory_bytes":85520809984,"compute_level":"9.0",
                 "driver":"13.0","runtime":"12.9"}
                """));

    assertThat(description.backend()).isEqualTo("cuda");
    assertThat(description.device())
        .contains(
            new EngineDescription.Device(
                "NVIDIA H100 80GB HBM3", 85_520_809_984L, "9.0", "13.0", "12.9"));
  }

  @Test
  void reads_that_a_cpu_has_no_device() throws EngineException {
    assertThat(EngineJson.description(description("cpu", "null")).device()).isEmpty();
    assertThatThrownBy(() -> EngineJson.description(description("cuda", "{}")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("it lacks name");
  }

  @Test
  void reads_the_bounds_and_the_arities_of_the_library() throws EngineException {
    EngineDescription description = EngineJson.description(description("cpu", "null"));

    assertThat(description.aggregation()).isEqualTo(new AggregationArity(4, 3, 2));
    assertThat(description.bounds().lowestSegmentLogHeight()).isEqualTo(14);
    assertThat(description.bounds().highestSegmentLogHeight()).isEqualTo(22);
    assertThat(description.bounds().defaultSegmentLogHeight()).isEqualTo(18);
    assertThat(description.bounds().programInstructions()).isEqualTo(1 << 22);
    assertThat(description.bounds().codeSpanBytes()).isEqualTo(1 << 25);
    assertThat(description.bounds().inputBytes()).isEqualTo(0xffff_ffffL);
  }

  @Test
  void refuses_answers_that_the_header_does_not_know() {
    assertThatThrownBy(() -> EngineJson.report(json("{\"outcome\":\"bored\"}")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("bored");
    assertThatThrownBy(() -> EngineJson.report(json("{}")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("outcome");
    assertThatThrownBy(() -> EngineJson.description(json("["))).isInstanceOf(EngineException.class);
  }

  @Test
  void knows_every_status_and_takes_an_unknown_one_for_a_failed_engine() {
    assertThat(EngineStatus.ofCode(1)).isEqualTo(EngineStatus.INVALID_ARGUMENT);
    assertThat(EngineStatus.ofCode(7)).isEqualTo(EngineStatus.CANCELLED);
    assertThat(EngineStatus.ofCode(11)).isEqualTo(EngineStatus.ENGINE);
    assertThat(EngineStatus.ofCode(12)).isEqualTo(EngineStatus.UNAVAILABLE);
    assertThat(EngineStatus.ofCode(13)).isEqualTo(EngineStatus.BROKEN);
    assertThat(EngineStatus.ofCode(14)).isEqualTo(EngineStatus.UNSUPPORTED);
    assertThat(EngineStatus.ofCode(15)).isEqualTo(EngineStatus.ENGINE);
    assertThat(EngineStatus.ofCode(-1)).isEqualTo(EngineStatus.ENGINE);
  }

  private static byte[] description(String backend, String device) {
    return json(
        """
        {"engine_version":"v","abi_version":7,"cpu_level":"x86-64-v4","backend":"%s",
         "security_bits":100,"app_log_stacked_height":20,"device":%s,
         "aggregation":{"leaf":4,"internal":3,"recursive":2},
         "bounds":{"lowest_segment_log_height":14,"highest_segment_log_height":22,
                   "default_segment_log_height":18,"program_instructions":4194304,
                   "program_data_bytes":134217728,"code_end":134217728,"code_span_bytes":33554432,
                   "memory_bytes":536870912,"input_bytes":4294967295},
         "opcodes":{"ADD":512},"accelerated_opcodes":{},"machines":{"base":"b"}}
        """
            .formatted(backend, device));
  }

  private static byte[] split(String machine) {
    return json(
        """
        {"outcome":"terminated","code":0,"pc":0,"instructions":1,"registers":[],"public_values":"00",
         "split":{"machine":"%s","segments":2,"heights":{"ProgramAir":9},
                  "work":{"cells":5,"interactions":6,"fractions":8}}}
        """
            .formatted(machine));
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
