package dev.provelet.cli.command;

import dev.provelet.runner.RunSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Passes the guest's output on as it comes; keeps public values and the beginning of stderr. */
final class Terminal implements RunSink {
  private static final int MAX_KEPT = 64 << 10;

  private final ByteArrayOutputStream publicValues = new ByteArrayOutputStream();
  private final ByteArrayOutputStream diagnostics = new ByteArrayOutputStream();

  @Override
  public void stdout(byte[] data) {
    System.out.write(data, 0, data.length);
  }

  @Override
  public void publicValues(byte[] data) {
    publicValues.writeBytes(data);
  }

  @Override
  public void stderr(byte[] data) {
    System.err.write(data, 0, data.length);
    diagnostics.write(data, 0, Math.min(data.length, MAX_KEPT - diagnostics.size()));
  }

  byte[] publicValues() {
    return publicValues.toByteArray();
  }

  String diagnostics() {
    return diagnostics.toString(StandardCharsets.UTF_8);
  }
}
