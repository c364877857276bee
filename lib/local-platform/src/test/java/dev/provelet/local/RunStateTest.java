package dev.provelet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {
  private static final URI STAGE = URI.create("http://127.0.0.1:1234");
  @TempDir private Path directory;

  @Test
  void a_live_supervisor_is_found() throws Exception {
    RunState state = state(RunState.Identity.of(ProcessHandle.current()));

    state.write(data().state());

    assertThat(RunState.running(data())).contains(state);
  }

  @Test
  void a_process_that_got_the_number_of_a_dead_supervisor_is_not_taken_for_it() throws Exception {
    RunState.Identity self = RunState.Identity.of(ProcessHandle.current());
    RunState state = state(new RunState.Identity(self.pid(), self.startMillis() - 60_000));

    state.write(data().state());

    assertThat(RunState.running(data())).isEmpty();
    assertThat(RunState.read(data())).contains(state);
  }

  @Test
  void no_state_and_a_broken_state_mean_that_nothing_runs() throws Exception {
    assertThat(RunState.running(data())).isEmpty();

    Files.writeString(data().state(), "{ not json");

    assertThat(RunState.running(data())).isEmpty();
  }

  private DataDirectory data() {
    return DataDirectory.at(directory);
  }

  private static RunState state(RunState.Identity supervisor) {
    return new RunState(
        supervisor, STAGE, STAGE, List.of(new RunState.Service("prover-1", supervisor, STAGE)));
  }
}
