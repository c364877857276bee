package dev.provelet.guest.kernel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.kernel.linux.MemoryModel.Page;
import dev.provelet.guest.kernel.linux.MemoryPlaces.Range;
import java.util.List;
import java.util.Random;

/** Random calls that map, unmap and protect, and what must come of them. */
final class MappingCalls {
  private static final int PAGE = MemoryModel.PAGE;
  private static final int FIXED = 0x10;
  private static final int SHARED = 1;
  private static final int PRIVATE = 2;
  private static final int ANONYMOUS = 0x800;
  private static final int LARGEST_RESERVATION = 64 << 20;
  private static final int DROP = 4;
  private static final int FREE = 8;
  private static final int[] PROTECTIONS = {0, 1, 3, 3, 3};
  private static final Range NOWHERE = new Range(0, 0);

  private final MemoryModel model;
  private final MemoryPlaces places;
  private final Random random;
  private final BreakMoves breaks;
  private final boolean sharing;
  private int mappings;
  private Range shared = NOWHERE;
  private boolean guardsFull;
  private boolean gapsLost;

  MappingCalls(MemoryModel model, MemoryPlaces places, Random random) {
    this.model = model;
    this.places = places;
    this.random = random;
    this.breaks = new BreakMoves(model, places, random);
    this.sharing = random.nextBoolean();
  }

  /**
   * What the kernel has no room for any more: it may forget gaps, but must refuse guards.
   *
   * @param mapStart where it puts mappings at the earliest
   */
  void full(boolean guards, boolean gaps, int mapStart) {
    if (mappings == 0 && mapStart != 0) {
      int room = MemoryModel.rounded(model.breakAt() + MemoryCalls.BREAK_ROOM);
      assertThat(mapStart)
          .as("where mappings begin")
          .isEqualTo(Math.max(room, model.breakHighest()));
    }
    mappings = mapStart;
    guardsFull = guards;
    gapsLost |= gaps;
  }

  /** Before there are mappings: they may begin where the break was once. */
  MemoryCall drawBreak(boolean last) {
    return last ? breaks.drawDown() : breaks.drawFar();
  }

