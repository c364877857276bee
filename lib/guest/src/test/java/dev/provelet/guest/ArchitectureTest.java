package dev.provelet.guest;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.provelet.guest.floats.FloatLibrary;

@AnalyzeClasses(packagesOf = GuestProgram.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule STEPS_DO_NOT_GO_ROUND_IN_CIRCLES =
      slices().matching("dev.provelet.guest.(*)..").should().beFreeOfCycles();

  /** Of the kernel's packages, {@code core} is what the others rest on. */
  @ArchTest
  static final ArchRule THE_KERNELS_CORE_KNOWS_NO_GROUP_OF_CALLS =
      noClasses()
          .that()
          .resideInAPackage("dev.provelet.guest.kernel.core..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.provelet.guest.kernel..")
                  .and(not(resideInAPackage("dev.provelet.guest.kernel.core.."))));

  @ArchTest
  static final ArchRule GROUPS_OF_CALLS_DO_NOT_KNOW_EACH_OTHER =
      slices()
          .matching("dev.provelet.guest.kernel.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(alwaysTrue(), resideInAPackage("dev.provelet.guest.kernel.core.."));

  /** The machine is what translation and kernel agree on: it knows neither. */
  @ArchTest
  static final ArchRule THE_MACHINE_RESTS_ON_NOTHING =
      noClasses()
          .that()
          .resideInAPackage("dev.provelet.guest.machine..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.provelet..")
                  .and(not(resideInAPackage("dev.provelet.guest.machine.."))));

  @ArchTest
  static final ArchRule STEPS_KNOW_NOTHING_OF_THEIR_USE =
      noClasses()
          .that()
          .resideInAPackage("dev.provelet.guest.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.provelet.guest");

  /**
   * Translation is a pure function: no clock, no files, no randomness. The library is a resource.
   */
  @ArchTest
  static final ArchRule NOTHING_BUT_THE_BYTES_MATTERS =
      noClasses()
          .that()
          .doNotBelongToAnyOf(FloatLibrary.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.time..", "java.io..", "java.nio.file..", "java.net..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random");
}
