package dev.provelet.stage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = StageConfig.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule FEATURES_DO_NOT_GO_ROUND_IN_CIRCLES =
      slices().matching("dev.provelet.stage.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule PLANNING_IS_PURE =
      noClasses()
          .that()
          .resideInAPackage("..plan..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "java.time..", "java.net..", "java.io..", "jakarta..");

  @ArchTest
  static final ArchRule PROTO_STOPS_AT_ITS_ADAPTER =
      noClasses()
          .that()
          .resideOutsideOfPackages("..grpc..", "dev.provelet.contract..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.provelet.contract.stage..", "com.google.protobuf..", "io.grpc..");

  @ArchTest
  static final ArchRule HTTP_STOPS_AT_ITS_ADAPTER =
      noClasses()
          .that()
          .resideOutsideOfPackage("..http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.ws..");

  @ArchTest
  static final ArchRule S3_STOPS_AT_ITS_ADAPTER =
      noClasses()
          .that()
          .haveSimpleNameNotStartingWith("S3")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");
}
