package dev.provelet.function.invoke;

import dev.provelet.contract.function.Invocation;
import dev.provelet.function.cancel.CancellationToken;

/** An admitted invocation, holding a permit until its work has really stopped. */
final class AdmittedInvocation {
  private final Invocation invocation;
  private final CancellationToken cancellation = new CancellationToken();

  AdmittedInvocation(Invocation invocation) {
    this.invocation = invocation;
  }

  Invocation invocation() {
    return invocation;
  }

  CancellationToken cancellation() {
    return cancellation;
  }
}
