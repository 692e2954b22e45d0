package io.outcrop.jobs.insights;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.llm.InsightAnswer;
import io.outcrop.facets.llm.stub.StubFaults;
import io.outcrop.facets.llm.stub.StubServer;
import io.outcrop.jobs.cluster.Cluster;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.Embed;
import io.outcrop.jobs.embed.FactsTable;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.evals.EvalCandidates;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.publish.Publish;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.CostsTable;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Change;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two weeks from facts to published insights: claims that come with a model in the second week,
 * loops that triple, a timeout on the last day, and what stays as it was.
 */
class TwoWeeksTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
  private static final int DAYS = 14;
  private static final List<String> TASKS =
      List.of("change the seat of a booking", "find a cheap hotel", "send the invoice again");

  @TempDir static Path folder;
  private static Warehouse warehouse;
  private static Run run;
  private static List<Insight> found;
  private static int traces;

  @BeforeAll
  static void night() {
    warehouse = new Warehouse(LocalSpark.session(), folder.toString());
    FactsTable table = new FactsTable();
    for (int day = 0; day < DAYS; day++) {
      boolean later = day >= 7;
      for (int i = 0; i < 40; i++) {
        add(table, day, later && i % 3 == 0 ? "m-b" : "m-a", Map.of("tool_call_count", 1 + i % 3));
      }
      for (int i = 0; i < (later ? 15 : 5); i++) {
        add(table, day, later && i % 3 == 0 ? "m-b" : "m-a", loop());
      }
      for (int i = 0; i < (later ? 6 : day % 4 == 0 ? 1 : 0); i++) {
        add(table, day, later ? "m-b" : "m-a", claim());
      }
      for (int i = 0; i < (day == DAYS - 1 ? 24 : 0); i++) {
        add(table, day, i % 3 == 0 ? "m-b" : "m-a", timeout());
      }
    }
    warehouse.overwrite(TracesTable.TABLE, table.in(LocalSpark.session()));
    OutcropConfig config =
        OutcropConfig.load(
            null, List.of("outcrop.publish.min-tenants=3", "outcrop.publish.min-traces=10"));
    run = Run.of(warehouse, config, Run.Window.LATEST, Clock.systemUTC());
    Embed.run(warehouse, run);
    Cluster.run(warehouse, run);
    Insights.run(warehouse, run);
    found = insights(InsightsTable.FACTS);
    EvalCandidates.run(warehouse, run);
    Publish.run(warehouse, run);
  }

  private static void add(FactsTable table, int day, String model, Map<String, Object> facets) {
    int number = traces++;
    Map<String, Object> all = new HashMap<>(facets);
    all.put("trace_date", FIRST.plusDays(day));
    all.put("tenant_id", "tenant-" + number % 7);
    all.put("tenants", 1);
    all.put("model_versions", new String[] {model});
    all.put("task_summary", TASKS.get(number % TASKS.size()));
    all.put("llm_call_count", 2);
    all.put("latency_ms", 1000L);
    all.put("cost_usd", 0.01);
    all.putIfAbsent("completion_status", "full");
    all.putIfAbsent("concerning_behavior", 1);
    table.add("t" + number, all);
  }

  private static Map<String, Object> loop() {
    return failing(
        "repeats the same call without progress",
        "loop",
        3,
        Map.of(
            "loop",
            true,
            "repeated_calls",
            5,
            "action_sequence",
            new String[] {"ask", "look_up", "look_up:same_again", "answer"}));
  }

  private static Map<String, Object> claim() {
    return failing(
        "claims an action that no tool call performed",
        "phantom_action",
        5,
        Map.of("phantom_tools", new String[] {"book"}, "completion_status", "hallucinated"));
  }

  private static Map<String, Object> timeout() {
    return failing(
        "runs out of time",
        "timed_out",
        3,
        Map.of(
            "timed_out",
            true,
            "origin_kind",
            "TOOL",
            "action_sequence",
            new String[] {"search:error"}));
  }

  private static Map<String, Object> failing(
      String mode, String issue, int concern, Map<String, Object> facets) {
    Map<String, Object> all = new HashMap<>(facets);
    all.put("failure_mode", mode);
    all.put("issues", new String[] {issue});
    all.put("failing", true);
    all.put("concerning_behavior", concern);
    return all;
  }

  private static List<Insight> insights(Table table) {
    return warehouse.read(table, run.id()).collectAsList().stream()
        .map(InsightsTable.ROWS::fromRow)
        .sorted(Comparator.comparingInt(Insight::rank))
        .toList();
  }

  private static Insight about(List<Insight> insights, String facet) {
    return insights.stream()
        .filter(i -> i.judgement().equals("bad"))
        .filter(
            i ->
                i.evidence().stream().anyMatch(e -> e.facet().equals(facet) && e.inCluster() > 0.9))
        .findFirst()
        .orElseThrow(() -> new AssertionError(facet + " is in none of " + said(insights)));
  }

  private static List<String> said(List<Insight> insights) {
    return insights.stream().map(Insight::headline).toList();
  }

  @Test
  void pattern_thatFirstAppearsOnTheLastDay_isNewInTheTop() {
    Insight timeouts = about(found, "timed_out");

    assertThat(timeouts.status()).as("%s", said(found)).isEqualTo("new");
    assertThat(timeouts.rank()).as("%s", said(found)).isLessThanOrEqualTo(3);
    assertThat(timeouts.headline()).contains("(new since 15 March)");
    assertThat(timeouts.likelyCause()).contains(Signal.NOTHING_CHANGED);
    assertThat(timeouts.pattern()).contains("The failure mostly begins at a tool call");
  }

  @Test
  void pattern_thatTriples_isGrowing() {
    Insight loops = about(found, "loop");

    assertThat(loops.status()).isEqualTo("growing");
    assertThat(loops.rank()).as("%s", said(found)).isLessThanOrEqualTo(3);
    assertThat(loops.headline()).contains("loop").contains("(growing)");
    assertThat(loops.changes()).as("traces without the new model loop as often").isEmpty();
  }

  @Test
  void model_withWhichClaimsCame_isNamedAsTheLikelyCause() {
    Insight claims = about(found, "phantom_tools");

    assertThat(claims.severity()).isEqualTo("P0");
    assertThat(claims.rank()).isLessThanOrEqualTo(3);
    assertThat(claims.changes().get(0))
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo("model version");
              assertThat(change.version()).isEqualTo("m-b");
              assertThat(change.since()).isEqualTo(FIRST.plusDays(7));
              assertThat(change.shareWith()).isGreaterThan(10 * change.shareWithout());
            });
    assertThat(claims.likelyCause())
        .contains("It began or grew with model version m-b on 9 March: ");
    assertThat(claims.confounding()).contains("holds within each tenant, model version and task");
    assertThat(claims.impact().completionRate()).isZero();
    assertThat(claims.impact().completionRateOutside()).isGreaterThan(0.9);
  }

  @Test
  void evidence_againstSucceedingTracesOfTheTask_isMarked() {
    Insight claims = about(found, "phantom_tools");

    List<Evidence> peers = claims.evidence().stream().filter(e -> !e.isAgainstAll()).toList();
    assertThat(peers)
        .anySatisfy(
            e -> {
              assertThat(e.facet() + "=" + e.value()).isEqualTo("model_versions=m-b");
              // 40 fine ones a day, of which 14 have the model in the second week.
              assertThat(e.outsideTraces()).isEqualTo(40L * DAYS);
              assertThat(e.outside()).isEqualTo(98.0 / 560);
              assertThat(e.outsideTenants()).isEqualTo(7);
            });
    assertThat(peers).noneSatisfy(e -> assertThat(e.facet()).isEqualTo("failing"));
    assertThat(claims.whyDifferent()).contains("succeeding traces of the same task");
  }

  @Test
  void published_insights_tellTheSameInCoarseFigures() {
    List<Insight> published = insights(InsightsTable.INSIGHTS);
    Insight claims = about(published, "phantom_tools");

    // No trace says the model's name, so that it has no company.
    Change change = claims.changes().get(0);
    assertThat(change.version()).isEmpty();
    assertThat(claims.likelyCause())
        .contains("It began or grew with another model version on 9 March: ");
    Change exact = about(found, "phantom_tools").changes().get(0);
    assertThat(change.shareWithTraces()).isNotEqualTo(exact.shareWithTraces());
    assertThat(claims.evidence()).noneMatch(e -> e.value().contains("m-b"));
    assertThat(about(published, "timed_out").headline()).contains("(new since 15 March)");
    assertThat(published)
        .flatExtracting(Insight::related)
        .allSatisfy(
            other ->
                assertThat(
                        warehouse
                            .read(io.outcrop.jobs.tables.ClustersTable.INSIGHTS, run.id())
                            .where(col("cluster_id").equalTo(other.clusterId()))
                            .count())
                    .isEqualTo(1));
  }

  /** Good claims, but for a pattern that rests on no row, and a cause that makes figures up. */
  private static String answer(JsonNode schema, String data) {
    ObjectNode answer = new ObjectMapper().createObjectNode();
    for (String field : InsightAnswer.FIELDS) {
      ObjectNode claim = answer.putObject(field).put("text", "In the model's words.");
      claim.putArray("evidence").add(field.equals(InsightAnswer.PATTERN) ? 99 : 1);
    }
    answer.withObject("/" + InsightAnswer.LIKELY_CAUSE).put("text", "It is so in 97 % of runs.");
    return answer.toString();
  }

  @Test
  void model_thatIsAsked_saysWhatItsRowsBearOut() {
    try (StubServer server = StubServer.start(StubFaults.none(), TwoWeeksTest::answer, true)) {
      OutcropConfig asking =
          OutcropConfig.load(
              null,
              List.of(
                  "outcrop.llm.provider=openai",
                  "outcrop.llm.base-url=\"" + server.openAiUrl() + "\"",
                  "outcrop.llm.commit-seconds=1"));
      Insights.Result result;
      try (Models models = Models.of(asking.llm()).orElseThrow()) {
        result = Insights.run(warehouse, run, Optional.of(models), Clock.systemUTC());
      }
      Insight own = about(found, "phantom_tools");
      Insight told = about(insights(InsightsTable.FACTS), "phantom_tools");

      assertThat(result.texts().answered()).isPositive();
      assertThat(result.exitCode()).isZero();
      assertThat(result.lacking()).isNull();
      assertThat(told.subject()).isEqualTo("In the model's words.");
      assertThat(told.headline())
          .startsWith("In the model's words. (")
          .endsWith(own.headline().substring(own.headline().lastIndexOf(": ")));
      assertThat(told.firstCheck()).isEqualTo("In the model's words.");
      assertThat(told.whyDifferent()).isEqualTo("In the model's words. " + own.whyDifferent());
      assertThat(told.pattern()).as("rests on no row").isEqualTo(own.pattern());
      assertThat(told.likelyCause()).as("has a figure").isEqualTo(own.likelyCause());
      assertThat(told.evidence()).isEqualTo(own.evidence());
      assertThat(server.received())
          .allSatisfy(
              received ->
                  assertThat(received.body().toString())
                      .contains("1. ", "By rules this is said of it"));
      Row cost = warehouse.read(CostsTable.TABLE).where(col("role").equalTo("insights")).head();
      assertThat(cost.<String>getAs("phase")).isEqualTo("insights");

      long requests = server.requests();
      try (Models models = Models.of(asking.llm()).orElseThrow()) {
        Insights.run(warehouse, run, Optional.of(models), Clock.systemUTC());
      }
      assertThat(server.requests()).as("kept in the cache").isEqualTo(requests);
    }
  }
}
