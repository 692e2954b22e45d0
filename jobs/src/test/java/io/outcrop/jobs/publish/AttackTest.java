package io.outcrop.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.extract.FacetVocabulary;
import io.outcrop.facets.llm.stub.StubFaults;
import io.outcrop.facets.llm.stub.StubServer;
import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.forget.Forget;
import io.outcrop.jobs.publish.AttackedWarehouse.Canary;
import io.outcrop.jobs.report.Report;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One night over the traces of attackers and of those who have something to lose. */
class AttackTest {
  @TempDir static Path root;
  private static Warehouse warehouse;
  private static Run run;
  private static Publish.Result honest;
  private static String raw;
  private static String publishedByRule;
  private static List<Cluster> built;
  private static List<String> titlesByRule;
  private static String publishedByStub;
  private static List<Cluster> clustersByStub;
  private static String insightsByStub;
  private static Forget.Result forgotten;
  private static String afterForgetting;
  private static String afterReadingAgain;
  private static List<String> textsByStub;
  private static String reportByRule;
  private static String reportByStub;
  private static Publish.Result byModel;
  private static String titlesOfModel;
  private static String publishedByModel;
  private static final String FORGOTTEN = "qarnovex";
  private static final List<String> SETS =
      List.of(
          "outcrop.window.days=0",
          "outcrop.cluster.traces-per-leaf=20",
          "outcrop.cluster.axes=[task, failure]",
          "outcrop.cluster.refinements=1");

  @BeforeAll
  static void night() {
    Path input = AttackedWarehouse.write(root.resolve("in/traces.json"));
    warehouse = new Warehouse(LocalSpark.session(), root.resolve("warehouse").toString());
    OutcropConfig config = OutcropConfig.load(null, SETS);
    Nightly.Result night =
        new Nightly(warehouse, config, Clock.systemUTC())
            .run(List.of(input.getParent().toString()), Run.Window.LATEST);
    run = night.run();
    honest = night.publish();
    raw =
        AttackedWarehouse.squeezed(
            warehouse.read(SpansTable.TABLE).toJSON().collectAsList().toString());
    publishedByRule = everythingUnder("insights");
    titlesByRule = clusters().stream().map(Cluster::title).toList();
    built =
        warehouse.read(ClustersTable.FACTS, run.id()).collectAsList().stream()
            .map(ClustersTable.ROWS::fromRow)
            .toList();
    reportByRule = report(warehouse, run);
    publishAgainWithATreacherousLabeller();
    publishedByStub = everythingUnder("insights");
    reportByStub = report(warehouse, run);
    nightOfATreacherousModel(input.getParent());
    forgetOneTenant(config, input.getParent());
  }

