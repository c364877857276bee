package dev.provelet.runner;

import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.SplitReport;
import dev.provelet.guest.GuestExit;
import dev.provelet.guest.kernel.core.SystemCalls;
import java.util.Map;
import java.util.Optional;

/**
 * A run that has ended.
 *
 * @param execution as the engine saw it
 * @param exit what its end means
 */
public record GuestRun(ExecutionReport execution, GuestExit exit) {

  public long cycles() {
    return execution.instructions();
  }

  /** How many segments a split made; 0 where nothing was split. */
  public int segments() {
    return execution.split().map(SplitReport::segments).orElse(0);
  }

  /** Empty if nothing was split. */
  public Optional<SplitReport> split() {
    return execution.split();
  }

  /** How often system calls were made that the kernel does not know, by name or number. */
  Map<String, Long> unknownSystemCalls() {
    return SystemCalls.named(execution.noted(SystemCalls.UNKNOWN_NOTE));
  }
}
