package io.outcrop.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.outcrop.jobs.cluster.Changes;
import io.outcrop.jobs.cluster.Contrast;
import io.outcrop.jobs.cluster.FacetItems;
import io.outcrop.jobs.cluster.Phrases;
import io.outcrop.jobs.cluster.ShareChange;
import io.outcrop.jobs.cluster.Significance;
import io.outcrop.jobs.cluster.WilsonInterval;
import io.outcrop.jobs.insights.Examples;
import io.outcrop.jobs.insights.Wording;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Zone;
import java.util.List;

/** The walls between the rooms. */
@AnalyzeClasses(packages = "io.outcrop", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String JOBS = "io.outcrop.jobs";
  private static final List<String> PHASES =
      List.of("ingest", "facets", "embed", "cluster", "insights", "publish");

  private static String room(String name) {
    return JOBS + "." + name + "..";
  }

  private static DescribedPredicate<JavaClass> phasesBut(String... known) {
    return resideInAPackage("nowhere")
        .or(
            JavaClass.Predicates.resideInAnyPackage(
                PHASES.stream()
                    .filter(phase -> !List.of(known).contains(phase))
                    .map(ArchitectureTest::room)
                    .toArray(String[]::new)))
        .as("phases other than " + String.join(", ", known));
  }

  @ArchTest
  static final ArchRule PUBLISHED_TABLES_ARE_THE_GATES_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              room("publish"),
              room("report"),
              room("validate"),
              room("cli"),
              room("tables"),
              room("track"),
              room("export"))
          .should()
          .accessFieldWhere(publishedTable())
          .because("nothing enters the zone insights but through the gate");

  private static DescribedPredicate<JavaFieldAccess> publishedTable() {
    return DescribedPredicate.describe(
        "a published table",
        access ->
            access.getTargetOwner().getPackageName().equals(Table.class.getPackageName())
                && !access.getTargetOwner().isEquivalentTo(Zone.class)
                && access.getName().equals("INSIGHTS"));
  }

  @ArchTest
  static final ArchRule COMMANDS_AND_REPORT_DO_NOT_WRITE_TABLES =
      noClasses()
          .that()
          .resideInAnyPackage(
              room("cli"), room("report"), room("validate"), room("export"), room("show"))
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "a writing method of Warehouse",
                  call ->
                      call.getTargetOwner().getSimpleName().equals("Warehouse")
                          && List.of("append", "overwrite", "replaceWhere", "replaceRun", "upsert")
                              .contains(call.getName())));

  @ArchTest
  static final ArchRule INGEST_KNOWS_NO_OTHER_PHASE =
      noClasses()
          .that()
          .resideInAPackage(room("ingest"))
          .should()
          .dependOnClassesThat(phasesBut("ingest"));

  @ArchTest
  static final ArchRule FACETS_KNOWS_NO_OTHER_PHASE =
      noClasses()
          .that()
          .resideInAPackage(room("facets"))
          .should()
          .dependOnClassesThat(phasesBut("facets"));

  @ArchTest
  static final ArchRule EMBED_KNOWS_NO_OTHER_PHASE =
      noClasses()
          .that()
          .resideInAPackage(room("embed"))
          .should()
          .dependOnClassesThat(phasesBut("embed"));

  @ArchTest
  static final ArchRule CLUSTER_KNOWS_EMBED_ALONE =
      noClasses()
          .that()
          .resideInAPackage(room("cluster"))
          .should()
          .dependOnClassesThat(phasesBut("cluster", "embed"));

  @ArchTest
  static final ArchRule INSIGHTS_KNOWS_CLUSTERS_STATISTICS_AND_WORDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage(room("insights"))
          .should()
          .dependOnClassesThat(
              phasesBut("insights")
                  .and(
                      DescribedPredicate.not(
                          belongToAnyOf(
                              Contrast.class,
                              FacetItems.class,
                              Significance.class,
                              WilsonInterval.class,
                              Changes.class,
                              Phrases.class,
                              ShareChange.class))));

  @ArchTest
  static final ArchRule SHIFTS_KNOW_CLUSTERS_STATISTICS_ALONE =
      noClasses()
          .that()
          .resideInAPackage(room("shifts"))
          .should()
          .dependOnClassesThat(
              phasesBut()
                  .and(DescribedPredicate.not(belongToAnyOf(FacetItems.class, ShareChange.class))));

  @ArchTest
  static final ArchRule PUBLISH_KNOWS_THE_WORDS_OF_INSIGHTS_ALONE =
      noClasses()
          .that()
          .resideInAPackage(room("publish"))
          .should()
          .dependOnClassesThat(
              phasesBut("publish")
                  .and(
                      DescribedPredicate.not(
                          belongToAnyOf(Wording.class, Examples.class, WilsonInterval.class))));

  @ArchTest
  static final ArchRule REPORT_KNOWS_NO_PHASE =
      noClasses().that().resideInAPackage(room("report")).should().dependOnClassesThat(phasesBut());

  @ArchTest
  static final ArchRule TABLES_KNOW_NO_PHASE =
      noClasses()
          .that()
          .resideInAnyPackage(room("tables"), room("runs"), room("config"))
          .should()
          .dependOnClassesThat(phasesBut());

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage(room("cli"))
          .and()
          .doNotBelongToAnyOf(Main.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(room("cli"), "picocli..");

  @ArchTest
  static final ArchRule DETECTORS_KNOW_NO_READER =
      noClasses()
          .that()
          .resideInAnyPackage("io.outcrop.facets.detect..", "io.outcrop.facets.extract..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.outcrop.facets.read..");

  @ArchTest
  static final ArchRule TRACES_KNOW_NO_ONE =
      noClasses()
          .that()
          .resideInAPackage("io.outcrop.facets.trace..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.outcrop.facets.read..",
              "io.outcrop.facets.detect..",
              "io.outcrop.facets.extract..",
              "io.outcrop.jobs..");

  @ArchTest
  static final ArchRule FACETS_LIBRARY_KNOWS_NO_SPARK =
      noClasses()
          .that()
          .resideInAPackage("io.outcrop.facets..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..", JOBS + "..");

  @ArchTest
  static final ArchRule OUTPUT_IS_THE_COMMANDS_AND_THE_LOGS =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Main.class)
          .should()
          .accessFieldWhere(
              DescribedPredicate.describe(
                  "System.out or System.err",
                  access ->
                      access.getTargetOwner().isEquivalentTo(System.class)
                          && List.of("out", "err").contains(access.getName())))
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "printStackTrace", call -> call.getName().equals("printStackTrace")))
          .orShould()
          .callMethod(System.class, "exit", int.class);
}