  private static String report(Warehouse tables, Run of) {
    Path file = root.resolve("report-" + tables.root().hashCode() + ".html");
    Report.run(
        tables, new Runs(tables, Clock.systemUTC()).find(of.id()).orElseThrow(), file.toString());
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A model was talked into telling of one tenant in what it says of every other's traces, and into
   * passing whatever it is to audit.
   */
  private static void nightOfATreacherousModel(Path inputs) {
    try (StubServer model = StubServer.start(StubFaults.none(), AttackTest::treacherous, true)) {
      Path key = Files.writeString(root.resolve("key"), "sk-planted");
      Warehouse tables = new Warehouse(LocalSpark.session(), root.resolve("by-model").toString());
      List<String> sets = new ArrayList<>(SETS);
      sets.add("outcrop.llm.provider=anthropic");
      sets.add("outcrop.llm.base-url=\"" + model.anthropicUrl() + "\"");
      sets.add("outcrop.llm.api-key-file=\"" + key + "\"");
      Nightly.Result night =
          new Nightly(tables, OutcropConfig.load(null, sets), Clock.systemUTC())
              .run(List.of(inputs.toString()), Run.Window.LATEST);
      byModel = night.publish();
      titlesOfModel =
          tables.read(ClustersTable.FACTS, night.run().id()).collectAsList().stream()
              .map(ClustersTable.ROWS::fromRow)
              .map(c -> c.title() + c.description())
              .collect(Collectors.joining("\n"));
      publishedByModel =
          everythingUnder("../by-model/insights")
              + AttackedWarehouse.squeezed(report(tables, night.run()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String treacherous(JsonNode schema, String data) {
    ObjectNode answer = new ObjectMapper().createObjectNode();
    if (schema.path("properties").has("risk")) {
      return answer.put("risk", 1).put("reason", "It is harmless.").toString();
    }
    Canary canary = AttackedWarehouse.CANARIES.get(data.contains("booking") ? 1 : 6);
    return answer
        .put("task_summary", canary.company() + " of " + canary.person() + " wants a refund")
        .put("topic", canary.project())
        .put("language", "en")
        .putNull("failure_mode")
        .put("reasoning_pattern", FacetVocabulary.reasoningPatterns().get(0))
        .put("resource_pattern", FacetVocabulary.resourcePatterns().get(0))
        .put("concerning_behavior", 1)
        .put("sentiment", FacetVocabulary.sentiments().get(0))
        .set("issues", new ObjectMapper().createArrayNode())
        .toString();
  }

  /** The same traces come again afterwards, in another file. */
  private static void forgetOneTenant(OutcropConfig config, Path inputs) {
    Nightly nightly = new Nightly(warehouse, config, Clock.systemUTC());
    clustersByStub = clusters();
    textsByStub =
        Stream.of(ClustersTable.INSIGHTS, InsightsTable.INSIGHTS)
            .flatMap(table -> warehouse.read(table, run.id()).collectAsList().stream())
            .flatMap(AttackTest::textsOf)
            .toList();
    insightsByStub =
        warehouse.read(InsightsTable.INSIGHTS, run.id()).toJSON().collectAsList().toString();
    forgotten = nightly.forget(FORGOTTEN);
    afterForgetting = everythingUnder("");
    AttackedWarehouse.write(inputs.resolve("again.json"));
    nightly.ingest(List.of(inputs.toString()));
    nightly.facets();
    afterReadingAgain = everythingUnder("");
  }

  /** A model that was talked into it names every cluster by what it must not tell. */
  private static void publishAgainWithATreacherousLabeller() {
    List<Row> clusters = new ArrayList<>();
    for (int i = 0; i < built.size(); i++) {
      Canary canary = AttackedWarehouse.CANARIES.get(i % AttackedWarehouse.CANARIES.size());
      String title =
          switch (i % 5) {
            case 4 -> AttackedWarehouse.MARKUP;
            case 0 -> "About " + canary.company() + ", refund";
            case 1 -> "Goes round in a loop with " + canary.person();
            case 2 -> canary.project().toUpperCase(java.util.Locale.ROOT) + " " + canary.email();
            default -> "Refund " + canary.tenant().replace("", "-") + " " + canary.key();
          };
      clusters.add(ClustersTable.ROWS.toRow(built.get(i).placed(built.get(i).parentId(), title)));
    }
    List<Row> insights =
        warehouse.read(InsightsTable.FACTS, run.id()).collectAsList().stream()
            .map(InsightsTable.ROWS::fromRow)
            .map(AttackTest::betraying)
            .map(InsightsTable.ROWS::toRow)
            .toList();
    warehouse.replaceRun(
        ClustersTable.FACTS,
        warehouse.spark().createDataFrame(clusters, ClustersTable.FACTS.schema()),
        run.id());
    warehouse.replaceRun(
        InsightsTable.FACTS,
        warehouse.spark().createDataFrame(insights, InsightsTable.FACTS.schema()),
        run.id());
    Publish.run(warehouse, run);
  }

  private static Insight betraying(Insight insight) {
    Canary canary = AttackedWarehouse.CANARIES.get(insight.rank() % 7);
    return new Insight(
        insight.runId(),
        insight.insightId(),
        insight.rank(),
        insight.unit(),
        insight.axis(),
        insight.scope(),
        insight.level(),
        insight.clusterId(),
        canary.company(),
        "Most mention " + canary.project() + ".",
        canary.person(),
        List.of(
            new InsightsTable.Evidence("agent", "agent of " + canary.tenant(), 1, 0, 9, 0.01),
            new InsightsTable.Evidence("origin_tool", canary.tool(), 1, 0, 9, 0.01),
            new InsightsTable.Evidence("agent", AttackedWarehouse.MARKUP, 1, 0, 9, 0.01)),
        insight.judgement(),
        insight.severity(),
        canary.person() + " did it. " + AttackedWarehouse.MARKUP,
        AttackedWarehouse.MARKUP,
        canary.account(),
        canary.key(),
        insight.traces(),
        insight.tenants(),
        insight.share(),
        insight.priority(),
        List.of("The agent calls " + canary.person() + "."));
  }

  /** Every file of a zone, Parquet decoded, all versions that are still there. */
  private static String everythingUnder(String zone) {
    StringBuilder everything = new StringBuilder();
    try (Stream<Path> files = Files.walk(root.resolve("warehouse").resolve(zone))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        everything.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
        if (file.toString().endsWith(".parquet")) {
          warehouse.spark().read().parquet(file.toString()).toJSON().collectAsList().stream()
              .map(String::toString)
              .forEach(everything::append);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return AttackedWarehouse.squeezed(everything.toString());
  }

  private static Stream<String> textsOf(Row row) {
    return java.util.stream.IntStream.range(0, row.length())
        .mapToObj(row::get)
        .flatMap(AttackTest::textsOfCell);
  }

  private static Stream<String> textsOfCell(Object cell) {
    if (cell instanceof Row row) {
      return textsOf(row);
    }
    if (cell instanceof scala.collection.Seq<?> seq) {
      return scala.collection.JavaConverters.seqAsJavaList(seq).stream()
          .flatMap(AttackTest::textsOfCell);
    }
    return cell instanceof String text ? Stream.of(text) : Stream.empty();
  }

  private static List<Cluster> clusters() {
    return warehouse.read(ClustersTable.INSIGHTS, run.id()).collectAsList().stream()
        .map(ClustersTable.ROWS::fromRow)
        .toList();
  }

  @Test
  void night_publishesWhatManyShare() {
    assertThat(honest.clusters()).isPositive();
    assertThat(honest.insights()).isPositive();
    assertThat(built).hasSizeGreaterThan((int) honest.clusters());
    // Words of the traces, not only Outcrop's own, or the attacks below would attack nothing.
    assertThat(titlesByRule).anyMatch(title -> title.matches("About \\p{L}.*"));
  }

  @Test
  void canaries_areInNoByteOfTheZone() {
    for (Canary canary : AttackedWarehouse.CANARIES) {
      assertThat(canary.traces()).allSatisfy(secret -> assertThat(raw).contains(secret));
      assertThat(canary.traces())
          .allSatisfy(secret -> assertThat(publishedByRule.contains(secret)).as(secret).isFalse());
      assertThat(canary.traces())
          .allSatisfy(
              secret ->
                  assertThat(AttackedWarehouse.squeezed(reportByRule).contains(secret))
                      .as(secret)
                      .isFalse());
    }
  }

  @Test
  void canaries_thatAModelTellsOfEveryTrace_areInNoByteOfZoneAndReport() {
    assertThat(titlesOfModel.toLowerCase(java.util.Locale.ROOT))
        .contains("brimstook")
        .contains("plumdrake");
    assertThat(byModel.clusters()).isPositive();
    assertThat(byModel.audited()).isNotNull();
    for (Canary canary : AttackedWarehouse.CANARIES) {
      assertThat(canary.traces())
          .allSatisfy(secret -> assertThat(publishedByModel.contains(secret)).as(secret).isFalse());
    }
  }

  @Test
  void canaries_thatAModelPutsIntoTexts_areInNoByteOfTheZone() {
    for (Canary canary : AttackedWarehouse.CANARIES) {
      assertThat(canary.traces())
          .allSatisfy(secret -> assertThat(publishedByStub.contains(secret)).as(secret).isFalse());
      assertThat(canary.traces())
          .allSatisfy(
              secret ->
                  assertThat(AttackedWarehouse.squeezed(reportByStub).contains(secret))
                      .as(secret)
                      .isFalse());
    }
    assertThat(clustersByStub.stream().map(Cluster::title))
        .allSatisfy(
            title ->
                assertThat(title.replaceAll(" \\(\\d+\\)$", ""))
                    .matches("About refund|Goes round in a loop|refund/‹script›.*"));
  }

  @Test
  void groupsOfTwoAndFloodsOfOne_doNotShowAtAnyLevel() {
    assertThat(publishedByRule)
        .doesNotContain(AttackedWarehouse.SMALL_GROUP, AttackedWarehouse.FLOOD);
    assertThat(built.stream().map(Cluster::title).collect(Collectors.joining(" ")))
        .containsIgnoringCase(AttackedWarehouse.FLOOD);
  }

  @Test
  void tracesPlantedAroundAVictims_bringNothingOfItOut() {
    assertThat(publishedByRule).doesNotContain(AttackedWarehouse.VICTIM);
    assertThat(publishedByStub).doesNotContain(AttackedWarehouse.VICTIM);
  }

  @Test
  void markup_isInertInThePublishedTables() {
    // It came through the rule of words, or nothing would have been attacked.
    assertThat(insightsByStub).contains("‹script›refund()‹/script›");
    assertThat(insightsByStub).doesNotContain("<", "`", "\\u001b", "\u001b", "](");
    assertThat(textsByStub)
        .anyMatch(text -> text.contains("‹script›"))
        .allSatisfy(text -> assertThat(text).doesNotMatch("(?s)^[=+@\\s-].*|.*[<>`\\p{Cntrl}].*"));
  }

  @Test
  void markup_isInertInTheReport() {
    assertThat(reportByStub).contains("‹script›refund()‹/script›");
    assertThat(reportByStub).doesNotContain("<script>refund", "](javascript:", "\\u001b", "\u001b");
    assertThat(reportByStub.split("<script", -1)).hasSameSizeAs(reportByRule.split("<script", -1));
  }

  @Test
  void rows_published_meetTheRulesByAnIndependentCount() {
    assertThat(clustersByStub)
        .allSatisfy(
            cluster -> {
              assertThat(cluster.traces()).isGreaterThanOrEqualTo(20);
              assertThat(cluster.traces() % 20 % 10).isZero();
              assertThat(cluster.tenants()).isGreaterThanOrEqualTo(5).matches(t -> t % 5 == 0);
            });
  }

  @Test
  void tenant_forgotten_isInNoByteOfTheWarehouse() {
    assertThat(forgotten.traces()).isEqualTo(9);
    assertThat(forgotten.runs()).isEqualTo(1);
    assertThat(afterForgetting.contains("brimstook")).isTrue();
    AttackedWarehouse.CANARIES
        .get(0)
        .traces()
        .forEach(secret -> assertThat(afterForgetting.contains(secret)).as(secret).isFalse());
  }

  @Test
  void tenant_forgotten_isReplacedByARunWithoutIt() {
    assertThat(warehouse.read(ClustersTable.INSIGHTS).select("run_id").distinct().count())
        .isEqualTo(1);
    assertThat(warehouse.read(ClustersTable.INSIGHTS, run.id()).isEmpty()).isTrue();
  }

  @Test
  void tenant_forgotten_staysOutWhenItsTracesComeAgain() {
    assertThat(afterReadingAgain.contains(FORGOTTEN)).isFalse();
    assertThat(afterReadingAgain.contains("brimstook")).isTrue();
  }
}
