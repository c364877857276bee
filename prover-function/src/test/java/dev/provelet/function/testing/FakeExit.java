package dev.provelet.function.testing;

import dev.provelet.function.engine.ProcessExit;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the process was to end with, and lets it live. */
@Alternative
@Priority(1)
@Singleton
public class FakeExit implements ProcessExit {
  private final List<Integer> codes = new CopyOnWriteArrayList<>();

  @Override
  public void request(int code) {
    codes.add(code);
  }

  public List<Integer> codes() {
    return List.copyOf(codes);
  }
}
