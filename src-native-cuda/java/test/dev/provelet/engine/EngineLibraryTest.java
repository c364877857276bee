package dev.provelet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.provelet.engine.EngineLibrary.Backend;
import dev.provelet.engine.OpenedEngine.NoGpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineLibraryTest {
  private static final String HASWELL =
      "processor\t: 0\nflags\t\t: fpu avx avx2 bmi1 bmi2 f16c fma abm movbe xsave\n";
  private static final String SKYLAKE_SERVER =
      HASWELL.stripTrailing() + " avx512f avx512bw avx512cd avx512dq avx512vl\n";

  @TempDir Path directory;

  private final List<Path> opened = new ArrayList<>();
  private final Map<Backend, EngineException> failures = new EnumMap<>(Backend.class);
  private final Map<Backend, String> versions = new EnumMap<>(Backend.class);

  @Test
  void takes_the_best_level_that_the_processor_has() throws Exception {
    // Given
    Path v3 = build("x86-64-v3");
    Path v4 = build("x86-64-v4");

    // When
    open(HASWELL, DeviceChoice.CPU);
    open(SKYLAKE_SERVER, DeviceChoice.CPU);

    // Then
    assertThat(opened).containsExactly(v3, v4);
  }

  @Test
  void takes_a_lower_level_where_only_that_is_built() throws Exception {
    Path v3 = build("x86-64-v3");

    open(SKYLAKE_SERVER, DeviceChoice.CPU);

    assertThat(opened).containsExactly(v3);
  }

  @Test
  void names_what_an_old_processor_lacks() throws Exception {
    build("x86-64-v3");

    assertFails("flags : fpu avx bmi1 f16c fma abm movbe xsave\n", DeviceChoice.AUTO)
        .hasMessageContaining("lacks avx2, bmi2")
        .returns(EngineStatus.UNSUPPORTED_CPU, EngineException::status);
  }

  @Test
  void says_that_the_library_is_for_a_newer_processor() throws Exception {
    build("x86-64-v4");

    assertFails(HASWELL, DeviceChoice.CPU)
        .hasMessageContaining("built for x86-64-v4 only")
        .hasMessageContaining("avx512f");
  }

  @Test
  void says_how_to_build_a_missing_library() throws Exception {
    build("x86-64-v3-cuda");

    assertFails(HASWELL, DeviceChoice.CPU)
        .hasMessageContaining("src-native-cuda/build")
        .returns(EngineStatus.IO, EngineException::status);
  }

  @Test
  void says_how_to_build_a_missing_library_for_the_gpu_that_was_asked_for() throws Exception {
    build("x86-64-v3");

    assertFails(HASWELL, DeviceChoice.GPU)
        .hasMessageContaining("x86-64-v3-cuda")
        .hasMessageContaining("src-native-cuda/build --cuda")
        .returns(EngineStatus.UNAVAILABLE, EngineException::status);
  }

  @Test
  void takes_a_gpu_where_one_can_be_used() throws Exception {
    // Given
    build("x86-64-v3");
    Path cpu = build("x86-64-v4");
    Path gpu = build("x86-64-v3-cuda");

    // When
    OpenedEngine engine = open(SKYLAKE_SERVER, DeviceChoice.AUTO);

    // Then
    assertThat(opened).containsExactly(gpu, cpu);
    assertThat(engine.engine().describe().backend()).isEqualTo("cuda");
    assertThat(engine.noGpu()).isEmpty();
  }

  @Test
  void takes_no_gpu_where_its_library_is_of_another_version() throws Exception {
    // Given
    build("x86-64-v3");
    build("x86-64-v3-cuda");
    versions.put(Backend.CUDA, "openvm-1/1");

    // When
    OpenedEngine engine = open(HASWELL, DeviceChoice.AUTO);

    // Then
    assertThat(engine.engine().describe().backend()).isEqualTo("cpu");
    assertThat(engine.noGpu())
        .containsInstanceOf(NoGpu.Unusable.class)
        .get()
        .extracting(NoGpu::why)
        .asString()
        .contains("openvm-1/1", "src-native-cuda/build --cuda");
    assertFails(HASWELL, DeviceChoice.GPU).hasMessageContaining("openvm-1/1");
  }

  @Test
  void does_not_touch_a_gpu_where_the_processor_is_asked_for() throws Exception {
    Path cpu = build("x86-64-v3");
    build("x86-64-v3-cuda");

    OpenedEngine engine = open(HASWELL, DeviceChoice.CPU);

    assertThat(opened).containsExactly(cpu);
    assertThat(engine.noGpu()).isEmpty();
  }

  @Test
  void takes_the_processor_and_says_that_nothing_is_built_for_a_gpu() throws Exception {
    Path cpu = build("x86-64-v3");

    OpenedEngine engine = open(HASWELL, DeviceChoice.AUTO);

    assertThat(opened).containsExactly(cpu);
    assertThat(engine.noGpu())
        .containsInstanceOf(NoGpu.NotBuilt.class)
        .get()
        .extracting(NoGpu::why)
        .asString()
        .contains("src-native-cuda/build --cuda");
  }

  @Test
  void takes_the_processor_and_says_why_the_gpu_cannot_be_used() throws Exception {
    // Given
    Path cpu = build("x86-64-v3");
    Path gpu = build("x86-64-v3-cuda");
    failures.put(Backend.CUDA, new EngineException(EngineStatus.UNAVAILABLE, "no driver"));

    // When
    OpenedEngine engine = open(HASWELL, DeviceChoice.AUTO);

    // Then
    assertThat(opened).containsExactly(gpu, cpu);
    assertThat(engine.noGpu()).contains(new NoGpu.Unusable("no driver"));
  }

  @Test
  void takes_the_processor_where_the_library_for_the_gpu_is_of_another_kind() throws Exception {
    // Given one for a newer processor
    build("x86-64-v3");
    build("x86-64-v4-cuda");

    // When
    OpenedEngine engine = open(HASWELL, DeviceChoice.AUTO);

    // Then
    assertThat(engine.noGpu())
        .containsInstanceOf(NoGpu.Unusable.class)
        .get()
        .extracting(NoGpu::why)
        .asString()
        .contains("for GPUs", "built for x86-64-v4 only");
  }

  @Test
  void does_not_replace_a_gpu_that_was_asked_for() throws Exception {
    build("x86-64-v3");
    build("x86-64-v3-cuda");
    failures.put(Backend.CUDA, new EngineException(EngineStatus.UNAVAILABLE, "no driver"));

    assertFails(HASWELL, DeviceChoice.GPU)
        .hasMessage("no driver")
        .returns(EngineStatus.UNAVAILABLE, EngineException::status);
  }

  @Test
  void says_what_is_wrong_with_both_where_neither_can_be_used() throws Exception {
    build("x86-64-v3-cuda");
    failures.put(Backend.CUDA, new EngineException(EngineStatus.UNAVAILABLE, "no driver"));

    assertFails(HASWELL, DeviceChoice.AUTO)
        .hasMessageContaining("the proving engine is not at")
        .hasMessageContaining("no driver")
        .returns(EngineStatus.IO, EngineException::status);
  }

  @Test
  void refuses_a_file_that_is_no_library() throws Exception {
    build("x86-64-v3");

    assertThatThrownBy(() -> EngineLibrary.open(directory, directory))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("cannot load");
  }

  private OpenedEngine open(String cpuinfo, DeviceChoice choice) throws EngineException {
    Set<String> flags = CpuLevel.flags(cpuinfo);
    return EngineLibrary.open(
        directory,
        flags,
        choice,
        (backend, library) -> {
          opened.add(library);
          EngineException failure = failures.get(backend);
          if (failure != null) {
            throw failure;
          }
          FakeEngine engine = new FakeEngine();
          engine.version = versions.getOrDefault(backend, FakeEngine.VERSION);
          if (backend == Backend.CUDA) {
            engine.device =
                Optional.of(new EngineDescription.Device("GPU", 1, "9.0", "13.0", "13.0"));
          }
          return engine;
        });
  }

  private AbstractThrowableAssert<?, EngineException> assertFails(
      String cpuinfo, DeviceChoice choice) {
    return assertThatThrownBy(() -> open(cpuinfo, choice))
        .asInstanceOf(throwable(EngineException.class));
  }

  private Path build(String folder) throws IOException {
    Path file = directory.resolve(folder).resolve(EngineLibrary.FILE_NAME);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "not an ELF");
  }
}
