package dev.provelet.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the library that {@code src-native-cuda/build} made. */
final class NativeEngineIT extends EngineContract {
  @TempDir static Path keyCache;

  private static @Nullable Engine opened;

  @BeforeAll
  static void open() throws EngineException {
    opened = EngineLibrary.open(EngineLibrary.configuredDirectory().orElseThrow(), keyCache);
  }

  @AfterAll
  static void close() {
    if (opened != null) {
      opened.close();
    }
  }

  @Override
  Engine engine() {
    if (opened == null) {
      throw new IllegalStateException("not opened");
    }
    return opened;
  }
}
