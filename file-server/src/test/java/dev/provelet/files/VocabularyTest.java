package dev.provelet.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.vocabulary.ForbiddenWords;
import io.smallrye.config.ConfigMappings;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Settings speak the glossary's language. */
final class VocabularyTest {

  @Test
  void no_setting_has_a_word_that_the_glossary_forbids() {
    Set<String> settings =
        ConfigMappings.getProperties(
                ConfigMappings.ConfigClass.configClass(FileServerConfig.class, "provelet.files"))
            .keySet();
    assertThat(settings).contains("provelet.files.bucket");
    assertThat(ForbiddenWords.ofGlossary().in(settings)).isEmpty();
  }
}
