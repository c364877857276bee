package dev.provelet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ProofViewTest {
  @Test
  void progress_names_the_step_and_counts_the_layers() throws Exception {
    ProofView proof =
        view(
            """
            {"id":"x","state":"RUNNING","step":"AGGREGATE","percent":60,"steps":[
              {"kind":"split","tasks":1,"done":1},
              {"kind":"leaf","tasks":1,"done":0},
              {"kind":"prove","tasks":3,"done":3}]}
            """);

    assertThat(proof.progressText()).isEqualTo("aggregate  prove 3/3  leaf 0/1");
    assertThat(proof.finished()).isFalse();
  }

  @Test
  void results_whose_names_could_leave_the_folder_are_left_out() throws Exception {
    ProofView proof =
        view(
            """
            {"state":"SUCCEEDED","results":{
              "proof.bin":"http://files/1/proof.bin",
              "wrap/public_values.bin":"http://files/1/wrap/public_values.bin",
              "../../.bashrc":"http://files/x",
              ".hidden":"http://files/x"}}
            """);

    assertThat(proof.results()).containsOnlyKeys("proof.bin");
  }

  @Test
  void a_failure_is_told_with_the_programs_stderr() throws Exception {
    ProofView proof =
        view(
            """
            {"state":"FAILED","failure":{"kind":"guest","message":"it trapped","stderr":"oh no\\n"}}
            """);

    assertThat(proof.failureText()).isEqualTo("it trapped\nthe program's stderr:\noh no");
    assertThat(proof.finished()).isTrue();
    assertThat(proof.succeeded()).isFalse();
  }

  private static ProofView view(String json) throws Exception {
    return ProofView.of(new ObjectMapper().readTree(json));
  }
}
