package io.portcullis;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.portcullis.policy.VerifiedToken;
import java.util.Map;
import java.util.Set;

/** Who may depend on whom; docs/ARCHITECTURE.md has the same table with its reasons. */
@AnalyzeClasses(packages = "io.portcullis", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("policy", Set.of()),
          entry("settings", Set.of()),
          entry("edge", Set.of("settings")),
          entry("telemetry", Set.of("settings")),
          entry("token", Set.of("policy", "settings")),
          entry("store", Set.of("policy", "settings")),
          entry("sync", Set.of("policy", "store", "settings")),
          entry("audit", Set.of("policy", "store", "settings")),
          entry("assertion", Set.of("policy", "token", "store", "settings")),
          entry("backend", Set.of("policy", "store", "sync", "settings")),
          entry(
              "gateway",
              Set.of(
                  "policy",
                  "token",
                  "assertion",
                  "backend",
                  "sync",
                  "audit",
                  "edge",
                  "settings",
                  "telemetry")),
          entry(
              "admin",
              Set.of(
                  "policy", "token", "store", "sync", "audit", "edge", "settings", "telemetry")));

  @ArchTest
  static void packagesUseOnlyWhatIsListed(JavaClasses classes) {
    MAY_USE.forEach(
        (name, allowed) ->
            noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat(areOursBut(name, allowed))
                .allowEmptyShould(true)
                .check(classes));
  }

  @ArchTest
  static final ArchRule policyDoesNoInputOrOutput =
      noClasses()
          .that()
          .resideInAPackage(in("policy"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..", "java.io..", "java.nio..", "java.sql..");

  @ArchTest
  static final ArchRule policyHasNoClock =
      noClasses()
          .that()
          .resideInAPackage(in("policy"))
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class);

  @ArchTest
  static final ArchRule onlyTheTokenPackageVouchesForClaims =
      noClasses()
          .that()
          .resideOutsideOfPackages(in("token"))
          .should()
          .callConstructorWhere(
              describe(
                  "makes a VerifiedToken",
                  call -> call.getTarget().getOwner().isEquivalentTo(VerifiedToken.class)));

  private static String in(String name) {
    return "io.portcullis." + name + "..";
  }

  private static DescribedPredicate<JavaClass> areOursBut(String name, Set<String> allowed) {
    return describe(
        "are ours, but not of " + name + " or " + allowed,
        type -> {
          String[] parts = type.getPackageName().split("\\.", -1);
          return type.getPackageName().startsWith("io.portcullis")
              && (parts.length < 3 || !(parts[2].equals(name) || allowed.contains(parts[2])));
        });
  }
}
