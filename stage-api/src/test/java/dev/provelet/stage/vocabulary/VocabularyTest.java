package dev.provelet.stage.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.vocabulary.ForbiddenWords;
import dev.provelet.contract.vocabulary.JsonNames;
import dev.provelet.stage.SnarkConfig;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.event.ProofEvent;
import dev.provelet.stage.http.ProofJson;
import io.smallrye.config.ConfigMappings;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Public names speak the glossary's language. */
final class VocabularyTest {
  private static final ForbiddenWords FORBIDDEN = ForbiddenWords.ofGlossary();

  static Stream<Class<?>> records() throws ClassNotFoundException {
    return Stream.of(
        ProofJson.class,
        ProofEvent.class,
        Class.forName("dev.provelet.stage.http.VerifierJson"),
        Class.forName("dev.provelet.stage.http.SubmissionReader$Body"),
        Class.forName("dev.provelet.stage.publish.Report"));
  }

  @ParameterizedTest
  @MethodSource("records")
  void no_field_of_its_json_has_a_word_that_the_glossary_forbids(Class<?> type) {
    List<String> names = JsonNames.of(type);
    assertThat(names).hasSizeGreaterThan(5);
    assertThat(FORBIDDEN.in(names)).isEmpty();
  }

  @Test
  void no_setting_has_a_word_that_the_glossary_forbids() {
    Set<String> settings =
        ConfigMappings.getProperties(
                ConfigMappings.ConfigClass.configClass(StageConfig.class, "provelet.stage"))
            .keySet();
    assertThat(settings).contains("provelet.stage.dispatch.poll-interval");
    assertThat(FORBIDDEN.in(settings)).isEmpty();
    Set<String> snark =
        ConfigMappings.getProperties(
                ConfigMappings.ConfigClass.configClass(SnarkConfig.class, "provelet.snark"))
            .keySet();
    assertThat(snark).contains("provelet.snark.key-set");
    assertThat(FORBIDDEN.in(snark)).isEmpty();
  }
}
