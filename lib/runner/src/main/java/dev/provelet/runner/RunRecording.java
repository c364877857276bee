package dev.provelet.runner;

import dev.provelet.guest.GuestProgram;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps in memory what a run hands out. */
public final class RunRecording implements RunSink {
  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream publicValues = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final List<byte[]> segments = new ArrayList<>();

  @Override
  public void stdout(byte[] data) {
    stdout.writeBytes(data);
  }

  @Override
  public void publicValues(byte[] data) {
    publicValues.writeBytes(data);
  }

  @Override
  public void stderr(byte[] data) {
    stderr.writeBytes(data);
  }

  @Override
  public void segment(int index, long instructions, byte[] object) {
    segments.add(object);
  }

  /** The bytes that a proof of this program's run is about. */
  public byte[] output(GuestProgram guest) {
    return switch (guest.output()) {
      case STDOUT -> stdout.toByteArray();
      case PUBLIC_VALUES -> publicValues.toByteArray();
    };
  }

  public String stderr() {
    return stderr.toString(StandardCharsets.UTF_8);
  }

  /** Segment objects, in order. */
  public List<byte[]> segments() {
    return Collections.unmodifiableList(segments);
  }
}
