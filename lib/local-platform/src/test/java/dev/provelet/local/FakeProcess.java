package dev.provelet.local;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** Lives until it is told to end; asked politely it may refuse. */
final class FakeProcess extends Process {
  private final boolean stubborn;
  private boolean alive = true;

  FakeProcess(boolean stubborn) {
    this.stubborn = stubborn;
  }

  void die() {
    alive = false;
  }

  @Override
  public boolean isAlive() {
    return alive;
  }

  @Override
  public void destroy() {
    alive = alive && stubborn;
  }

  @Override
  public Process destroyForcibly() {
    alive = false;
    return this;
  }

  @Override
  public int waitFor() {
    return exitValue();
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) {
    return !alive;
  }

  @Override
  public int exitValue() {
    if (alive) {
      throw new IllegalThreadStateException("it runs");
    }
    return 0;
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }
}
