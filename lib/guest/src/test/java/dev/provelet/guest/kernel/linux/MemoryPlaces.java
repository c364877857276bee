package dev.provelet.guest.kernel.linux;

import dev.provelet.guest.kernel.linux.MemoryModel.Page;
import dev.provelet.guest.layout.MemoryLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Draws addresses and sizes that are worth trying. */
final class MemoryPlaces {
  private static final int PAGE = MemoryModel.PAGE;
  private static final int TRIES = 40;
  private static final int REMEMBERED = 40;

  /** A range of addresses. */
  record Range(int from, int size) {
    int to() {
      return from + size;
    }
  }

  private final Random random;
  private final MemoryModel model;
  private final List<Range> known = new ArrayList<>();
  private final int[] edges;

  MemoryPlaces(MemoryModel model, Random random) {
    this.model = model;
    this.random = random;
    MemoryLayout layout = model.layout();
    this.edges =
        new int[] {
          0,
          PAGE,
          layout.base() - PAGE,
          layout.kernel() - 2 * PAGE,
          layout.kernel() - PAGE,
          layout.kernel(),
          layout.kernelEnd() - PAGE,
          layout.heapEnd() - PAGE,
          layout.heapEnd(),
          layout.end() - PAGE,
          layout.end(),
          0x7ffff000,
          0x80000000,
          0xfffff000
        };
  }

  /** Something is there now that is worth coming back to. */
  void remember(int from, int size) {
    if (size > 0) {
      Range range = new Range(from, size);
      if (known.size() < REMEMBERED) {
        known.add(range);
      } else {
        known.set(random.nextInt(REMEMBERED), range);
      }
    }
  }

  /** A number of bytes, rarely none or very many. */
  int size() {
    return switch (random.nextInt(16)) {
      case 0 -> 0;
      case 1 -> random.nextInt(1 << 23);
      case 2, 3 -> 1 + random.nextInt(1 << 19);
      case 4, 5, 6 -> 1 + random.nextInt(PAGE);
      default -> PAGE * (1 + random.nextInt(40));
    };
  }

  /** Whole pages, most of the time where something is or was. */
  Range pages() {
    for (int i = 0; i < TRIES; i++) {
      Range range = draw();
      if (model.all(range.from(), Integer.toUnsignedLong(range.size()), p -> p != Page.APART)) {
        return range;
      }
    }
    return new Range(0, PAGE);
  }

  private Range draw() {
    if (random.nextInt(12) == 0) {
      int from = edges[random.nextInt(edges.length)];
      return new Range(from, random.nextBoolean() ? PAGE : PAGE * random.nextInt(8));
    }
    Range range = known.get(random.nextInt(known.size()));
    int count = Math.max(1, (range.size() + PAGE - 1) / PAGE);
    int first = random.nextInt(count);
    return switch (random.nextInt(6)) {
      case 0, 1 -> new Range(range.from(), count * PAGE);
      case 2 -> new Range(range.from() - PAGE, (count + 2) * PAGE);
      case 3 -> new Range(range.from() + first * PAGE, (count - first) * PAGE);
      case 4 -> new Range(range.from() + first * PAGE, PAGE);
      default -> new Range(range.from(), (first + 1) * PAGE);
    };
  }

  /** Bytes in pages that are as they must be, or nowhere: a size of 0 says that there are none. */
  Range bytes(Predicate<Page> condition, int most) {
    for (int i = 0; i < TRIES; i++) {
      Range pages = pages();
      int from = pages.from() + (random.nextBoolean() ? 0 : random.nextInt(PAGE));
      int size = 1 + random.nextInt(most);
      if (model.all(from, size, condition)) {
        return new Range(from, size);
      }
    }
    return new Range(0, 0);
  }

  /** Bytes some of which belong to nobody whom a call may be about. */
  Range forbidden() {
    while (true) {
      int from = edges[random.nextInt(edges.length)] + random.nextInt(PAGE);
      int size = 1 + random.nextInt(2 * PAGE);
      if (!model.accessible(from, size) && model.all(from, size, page -> page != Page.APART)) {
        return new Range(from, size);
      }
    }
  }
}
