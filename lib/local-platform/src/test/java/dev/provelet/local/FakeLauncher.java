package dev.provelet.local;

import java.util.ArrayList;
import java.util.List;

/** Launches {@link FakeProcess}es and keeps them. */
final class FakeLauncher implements ServiceProcess.Launcher {
  private final List<FakeProcess> launched = new ArrayList<>();
  private boolean stubborn;

  /** From now on processes end only when they are killed. */
  void makeStubborn() {
    stubborn = true;
  }

  @Override
  public Process launch(ServiceProcess.Spec spec) {
    FakeProcess process = new FakeProcess(stubborn);
    launched.add(process);
    return process;
  }

  int count() {
    return launched.size();
  }

  FakeProcess last() {
    return launched.getLast();
  }
}
