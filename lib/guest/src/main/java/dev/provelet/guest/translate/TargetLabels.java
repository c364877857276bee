package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.Label;
import java.util.HashMap;
import java.util.Map;

/**
 * The label of each branch target: an instruction's copy out of line if it has one, else its own
 * address. Which of the two is known only once all code has been placed.
 */
final class TargetLabels {
  private final Map<Integer, Label> labels = new HashMap<>();

  Label of(int address) {
    return labels.computeIfAbsent(address, _ -> new Label());
  }

  /** Binds the labels of instructions without a copy to their own addresses. */
  void bindRemaining() {
    labels.forEach(
        (address, label) -> {
          if (!label.isBound()) {
            label.bind(address);
          }
        });
  }
}
