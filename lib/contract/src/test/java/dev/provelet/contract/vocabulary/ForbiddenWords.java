package dev.provelet.contract.vocabulary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The glossary's words that are not used.
 *
 * @param instead by forbidden words, what they should be
 */
public record ForbiddenWords(Map<String, String> instead) {
  private static final String SECTION = "## Words that are not used";

  public static ForbiddenWords ofGlossary() {
    try {
      String glossary = Files.readString(root().resolve("docs").resolve("glossary.md"));
      return of(glossary.substring(glossary.indexOf(SECTION)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ForbiddenWords of(String table) {
    Map<String, String> instead = new LinkedHashMap<>();
    table
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| not "))
        .map(line -> line.split("\\|"))
        .forEach(
            cells -> {
              for (String words : cells[1].split(",")) {
                var _ = instead.put(words.strip(), cells[2].strip());
              }
            });
    return new ForbiddenWords(instead);
  }

  /** What is wrong with these names, in words. */
  public List<String> in(Collection<String> names) {
    List<String> faults = new ArrayList<>();
    for (String name : names) {
      String words = " " + words(name) + " ";
      instead.forEach(
          (forbidden, right) -> {
            if (words.contains(" " + forbidden + " ")) {
              faults.add("%s: not '%s', but %s".formatted(name, forbidden, right));
            }
          });
    }
    return faults;
  }

  private static String words(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
        .replaceAll("[_.\\-\\[\\]]+", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("mvnw")))
        .findFirst()
        .orElseThrow();
  }
}
