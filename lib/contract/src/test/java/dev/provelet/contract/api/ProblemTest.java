package dev.provelet.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class ProblemTest {
  private final Problem problem = Problem.of("too-large", "Too large", 413, "at most 5 bytes");

  @Test
  void a_problem_has_the_members_of_rfc9457_and_no_others() throws Exception {
    // When
    JsonNode json = new ObjectMapper().readTree(problem.json());
    // Then
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("type", "title", "status", "detail");
    assertThat(json.path("type").asText()).isEqualTo("urn:provelet:problem:too-large");
    assertThat(json.path("status").asInt()).isEqualTo(413);
  }

  @Test
  void a_problem_about_a_size_has_the_limit() throws Exception {
    JsonNode json = new ObjectMapper().readTree(problem.limitedTo(5).json());
    assertThat(json.path("limit").asLong()).isEqualTo(5);
  }
}
