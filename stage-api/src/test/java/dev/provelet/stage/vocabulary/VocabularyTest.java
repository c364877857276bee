package dev.provelet.stage.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.contract.function.Invocation;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.event.ProofEvent;
import dev.provelet.stage.http.ProofJson;
import io.smallrye.config.ConfigMappings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Public names speak the glossary's language. */
final class VocabularyTest {
  private static final ForbiddenWords FORBIDDEN = ForbiddenWords.ofGlossary();

  static Stream<Class<?>> records() throws ClassNotFoundException {
    return Stream.of(
        ProofJson.class,
        ProofEvent.class,
        Class.forName("dev.provelet.stage.http.SubmissionReader$Body"),
        Class.forName("dev.provelet.stage.publish.Report"),
        Invocation.class,
        FunctionEvent.class,
        FunctionStatus.class);
  }

  @ParameterizedTest
  @MethodSource("records")
  void noFieldOfItsJsonHasAWordThatTheGlossaryForbids(Class<?> type) {
    List<String> names = fields(type);
    assertThat(names).hasSizeGreaterThan(5);
    assertThat(FORBIDDEN.in(names)).isEmpty();
  }

  @Test
  void noSettingHasAWordThatTheGlossaryForbids() {
    Set<String> settings =
        ConfigMappings.getProperties(
                ConfigMappings.ConfigClass.configClass(StageConfig.class, "provelet.stage"))
            .keySet();
    assertThat(settings).contains("provelet.stage.dispatch.poll-interval");
    assertThat(FORBIDDEN.in(settings)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "programSha256, elfId or programId",
    "proof.program_sha256, elfId or programId",
    "max-provers, function",
    "exitCode, exit status"
  })
  void aNameWithAForbiddenWordIsFoundAndTheRightOneIsNamed(String name, String right) {
    assertThat(FORBIDDEN.in(List.of(name))).singleElement().asString().contains(right);
  }

  @ParameterizedTest
  @ValueSource(strings = {"elfId", "program_id", "improver", "provingTime", "jobless"})
  void aNameThatOnlyContainsTheLettersOfAForbiddenWordIsNot(String name) {
    assertThat(FORBIDDEN.in(List.of(name))).isEmpty();
  }

  /** All components of a type, of the types that they have and of its subtypes. */
  private static List<String> fields(Class<?> type) {
    List<String> names = new ArrayList<>();
    Set<Class<?>> seen = new HashSet<>();
    Deque<Type> open = new ArrayDeque<>(List.of(type));
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case ParameterizedType generic -> open.addAll(List.of(generic.getActualTypeArguments()));
        case Class<?> c when seen.add(c) && c.getName().startsWith("dev.provelet") -> {
          if (c.isSealed()) {
            open.addAll(List.of(c.getPermittedSubclasses()));
          }
          if (c.isRecord()) {
            for (RecordComponent component : c.getRecordComponents()) {
              JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
              names.add(
                  c.getSimpleName() + "." + (named == null ? component.getName() : named.value()));
              open.add(component.getGenericType());
            }
          }
        }
        default -> {}
      }
    }
    return names;
  }
}
