package dev.provelet.function.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.FakeEngine;
import dev.provelet.function.testing.TinyElf;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.runner.Runner;
import org.junit.jupiter.api.Test;

final class ProgramCacheTest {
  private static final Digest A = Digest.of(new byte[] {1});
  private static final Digest B = Digest.of(new byte[] {2});
  private static final Digest C = Digest.of(new byte[] {3});

  private final FakeEngine engine = new FakeEngine();
  private final ProgramCache cache = new ProgramCache(2);

  @Test
  void closes_the_least_recently_used() throws Exception {
    // Given
    add(A).close();
    add(B).close();
    cache.find(A).orElseThrow().close();

    // When
    add(C).close();

    // Then
    assertThat(cache.find(A)).isPresent();
    assertThat(cache.find(B)).isEmpty();
    assertThat(cache.find(C)).isPresent();
    assertThat(engine.openPrograms()).isEqualTo(2);
  }

  @Test
  void closes_an_evicted_program_only_when_nobody_uses_it() throws Exception {
    ProgramCache.Lease used = add(A);
    add(B).close();
    add(C).close();
    assertThat(engine.openPrograms()).isEqualTo(3);

    used.close();
    used.close();

    assertThat(engine.openPrograms()).isEqualTo(2);
  }

  @Test
  void keeps_the_first_of_two_that_were_loaded_at_once() throws Exception {
    try (ProgramCache.Lease first = add(A);
        ProgramCache.Lease second = add(A)) {
      assertThat(second.guest()).isSameAs(first.guest());
      assertThat(engine.openPrograms()).isEqualTo(1);
    }
  }

  @Test
  void closes_all_in_the_end() throws Exception {
    ProgramCache.Lease used = add(A);
    add(B).close();

    cache.close();
    assertThat(engine.openPrograms()).isEqualTo(1);

    used.close();
    assertThat(engine.openPrograms()).isZero();
  }

  private ProgramCache.Lease add(Digest elf) throws InvalidProgramException, EngineException {
    return cache.add(new Input("program", elf, 1), new Runner(engine).load(TinyElf.echo(0)));
  }
}
