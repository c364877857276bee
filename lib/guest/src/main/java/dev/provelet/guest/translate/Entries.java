package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.Label;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a branch to an address leads: to the instruction's copy in the tail if it has one, else to
 * its own place. Which it is turns out once all places are filled.
 */
final class Entries {
  private final Map<Integer, Label> labels = new HashMap<>();

  Label of(int address) {
    return labels.computeIfAbsent(address, _ -> new Label());
  }

  /** Lets what has no copy lead to its own place. */
  void settle() {
    labels.forEach(
        (address, label) -> {
          if (!label.isBound()) {
            label.bind(address);
          }
        });
  }
}
