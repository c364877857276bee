package dev.provelet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class EngineJsonTest {

  @Test
  void readsAReportWithUnsignedRegisters() throws EngineException {
    RunReport report =
        EngineJson.report(
            json(
                """
                {"outcome":"bad_access","pc":4096,"detail":"unaligned","instructions":12,
                 "registers":[0,4294967295],"public_values":"00","output_bytes":3,"stderr_bytes":0,
                 "notes":[{"kind":1,"number":4999,"count":2}],"memory_pages":7,"more":"later"}
                """));

    assertThat(report.outcome()).isEqualTo(RunReport.Outcome.BAD_ACCESS);
    assertThat(report.registers()).containsExactly(0, -1);
    assertThat(report.notes()).containsExactly(new RunReport.Note(1, 4999, 2));
    assertThat(report.split()).isEmpty();
  }

  @Test
  void refusesAnswersThatTheHeaderDoesNotKnow() {
    assertThatThrownBy(() -> EngineJson.report(json("{\"outcome\":\"bored\"}")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("bored");
    assertThatThrownBy(() -> EngineJson.report(json("{}")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("outcome");
    assertThatThrownBy(() -> EngineJson.description(json("["))).isInstanceOf(EngineException.class);
  }

  @Test
  void knowsEveryStatusAndTakesAnUnknownOneForAFailedEngine() {
    assertThat(EngineStatus.ofCode(1)).isEqualTo(EngineStatus.INVALID_ARGUMENT);
    assertThat(EngineStatus.ofCode(7)).isEqualTo(EngineStatus.CANCELLED);
    assertThat(EngineStatus.ofCode(11)).isEqualTo(EngineStatus.ENGINE);
    assertThat(EngineStatus.ofCode(12)).isEqualTo(EngineStatus.ENGINE);
    assertThat(EngineStatus.ofCode(-1)).isEqualTo(EngineStatus.ENGINE);
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
