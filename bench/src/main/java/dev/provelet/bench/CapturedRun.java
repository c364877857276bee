package dev.provelet.bench;

import dev.provelet.engine.RunListener;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a run printed and the segments it was cut into. */
final class CapturedRun implements RunListener {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final List<byte[]> segments = new ArrayList<>();

  byte[] output() {
    return output.toByteArray();
  }

  List<byte[]> segments() {
    return segments;
  }

  @Override
  public void output(int descriptor, byte[] data) {
    if (descriptor == 1) {
      output.writeBytes(data);
    }
  }

  @Override
  public void segment(int index, long instructions, byte[] object) {
    segments.add(object);
  }
}
