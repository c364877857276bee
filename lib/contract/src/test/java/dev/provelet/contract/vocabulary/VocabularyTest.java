package dev.provelet.contract.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.contract.function.Invocation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stage and function say to each other speaks the glossary's language. */
final class VocabularyTest {
  private static final ForbiddenWords FORBIDDEN = ForbiddenWords.ofGlossary();

  @ParameterizedTest
  @ValueSource(classes = {Invocation.class, FunctionEvent.class, FunctionStatus.class})
  void no_field_of_its_json_has_a_word_that_the_glossary_forbids(Class<?> type) {
    List<String> names = JsonNames.of(type);
    assertThat(names).hasSizeGreaterThan(5);
    assertThat(FORBIDDEN.in(names)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "programSha256, elfId or programId",
    "proof.program_sha256, elfId or programId",
    "max-provers, function",
    "exitCode, exit status"
  })
  void a_name_with_a_forbidden_word_is_found_and_the_right_one_is_named(String name, String right) {
    assertThat(FORBIDDEN.in(List.of(name))).singleElement().asString().contains(right);
  }

  @ParameterizedTest
  @ValueSource(strings = {"elfId", "program_id", "improver", "provingTime", "jobless"})
  void a_name_that_only_contains_the_letters_of_a_forbidden_word_is_not(String name) {
    assertThat(FORBIDDEN.in(List.of(name))).isEmpty();
  }
}
