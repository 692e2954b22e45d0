package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.FactsRow;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.AssignmentsTable.Assignment;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.tables.WithheldTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate over one hand-made run: three tenants and six traces behind every row. */
class PublishTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @TempDir static Path root;
  private static Warehouse warehouse;
  private static Publish.Result result;
  private static Publish.Result strict;
  private static Publish.Result byUser;

  private static final List<FactsRow> TRACES = new ArrayList<>();
  private static final List<Assignment> ASSIGNMENTS = new ArrayList<>();
  private static final List<Cluster> CLUSTERS = new ArrayList<>();
  private static final List<Insight> INSIGHTS = new ArrayList<>();

  @BeforeAll
  static void publishOnce() {
    warehouse = new Warehouse(LocalSpark.session(), root.toString());
    leaf("wide", 6, ofTenants(3));
    leaf("narrow", 40, ofTenants(2));
    leaf("small", 5, ofTenants(3));
    leaf("anonymous", 8, (id, i) -> FactsRow.of(id, DAY, i < 5 ? "tenant-" + i : null));
    leaf(
        "mixed",
        8,
        (id, i) -> {
          FactsRow row = FactsRow.of(id, DAY, "tenant-" + i);
          return i < 5 ? row : row.withTwoTenants();
        });
    leaf("namesakes", 6, (id, i) -> FactsRow.of(id, DAY, "tenant-" + i % 3).withUser("ann"));
    leaf("one-tenant", 6, (id, i) -> FactsRow.of(id, DAY, "tenant-0").withUser("user-" + i % 3));
    leaf("two-users", 6, (id, i) -> FactsRow.of(id, DAY, "tenant-0").withUser("user-" + i % 2));
    CLUSTERS.add(cluster("top", 2, null, "all", TRACES.size()));
    CLUSTERS.add(cluster("ghost", 0, "wide-m", "all", 1000));
    CLUSTERS.add(cluster("own", 0, "own-m", "tenant-1", 1000));
    warehouse.overwrite(TracesTable.TABLE, rows(TracesTable.TABLE, TRACES, FactsRow::toRow));
    strict = publish("outcrop.publish.min-tenants=4");
    byUser = publish("outcrop.publish.min-tenants=3", "outcrop.publish.boundary=user");
    result = publish("outcrop.publish.min-tenants=3");
  }

  private static Publish.Result publish(String... sets) {
    Run run = run(sets);
    warehouse.replaceRun(
        AssignmentsTable.TABLE,
        rows(AssignmentsTable.TABLE, ASSIGNMENTS, AssignmentsTable.ROWS::toRow),
        run.id());
    warehouse.replaceRun(
        ClustersTable.FACTS,
        rows(ClustersTable.FACTS, CLUSTERS, ClustersTable.ROWS::toRow),
        run.id());
    warehouse.replaceRun(
        InsightsTable.FACTS,
        rows(InsightsTable.FACTS, INSIGHTS, InsightsTable.ROWS::toRow),
        run.id());
    return Publish.run(warehouse, run);
  }

  private static Run run(String... sets) {
    List<String> all = new ArrayList<>(List.of(sets));
    all.add("outcrop.publish.min-traces=6");
    all.add("outcrop.window.days=0");
    all.add("outcrop.publish.accept-risk=true");
    return Run.of(warehouse, OutcropConfig.load(null, all), Run.Window.LATEST, Clock.systemUTC());
  }

  private static <R> Dataset<Row> rows(Table table, List<R> records, Function<R, Row> toRow) {
    return LocalSpark.session()
        .createDataFrame(records.stream().map(toRow).toList(), table.schema());
  }

  /** A leaf with a parent of its own, its traces, and an insight about it. */
  private static void leaf(String name, int count, BiFunction<String, Integer, FactsRow> trace) {
    for (int i = 0; i < count; i++) {
      FactsRow row = trace.apply(name + "-" + i, i);
      TRACES.add(row);
      ASSIGNMENTS.add(
          new Assignment(
              "r", "trace", "task", "all", row.traceId(), name, name + "-m", "top", 0.5, false));
    }
    CLUSTERS.add(cluster(name, 0, name + "-m", "all", count));
    CLUSTERS.add(cluster(name + "-m", 1, "top", "all", count));
    INSIGHTS.add(insight(name, INSIGHTS.size() + 1));
  }

  private static BiFunction<String, Integer, FactsRow> ofTenants(int tenants) {
    return (id, i) -> FactsRow.of(id, DAY, "tenant-" + i % tenants);
  }

  private static Cluster cluster(String id, int level, String parent, String scope, int traces) {
    return new Cluster(
        "r",
        "trace",
        "task",
        scope,
        level,
        id,
        parent,
        id,
        "title",
        "description",
        traces,
        99,
        0.1,
        1.0,
        false,
        0,
        1,
        1,
        null,
        null,
        null,
        null,
        DAY,
        "new",
        0.1,
        0.0,
        0.0);
  }

  private static Insight insight(String cluster, int rank) {
    return new Insight(
        "r",
        "insight-" + cluster,
        rank,
        "trace",
        "task",
        "all",
        0,
        cluster,
        "headline",
        "pattern",
        "why",
        List.of(),
        "bad",
        "P1",
        null,
        null,
        null,
        "look",
        99,
        99,
        0.1,
        0.1,
        List.of());
  }

  private static final String[] MIN_3 = {"outcrop.publish.min-tenants=3"};
  private static final String[] MIN_3_USERS = {
    "outcrop.publish.min-tenants=3", "outcrop.publish.boundary=user"
  };

  private static List<String> published(String... sets) {
    return warehouse
        .read(ClustersTable.INSIGHTS, run(sets).id())
        .select(ClustersTable.CLUSTER_ID)
        .collectAsList()
        .stream()
        .map(r -> r.getString(0))
        .sorted()
        .toList();
  }

  private static String withheld(String id, String... sets) {
    return warehouse
        .read(WithheldTable.TABLE, run(sets).id())
        .where(col(WithheldTable.TABLE_NAME).equalTo("clusters"))
        .collectAsList()
        .stream()
        .map(WithheldTable.ROWS::fromRow)
        .filter(w -> w.rowId().equals(id))
        .map(w -> w.rule() + ": " + w.detail())
        .collect(Collectors.joining());
  }

  @Test
  void clusters_withEnoughBehindThem_arePublished() {
    assertThat(published(MIN_3))
        .containsExactly("namesakes", "namesakes-m", "top", "wide", "wide-m");
    assertThat(result.clusters()).isEqualTo(5);
    assertThat(result.clustersBuilt()).isEqualTo(18);
    assertThat(result.insights()).isEqualTo(2);
    assertThat(result.insightsBuilt()).isEqualTo(8);
  }

  @Test
  void rows_withheld_areCountedByRule() {
    assertThat(result.withheldByRule())
        .isEqualTo(
            Map.of(
                "clusters min-tenants", 7L,
                "clusters min-traces", 6L,
                "insights min-tenants", 3L,
                "insights min-traces", 3L));
  }

  @Test
  void cluster_withTooFewTenants_isWithheldHoweverLarge() {
    assertThat(withheld("narrow", MIN_3))
        .isEqualTo("min-tenants: covers 2 of 3 tenants and 40 of 6 traces");
    assertThat(withheld("narrow-m", MIN_3)).isEqualTo(withheld("narrow", MIN_3));
  }

  @Test
  void cluster_withTooFewTraces_isWithheld() {
    assertThat(withheld("small", MIN_3))
        .isEqualTo("min-traces: covers 3 of 3 tenants and 5 of 6 traces");
  }

  @Test
  void traces_withoutATenantOrWithTwo_countForNone() {
    assertThat(withheld("anonymous", MIN_3))
        .isEqualTo("min-traces: covers 5 of 3 tenants and 5 of 6 traces");
    assertThat(withheld("mixed", MIN_3)).isEqualTo(withheld("anonymous", MIN_3));
  }

  @Test
  void cluster_withoutMembers_isWithheldWhateverItClaims() {
    assertThat(withheld("ghost", MIN_3))
        .isEqualTo("min-tenants: covers 0 of 3 tenants and 0 of 6 traces");
  }

  @Test
  void cluster_ofOneTenantsScope_isNeitherPublishedNorListed() {
    assertThat(published(MIN_3)).doesNotContain("own");
    assertThat(withheld("own", MIN_3)).isEmpty();
  }

  @Test
  void boundary_user_countsTheUsersOfEachTenant() {
    assertThat(published(MIN_3_USERS)).containsExactly("one-tenant", "one-tenant-m", "top");
    assertThat(withheld("wide", MIN_3_USERS))
        .isEqualTo("min-tenants: covers 0 of 3 users and 0 of 6 traces");
    assertThat(withheld("two-users", MIN_3_USERS))
        .isEqualTo("min-tenants: covers 2 of 3 users and 6 of 6 traces");
    // What the two users have would be the top less its children.
    assertThat(withheld("namesakes", MIN_3_USERS)).startsWith("remainder: ");
    assertThat(byUser.insights()).isEqualTo(1);
  }

  @Test
  void threshold_higher_isAnotherRunBesideTheFirst() {
    assertThat(published("outcrop.publish.min-tenants=4")).containsExactly("top");
    assertThat(strict.insights()).isZero();
    assertThat(published(MIN_3)).hasSize(5);
  }

  @Test
  void ranks_ofWhatIsPublished_haveNoGaps() {
    assertThat(
            warehouse
                .read(InsightsTable.INSIGHTS, run(MIN_3).id())
                .orderBy(InsightsTable.RANK)
                .select(InsightsTable.RANK, InsightsTable.CLUSTER_ID)
                .collectAsList()
                .stream()
                .map(r -> r.getInt(0) + " " + r.getString(1)))
        .containsExactly("1 wide", "2 namesakes");
  }

  /** The rule once more, in the words of SQL. */
  @Test
  void rows_published_meetTheRuleByAnIndependentCount() {
    String run = run(MIN_3).id();
    warehouse.read(TracesTable.TABLE).createOrReplaceTempView("traces_seen");
    warehouse.read(AssignmentsTable.TABLE, run).createOrReplaceTempView("assignments_seen");
    warehouse.read(ClustersTable.INSIGHTS, run).createOrReplaceTempView("clusters_seen");

    List<Row> counts =
        warehouse
            .spark()
            .sql(
                """
                SELECT c.cluster_id, count(DISTINCT t.tenant_id), count(t.tenant_id)
                FROM clusters_seen c
                LEFT JOIN assignments_seen a
                  ON c.cluster_id IN (a.leaf_id, a.middle_id, a.top_id)
                LEFT JOIN traces_seen t ON t.trace_id = a.trace_id
                GROUP BY c.cluster_id""")
            .collectAsList();

    assertThat(counts)
        .hasSize(5)
        .allSatisfy(
            row -> {
              assertThat(row.getLong(1)).isGreaterThanOrEqualTo(3);
              assertThat(row.getLong(2)).isGreaterThanOrEqualTo(6);
            });
  }

  /** Three nights of one pattern: two traces more, then enough in all. */
  @Test
  void counts_held_standStillUntilEnoughCame(@TempDir Path folder) {
    Warehouse nights = new Warehouse(LocalSpark.session(), folder.toString());
    List<FactsRow> traces = new ArrayList<>();
    List<Long> told = new ArrayList<>();
    for (int[] more : new int[][] {{9, 3}, {2, 2}, {6, 3}}) {
      for (int i = 0; i < more[0]; i++) {
        traces.add(FactsRow.of("t" + traces.size(), DAY, "tenant-" + i % more[1]));
      }
      told.add(night(nights, traces));
    }
    // Two traces of two tenants are too few; with the next night's they are enough of three.
    assertThat(told).containsExactly(9L, 9L, 17L);
  }

  private static long night(Warehouse nights, List<FactsRow> traces) {
    nights.overwrite(TracesTable.TABLE, rows(TracesTable.TABLE, traces, FactsRow::toRow));
    Run run =
        Run.of(
            nights,
            OutcropConfig.load(
                null,
                List.of(
                    "outcrop.publish.min-tenants=3",
                    "outcrop.publish.min-traces=6",
                    "outcrop.publish.accept-risk=true",
                    "outcrop.publish.counts=hold",
                    "outcrop.window.days=0")),
            Run.Window.LATEST,
            Clock.systemUTC());
    Runs runs = new Runs(nights, Clock.systemUTC());
    runs.begin(run);
    List<Assignment> members =
        traces.stream()
            .map(
                t ->
                    new Assignment(
                        "r", "trace", "task", "all", t.traceId(), "leaf", "m", "top", 0.5, false))
            .toList();
    nights.replaceRun(
        AssignmentsTable.TABLE,
        rows(AssignmentsTable.TABLE, members, AssignmentsTable.ROWS::toRow),
        run.id());
    nights.replaceRun(
        ClustersTable.FACTS,
        rows(
            ClustersTable.FACTS,
            List.of(
                cluster("leaf", 0, "m", "all", traces.size()),
                cluster("m", 1, "top", "all", traces.size()),
                cluster("top", 2, null, "all", traces.size())),
            ClustersTable.ROWS::toRow),
        run.id());
    Publish.run(nights, run);
    runs.complete(run);
    List<Long> counts =
        nights.read(ClustersTable.INSIGHTS, run.id()).select("traces").collectAsList().stream()
            .map(r -> r.getLong(0))
            .distinct()
            .toList();
    assertThat(counts).hasSize(1);
    return counts.get(0);
  }
}
