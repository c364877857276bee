package dev.provelet.guest.kernel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.kernel.linux.MemoryModel.Page;
import dev.provelet.guest.kernel.linux.MemoryPlaces.Range;
import java.util.List;
import java.util.Random;

/** Random calls that move the break. */
final class BreakMoves {
  private static final int PAGE = MemoryModel.PAGE;
  private static final int FAR = 8 << 20;

  private final MemoryModel model;
  private final MemoryPlaces places;
  private final Random random;

  BreakMoves(MemoryModel model, MemoryPlaces places, Random random) {
    this.model = model;
    this.places = places;
    this.random = random;
  }

  MemoryCall draw() {
    int at = model.breakAt();
    int wanted =
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> random.nextInt();
          case 2 -> model.breakStart() + random.nextInt(4 << 20);
          case 3 -> Math.max(model.breakStart(), at - random.nextInt(3 * PAGE));
          default -> at + random.nextInt(3 * PAGE);
        };
    return to(wanted);
  }

  /** Far up. */
  MemoryCall drawFar() {
    return to(model.breakStart() + random.nextInt(FAR));
  }

  /** Down, all the way or nearly. */
  MemoryCall drawDown() {
    return to(
        model.breakStart()
            + random.nextInt(Math.min(model.breakAt() - model.breakStart() + 1, 3 * PAGE)));
  }

  private MemoryCall to(int wanted) {
    int at = model.breakAt();
    return new MemoryCall(
        4045,
        List.of(wanted),
        result -> {
          boolean possible =
              Integer.compareUnsigned(wanted, model.breakStart()) >= 0
                  && Integer.compareUnsigned(wanted, model.layout().heapEnd()) < 0;
          if (!possible || result == at) {
            assertThat(result).as("the break").isEqualTo(at);
            assertThat(possible && Integer.compareUnsigned(wanted, at) < 0)
                .as("the break can always go down")
                .isFalse();
            return;
          }
          assertThat(result).isEqualTo(wanted);
          int from = Math.min(MemoryModel.rounded(at), MemoryModel.rounded(wanted));
          int to = Math.max(MemoryModel.rounded(at), MemoryModel.rounded(wanted));
          if (Integer.compareUnsigned(wanted, at) < 0) {
            model.set(from, to, Page.FREE);
          } else {
            assertThat(model.all(from, to - from, page -> page == Page.FREE))
                .as("what the break grows into was free")
                .isTrue();
            model.set(from, to, Page.WRITE);
            places.remember(model.breakStart(), wanted - model.breakStart());
          }
          model.touch(new Range(from, to - from));
          model.moveBreak(wanted);
        });
  }
}
