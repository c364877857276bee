package dev.provelet.function.invoke;

import dev.provelet.contract.function.Invocation;
import dev.provelet.function.cancel.Cancellation;

/** An admitted invocation, holding a permit until its work has really stopped. */
final class Attempt {
  private final Invocation invocation;
  private final Cancellation cancellation = new Cancellation();

  Attempt(Invocation invocation) {
    this.invocation = invocation;
  }

  Invocation invocation() {
    return invocation;
  }

  Cancellation cancellation() {
    return cancellation;
  }
}