  MemoryCall draw() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> map(random.nextInt(4) == 0 ? places.pages().from() : 0, places.size(), 0);
      case 3, 4 -> {
        Range range = places.pages();
        yield map(range.from() + (random.nextInt(20) == 0 ? 8 : 0), range.size(), FIXED);
      }
      case 5, 6, 7 -> unmap(places.pages());
      case 8, 9 -> protect(places.pages());
      case 10, 11 -> advise(places.pages());
      case 12, 13 -> remap(known(), places.size());
      default -> breaks.draw();
    };
  }

  private static Page page(int protection) {
    return protection == 0 ? Page.NONE : (protection & 2) == 0 ? Page.READ : Page.WRITE;
  }

  private static void expect(int result, int expected) {
    assertThat(result).as("the result").isEqualTo(expected);
  }

  /** There was no room, unless in gaps that the kernel has forgotten. */
  private void expectNoRoom(int result, int size) {
    expect(result, MemoryCall.ENOMEM);
    if (gapsLost) {
      return;
    }
    long above = Integer.toUnsignedLong(Math.max(model.highest(), mappings + (1 << 20)));
    assertThat(above + Integer.toUnsignedLong(size))
        .as("there is room for a mapping")
        .isGreaterThan(model.layout().heapEnd());
  }

  private boolean failed(int result) {
    return result < 0 && result > -4096;
  }

  private MemoryCall map(int address, int size, int flags) {
    int protection = PROTECTIONS[random.nextInt(PROTECTIONS.length)];
    int type = sharing && random.nextInt(10) == 0 ? SHARED : PRIVATE;
    int all = flags | type | (random.nextInt(50) == 0 ? 0 : ANONYMOUS);
    return new MemoryCall(
        random.nextBoolean() ? 4090 : 4210,
        List.of(address, size, protection, all, -1, 0),
        result -> mapped(result, address, size, protection, all));
  }

  private void mapped(int result, int address, int size, int protection, int flags) {
    int whole = MemoryModel.rounded(size);
    if (size == 0) {
      expect(result, MemoryCall.EINVAL);
    } else if ((flags & ANONYMOUS) == 0) {
      expect(result, MemoryCall.ENODEV);
    } else if (Integer.compareUnsigned(size, model.layout().heapEnd()) > 0
        || (protection == 0 && whole >= LARGEST_RESERVATION)
        || (protection == 0 && guardsFull && result == MemoryCall.ENOMEM)) {
      expect(result, MemoryCall.ENOMEM);
    } else if ((flags & FIXED) != 0) {
      if (address % PAGE != 0) {
        expect(result, MemoryCall.EINVAL);
      } else if (!model.accessible(address, whole)
          || (address & 0xffffffffL) + whole > model.layout().heapEnd()
          || betweenBreakAndMappings(address, whole)) {
        expect(result, MemoryCall.ENOMEM);
      } else {
        expect(result, address);
        forgetShared(address, whole);
        given(address, whole, protection, flags);
      }
    } else if (failed(result)) {
      expectNoRoom(result, whole);
    } else {
      assertThat(result % PAGE).isZero();
      assertThat(model.all(result, whole, page -> page == Page.FREE))
          .as("what is given was free")
          .isTrue();
      assertThat(result).as("the heap").isGreaterThanOrEqualTo(model.breakStart());
      given(result, whole, protection, flags);
    }
  }

  /** Where the break may still grow nothing else can be put. */
  private boolean betweenBreakAndMappings(int address, int size) {
    return address + size > model.breakEnd() && address < mappings;
  }

  private void given(int address, int size, int protection, int flags) {
    if ((flags & SHARED) != 0) {
      int from = shared.size() == 0 ? address : Math.min(shared.from(), address);
      int to = Math.max(shared.to(), address + size);
      shared = new Range(from, to - from);
    }
    model.set(address, address + size, page(protection));
    places.remember(address, size);
    model.touch(new Range(address, size));
  }

  private MemoryCall unmap(Range range) {
    int size = range.size() - (random.nextBoolean() ? 0 : Math.min(range.size(), 77));
    int address = range.from() + (random.nextInt(30) == 0 ? 4 : 0);
    return new MemoryCall(
        4091,
        List.of(address, size),
        result -> {
          if (address % PAGE != 0
              || size == 0
              || !model.accessible(address, MemoryModel.rounded(size))) {
            expect(result, MemoryCall.EINVAL);
          } else {
            expect(result, 0);
            release(address, MemoryModel.rounded(size));
          }
        });
  }

  /** What is mapped to be shared lies in one range, which is so until all of it is unmapped. */
  private void forgetShared(int address, int size) {
    if (address <= shared.from() && shared.to() <= address + size) {
      shared = NOWHERE;
    }
  }

  /** Whether Linux would keep or restore some of what is there. */
  private boolean keeps(Range range) {
    return overlap(range, shared) || overlap(range, model.file());
  }

  private static boolean overlap(Range one, Range other) {
    return one.from() < other.to() && other.from() < one.to();
  }

  private void release(int address, int size) {
    forgetShared(address, size);
    for (int at = address; at < address + size; at += PAGE) {
      boolean heap = at >= model.breakEnd() && at < model.layout().heapEnd();
      model.set(at, at + PAGE, heap ? Page.FREE : Page.HOLE);
    }
    model.touch(new Range(address, size));
  }

  private boolean allMapped(int address, int size) {
    return model.all(address, size, Page::mapped);
  }

  private MemoryCall protect(Range range) {
    int protection = PROTECTIONS[random.nextInt(PROTECTIONS.length)];
    return new MemoryCall(
        4125,
        List.of(range.from(), range.size(), protection),
        result -> {
          if (range.size() == 0) {
            expect(result, 0);
          } else if (!model.accessible(range.from(), range.size())) {
            expect(result, MemoryCall.ENOMEM);
          } else if (allMapped(range.from(), range.size())) {
            if (result == MemoryCall.ENOMEM && guardsFull) {
              return;
            }
            expect(result, 0);
            model.protect(range.from(), range.to(), page(protection));
            model.touch(range);
          } else {
            expectUnmapped(result, MemoryCall.ENOMEM);
            if (result == 0) {
              model.protect(range.from(), range.to(), page(protection));
            }
          }
        });
  }

  /** Something of the heap is not mapped: an error, unless the kernel has forgotten which. */
  private void expectUnmapped(int result, int error) {
    if (result != error) {
      expect(result, 0);
    }
  }

  private MemoryCall advise(Range range) {
    int advice = random.nextInt(5) == 0 ? random.nextInt(130) : DROP;
    return new MemoryCall(
        4218,
        List.of(range.from(), range.size(), advice),
        result -> {
          boolean known = advice == DROP || (advice < 22 && (0x33cd0f >>> advice & 1) != 0);
          if (!known) {
            expect(result, MemoryCall.EINVAL);
          } else if (range.size() == 0) {
            expect(result, 0);
          } else if (!model.accessible(range.from(), range.size())) {
            expect(result, MemoryCall.ENOMEM);
          } else if ((advice == DROP || advice == FREE) && keeps(range)) {
            expect(result, MemoryCall.EINVAL);
          } else {
            if (allMapped(range.from(), range.size())) {
              expect(result, 0);
            } else {
              expectUnmapped(result, MemoryCall.ENOMEM);
            }
            if (advice == DROP) {
              model.clear(range.from(), range.to());
            }
            model.touch(range);
          }
        });
  }

  private MemoryCall remap(Range range, int size) {
    int flags = random.nextInt(4);
    int address = range.from();
    int whole = MemoryModel.rounded(size);
    return new MemoryCall(
        4167,
        List.of(address, range.size(), size, flags),
        result -> {
          if (range.size() == 0 || size == 0 || flags > 1) {
            expect(result, MemoryCall.EINVAL);
          } else if (!model.accessible(address, range.size())) {
            expect(result, MemoryCall.EFAULT);
          } else if (!allMapped(address, range.size())) {
            expect(result, MemoryCall.EFAULT);
          } else if (whole > range.size() && keeps(range)) {
            expect(result, MemoryCall.ENOMEM);
          } else if (whole > range.size() && failed(result)) {
            if (flags == 1) {
              expectNoRoom(result, whole);
            } else {
              expect(result, MemoryCall.ENOMEM);
            }
          } else {
            moved(result, range, whole, model.at(address));
          }
        });
  }

  /** What the kernel must know to be mapped or not. */
  private Range known() {
    Range range = places.pages();
    boolean vague = !model.all(range.from(), range.size(), page -> page != Page.HOLE);
    return vague || (gapsLost && !allMapped(range.from(), range.size())) ? NOWHERE : range;
  }

  private void moved(int result, Range from, int size, Page page) {
    byte[] content = model.take(from.from(), Math.min(from.size(), size));
    if (size <= from.size()) {
      expect(result, from.from());
      release(from.from() + size, from.size() - size);
      model.touch(from);
      return;
    }
    int grown = result == from.from() ? from.to() : result;
    assertThat(result % PAGE).isZero();
    assertThat(model.all(grown, result + size - grown, p -> p == Page.FREE))
        .as("what a mapping grows into was free")
        .isTrue();
    model.set(grown, result + size, page);
    if (result != from.from()) {
      release(from.from(), from.size());
    }
    model.put(result, content);
    places.remember(result, size);
    model.touch(new Range(result, size));
  }
}
