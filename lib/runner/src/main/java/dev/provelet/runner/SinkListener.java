package dev.provelet.runner;

import dev.provelet.engine.RunListener;
import dev.provelet.guest.GuestExit;

/** Knows what the descriptors mean, on which the engine hands out bytes. */
final class SinkListener implements RunListener {
  private final RunSink sink;

  SinkListener(RunSink sink) {
    this.sink = sink;
  }

  @Override
  public void output(int descriptor, byte[] data) {
    switch (descriptor) {
      case GuestExit.Exited.STDOUT -> sink.stdout(data);
      case GuestExit.Exited.PUBLIC_VALUES -> sink.publicValues(data);
      default -> sink.stderr(data);
    }
  }

  @Override
  public void segment(int index, long instructions, byte[] object) {
    sink.segment(index, instructions, object);
  }

  @Override
  public void progress(long instructions) {
    sink.progress(instructions);
  }
}
