package dev.provelet.function;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.provelet.function", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule FEATURES_DO_NOT_GO_ROUND_IN_CIRCLES =
      slices().matching("dev.provelet.function.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule STEPS_KNOW_NOTHING_OF_HOW_THEY_WERE_ASKED_FOR =
      noClasses()
          .that()
          .resideInAnyPackage("..step..", "..transfer..", "..program..", "..scratch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "jakarta.ws..", "..invoke..");

  @ArchTest
  static final ArchRule NATIVE_MEMORY_STAYS_BEHIND_THE_ENGINE =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.lang.foreign..");
}
