package dev.provelet.files;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = FileServerConfig.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule FEATURES_DO_NOT_GO_ROUND_IN_CIRCLES =
      slices().matching("dev.provelet.files.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule S3_STOPS_AT_ITS_ADAPTER =
      noClasses()
          .that()
          .haveSimpleNameNotStartingWith("S3")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");
}
