package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The places at which code of each pattern begins. */
public final class PatternLocations {
  private final Map<CodePattern, List<Label>> labels = new EnumMap<>(CodePattern.class);

  PatternLocations() {
    for (CodePattern pattern : CodePattern.values()) {
      labels.put(pattern, new ArrayList<>());
    }
  }

  /** Notes that what is appended to this code next is of a pattern. */
  void note(CodePattern pattern, Code code) {
    labels.getOrDefault(pattern, List.of()).add(code.here());
  }

  /** The pcs at which code of a pattern begins. */
  public IntStream of(CodePattern pattern) {
    return labels.getOrDefault(pattern, List.of()).stream().mapToInt(Label::address);
  }
}
