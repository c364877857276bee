package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Where code of each shape lies. */
public final class Shapes {
  private final Map<Shape, List<Label>> places = new EnumMap<>(Shape.class);

  Shapes() {
    for (Shape shape : Shape.values()) {
      places.put(shape, new ArrayList<>());
    }
  }

  /** Notes that what is appended to some code next has a shape. */
  void note(Shape shape, Code code) {
    places.getOrDefault(shape, List.of()).add(code.here());
  }

  /** The pcs at which code of a shape begins. */
  public IntStream of(Shape shape) {
    return places.getOrDefault(shape, List.of()).stream().mapToInt(Label::address);
  }
}
