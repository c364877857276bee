package dev.provelet.function.step;

import dev.provelet.contract.function.FunctionEvent;

/** Where an attempt's events go, in the order in which they are given; from any thread. */
@FunctionalInterface
public interface EventSink {
  void emit(FunctionEvent event);
}
