package dev.provelet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.vocabulary.ForbiddenWords;
import dev.provelet.contract.vocabulary.JsonNames;
import dev.provelet.runner.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/** The command line speaks the glossary's language. */
final class VocabularyTest {
  private static final ForbiddenWords FORBIDDEN = ForbiddenWords.ofGlossary();

  /** Of MIPS, where cycles are the machine's. */
  private static final Set<String> MIPS_INSTRUCTIONS =
      Set.of(
          "RunProfileReport.mipsInstructions",
          "RunProfileReport.instructions",
          "FloatingPoint.instructions");

  @Test
  void no_command_option_or_parameter_has_a_word_that_the_glossary_forbids() {
    List<String> names = names(Provelet.commandLine().getCommandSpec()).toList();
    assertThat(names).contains("prove", "--stdin", "--functions");
    assertThat(FORBIDDEN.in(names)).isEmpty();
  }

  @Test
  void no_field_of_a_runs_report_has_a_word_that_the_glossary_forbids() {
    List<String> names = new ArrayList<>(JsonNames.of(RunReport.class));
    assertThat(names).containsAll(MIPS_INSTRUCTIONS);
    names.removeAll(MIPS_INSTRUCTIONS);
    assertThat(FORBIDDEN.in(names)).isEmpty();
  }

  private static Stream<String> names(CommandSpec command) {
    Stream<String> own =
        Stream.of(
                Stream.of(command.name()),
                command.options().stream()
                    .flatMap(
                        option ->
                            Stream.concat(
                                Stream.of(option.names()), Stream.of(option.paramLabel()))),
                command.positionalParameters().stream().map(parameter -> parameter.paramLabel()))
            .flatMap(names -> names);
    return Stream.concat(
        own,
        command.subcommands().values().stream()
            .flatMap(subcommand -> names(subcommand.getCommandSpec())));
  }
}
