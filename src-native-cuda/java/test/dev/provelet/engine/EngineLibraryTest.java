package dev.provelet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineLibraryTest {
  private static final String HASWELL =
      "processor\t: 0\nflags\t\t: fpu avx avx2 bmi1 bmi2 f16c fma abm movbe xsave\n";
  private static final String SKYLAKE_SERVER =
      HASWELL.stripTrailing() + " avx512f avx512bw avx512cd avx512dq avx512vl\n";

  @TempDir Path directory;

  @Test
  void takesTheBestLevelThatTheProcessorHas() throws Exception {
    // Given
    Path v3 = build("x86-64-v3");
    Path v4 = build("x86-64-v4");

    // When, then
    assertThat(choose(HASWELL)).isEqualTo(v3);
    assertThat(choose(SKYLAKE_SERVER)).isEqualTo(v4);
  }

  @Test
  void takesALowerLevelWhereOnlyThatIsBuilt() throws Exception {
    Path v3 = build("x86-64-v3");

    assertThat(choose(SKYLAKE_SERVER)).isEqualTo(v3);
  }

  @Test
  void namesWhatAnOldProcessorLacks() throws Exception {
    build("x86-64-v3");

    assertThatThrownBy(() -> choose("flags : fpu avx bmi1 f16c fma abm movbe xsave\n"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("lacks avx2, bmi2")
        .extracting(e -> ((EngineException) e).status())
        .isEqualTo(EngineStatus.UNSUPPORTED_CPU);
  }

  @Test
  void saysThatTheLibraryIsForANewerProcessor() throws Exception {
    build("x86-64-v4");

    assertThatThrownBy(() -> choose(HASWELL))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("built for x86-64-v4 only")
        .hasMessageContaining("avx512f");
  }

  @Test
  void saysHowToBuildAMissingLibrary() {
    assertThatThrownBy(() -> choose(HASWELL))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("src-native-cuda/build")
        .extracting(e -> ((EngineException) e).status())
        .isEqualTo(EngineStatus.IO);
  }

  @Test
  void refusesAFileThatIsNoLibrary() throws Exception {
    build("x86-64-v3");

    assertThatThrownBy(() -> EngineLibrary.open(directory, directory))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("cannot load");
  }

  private Path choose(String cpuinfo) throws EngineException {
    Set<String> flags = CpuLevel.flags(cpuinfo);
    return EngineLibrary.choose(directory, flags);
  }

  private Path build(String level) throws IOException {
    Path file = directory.resolve(level).resolve(EngineLibrary.FILE_NAME);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "not an ELF");
  }
}
