package dev.provelet.stage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.function.AggregationShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProofPlanTest {
  private static final Optional<AggregationShape> SHAPE =
      Optional.of(new AggregationShape(4, 3, 3));

  @Test
  void one_segment_takes_one_task_of_each_kind() {
    // When
    List<PlannedTask> plan =
        ProofPlan.all(ProofTarget.STARK, ProofOrigin.PROGRAM, SHAPE, new RunProgress(1, true));
    // Then
    assertThat(plan)
        .extracting(PlannedTask::name)
        .containsExactlyInAnyOrder(
            "split",
            "prove-0",
            "leaf-0",
            "internal-0",
            "recursive-0-0",
            "wrap",
            "verify",
            "publish");
  }

  @Test
  void nothing_is_published_that_is_not_verified() {
    // When
    PlannedTask publish = named("publish", ProofTarget.STARK);
    // Then
    assertThat(publish.needs()).contains(ProofPlan.VERDICT, ProofPlan.FINAL_PROOF);
    assertThat(named("verify", ProofTarget.STARK).needs())
        .containsExactly(ProofPlan.FINAL_PROOF, ProofPlan.OUTPUT);
  }

  @Test
  void execution_alone_is_run_and_published() {
    assertThat(
            ProofPlan.all(
                ProofTarget.EXECUTE, ProofOrigin.PROGRAM, SHAPE, new RunProgress(0, true)))
        .extracting(PlannedTask::name)
        .containsExactly("execute", "publish");
  }

  @Test
  void segment_proofs_are_not_aggregated() {
    assertThat(
            ProofPlan.all(
                ProofTarget.SEGMENTS, ProofOrigin.PROGRAM, SHAPE, new RunProgress(2, true)))
        .extracting(PlannedTask::name)
        .containsExactlyInAnyOrder("split", "prove-0", "prove-1", "publish");
  }

  @Test
  void no_tree_is_planned_before_its_arity_is_known() {
    assertThatThrownBy(
            () ->
                ProofPlan.grown(
                    ProofTarget.STARK,
                    Optional.empty(),
                    RunProgress.NONE,
                    new RunProgress(1, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("aggregated");
  }

  @Test
  void an_on_chain_proof_is_made_of_the_final_proof_and_verified_too() {
    // When
    List<PlannedTask> plan =
        ProofPlan.all(ProofTarget.SNARK, ProofOrigin.PROGRAM, SHAPE, new RunProgress(1, true));
    // Then
    assertThat(plan)
        .extracting(PlannedTask::name)
        .containsExactlyInAnyOrder(
            "split",
            "prove-0",
            "leaf-0",
            "internal-0",
            "recursive-0-0",
            "wrap",
            "verify",
            "root",
            "snark",
            "wrap-evm",
            "verify-snark",
            "publish");
    assertThat(named("root", ProofTarget.SNARK).needs()).containsExactly("wrap");
    assertThat(named("snark", ProofTarget.SNARK).needs()).containsExactly("root");
    assertThat(named("wrap-evm", ProofTarget.SNARK).needs()).containsExactly("snark");
    assertThat(named("verify-snark", ProofTarget.SNARK).needs())
        .containsExactly("wrap-evm", "output");
    assertThat(named("publish", ProofTarget.SNARK).needs())
        .containsExactlyInAnyOrder("verify", "verify-snark", "wrap", "wrap-evm", "output");
  }

  @Test
  void nothing_is_run_or_proved_again_of_a_final_proof_that_is_taken_on() {
    // When
    List<PlannedTask> plan =
        ProofPlan.all(ProofTarget.SNARK, ProofOrigin.FINAL_PROOF, SHAPE, new RunProgress(9, true));
    // Then
    assertThat(plan)
        .extracting(PlannedTask::name)
        .containsExactly("root", "snark", "wrap-evm", "verify-snark", "publish");
    assertThat(plan.getLast().needs())
        .containsExactlyInAnyOrder("verify-snark", "wrap", "wrap-evm", "output");
  }

  @ParameterizedTest
  @EnumSource(names = "SNARK", mode = EnumSource.Mode.EXCLUDE)
  void a_final_proof_is_taken_on_to_a_proof_for_a_chain_only(ProofTarget target) {
    assertThatThrownBy(() -> ProofPlan.first(target, ProofOrigin.FINAL_PROOF))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(ProofTarget.class)
  void every_task_needs_only_what_a_task_before_it_makes(ProofTarget target) {
    // Given what the run makes
    Set<String> made = new HashSet<>(Set.of(ProofPlan.OUTPUT));
    for (int i = 0; i < 150; i++) {
      made.add(ProofPlan.segment(i));
    }
    List<PlannedTask> left =
        new ArrayList<>(
            ProofPlan.all(target, ProofOrigin.PROGRAM, SHAPE, new RunProgress(150, true)));
    // When tasks are done whose needs are there
    boolean progress = true;
    while (progress) {
      List<PlannedTask> doable =
          left.stream().filter(task -> made.containsAll(task.needs())).toList();
      doable.forEach(task -> made.add(task.name()));
      progress = left.removeAll(doable);
    }
    // Then all get done
    assertThat(left).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ProofTarget.class)
  void a_tasks_name_says_its_kind(ProofTarget target) {
    assertThat(ProofPlan.all(target, ProofOrigin.PROGRAM, SHAPE, new RunProgress(150, true)))
        .allSatisfy(task -> assertThat(TaskKind.ofTask(task.name())).isEqualTo(task.kind()));
  }

  @ParameterizedTest
  @EnumSource(ProofTarget.class)
  void names_are_unique(ProofTarget target) {
    assertThat(ProofPlan.all(target, ProofOrigin.PROGRAM, SHAPE, new RunProgress(150, true)))
        .extracting(PlannedTask::name)
        .doesNotHaveDuplicates();
  }

  private static PlannedTask named(String name, ProofTarget target) {
    return ProofPlan.all(target, ProofOrigin.PROGRAM, SHAPE, new RunProgress(5, true)).stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
