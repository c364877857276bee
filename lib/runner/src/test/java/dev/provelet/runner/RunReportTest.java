package dev.provelet.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.provelet.contract.function.FunctionJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What others read: changing a name breaks them. */
class RunReportTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final RunReport.Memory MEMORY = new RunReport.Memory(3, 0x13000);
  private static final RunReport EVERYTHING =
      new RunReport(
          "e1",
          "c0",
          "openvm/1",
          List.of("a change"),
          new RunReport.End(true, "The program exited with status 0.", 0, 1, null),
          1000,
          5,
          6,
          "hello\n",
          "ab",
          MEMORY,
          Map.of("ptrace", 2L),
          new RunProfileReport(
              12,
              900,
              1.05,
              55,
              new RunProfileReport.FloatingPoint(4, 200, "Use integers."),
              Map.of("addiu", 7L),
              List.of(new RunProfileReport.Function("main", 800)),
              Map.of("read", 1L),
              MEMORY),
          new RunReport.Proving("base", 2, Map.of("ProgramAir", 64L), 99.5, "a core"));

  private static final RunReport TRAPPED =
      new RunReport(
          "e1",
          "c0",
          "openvm/1",
          List.of(),
          new RunReport.End(
              false,
              "The program stopped.",
              null,
              null,
              new RunReport.Trap("0x00010000", "main", "break 0", "a break")),
          10,
          0,
          0,
          "",
          "ab",
          MEMORY,
          Map.of(),
          null,
          null);

  @Test
  void every_part_has_the_name_that_its_readers_know() throws Exception {
    assertThat(JSON.readTree(EVERYTHING.json()))
        .isEqualTo(
            JSON.readTree(
                """
                {
                  "elfId": "e1",
                  "programId": "c0",
                  "engineVersion": "openvm/1",
                  "changes": ["a change"],
                  "end": {
                    "success": true,
                    "description": "The program exited with status 0.",
                    "exitStatus": 0,
                    "outputDescriptor": 1
                  },
                  "cycles": 1000,
                  "outputBytes": 5,
                  "stderrBytes": 6,
                  "stderr": "hello\\n",
                  "publicValues": "ab",
                  "memory": {"pages": 3, "top": 77824},
                  "unknownSystemCalls": {"ptrace": 2},
                  "profile": {
                    "millis": 12,
                    "mipsInstructions": 900,
                    "cyclesPerInstruction": 1.05,
                    "kernelCycles": 55,
                    "floatingPoint": {"instructions": 4, "cycles": 200, "advice": "Use integers."},
                    "instructions": {"addiu": 7},
                    "functions": [{"name": "main", "cycles": 800}],
                    "systemCalls": {"read": 1},
                    "touchedMemory": {"pages": 3, "top": 77824}
                  },
                  "proving": {
                    "machine": "base",
                    "segments": 2,
                    "traceHeights": {"ProgramAir": 64},
                    "estimatedCpuSeconds": 99.5,
                    "estimateBasis": "a core"
                  }
                }
                """));
  }

  @Test
  void what_there_is_nothing_to_say_of_is_absent() throws Exception {
    assertThat(JSON.readTree(TRAPPED.json()))
        .isEqualTo(
            JSON.readTree(
                """
                {
                  "elfId": "e1",
                  "programId": "c0",
                  "engineVersion": "openvm/1",
                  "changes": [],
                  "end": {
                    "success": false,
                    "description": "The program stopped.",
                    "trap": {
                      "address": "0x00010000",
                      "symbol": "main",
                      "instruction": "break 0",
                      "reason": "a break"
                    }
                  },
                  "cycles": 10,
                  "outputBytes": 0,
                  "stderrBytes": 0,
                  "stderr": "",
                  "publicValues": "ab",
                  "memory": {"pages": 3, "top": 77824},
                  "unknownSystemCalls": {}
                }
                """));
  }

  @Test
  void what_is_written_is_read_as_it_was() {
    assertThat(FunctionJson.read(EVERYTHING.json(), RunReport.class)).isEqualTo(EVERYTHING);
    assertThat(FunctionJson.read(TRAPPED.json(), RunReport.class)).isEqualTo(TRAPPED);
  }

  @Test
  void a_report_without_an_end_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FunctionJson.read(TRAPPED.json().replace("\"end\":", "\"exit\":"), RunReport.class))
        .withMessageContaining("end");
  }
}
