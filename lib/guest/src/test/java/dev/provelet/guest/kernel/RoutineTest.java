package dev.provelet.guest.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.kernel.core.Routine;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each routine declares, against the code that is emitted for it. */
class RoutineTest {
  private static final List<RoutineEffects> ORDERS =
      List.of(RoutineEffects.of(ByteOrder.BIG_ENDIAN), RoutineEffects.of(ByteOrder.LITTLE_ENDIAN));

  @ParameterizedTest
  @EnumSource
  void a_routine_declares_the_registers_that_its_code_writes_and_no_others(Routine routine) {
    Set<Integer> written = new HashSet<>();
    ORDERS.forEach(order -> written.addAll(order.written(routine)));

    assertThat(routine.clobbers()).isEqualTo(written);
  }

  @Test
  void every_call_of_a_routine_is_by_the_link_that_the_routine_declares() {
    assertThat(ORDERS)
        .allSatisfy(
            order ->
                assertThat(order.calls())
                    .isNotEmpty()
                    .allSatisfy(call -> assertThat(call.link()).isEqualTo(call.callee().link())));
  }

  @ParameterizedTest
  @EnumSource
  void a_routine_that_has_a_link_returns_by_it(Routine routine) {
    if (routine.link() != 0) {
      assertThat(ORDERS).allSatisfy(order -> assertThat(order.returns(routine)).isTrue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_routine_returns_to_its_caller_whatever_it_calls_in_between(Routine routine) {
    assertThat(ORDERS).allSatisfy(order -> assertThat(order.keepsItsLink(routine)).isTrue());
  }
}
