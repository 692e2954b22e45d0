package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.FactsRow;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.AssignmentsTable.Assignment;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.RecordRows;
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
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three tenants and six traces behind every row. */
class PublishTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @TempDir Path root;
  private Warehouse warehouse;
  private final List<FactsRow> traces = new ArrayList<>();
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<Cluster> clusters = new ArrayList<>();
  private final List<Insight> insights = new ArrayList<>();

  @BeforeEach
  void prepare() {
    warehouse = new Warehouse(LocalSpark.session(), root.toString());
  }

  /** A leaf with a parent of its own, its traces, and an insight about it. */
  private void leaf(String name, int count, IntFunction<FactsRow> trace) {
    for (int i = 0; i < count; i++) {
      FactsRow row = trace.apply(i);
      traces.add(row);
      assignments.add(
          new Assignment(
              "r", "trace", "task", "all", row.traceId(), name, name + "-m", "top", 0.5, false));
    }
    clusters.add(cluster(name, 0, name + "-m", "all", count));
    clusters.add(cluster(name + "-m", 1, "top", "all", count));
    insights.add(insight(name, insights.size() + 1));
  }

  private static IntFunction<FactsRow> ofTenants(String prefix, int tenants) {
    return i -> FactsRow.of(prefix + "-" + i, DAY, "tenant-" + i % tenants);
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

  private Publish.Result publish(String... sets) {
    clusters.add(cluster("top", 2, null, "all", traces.size()));
    List<String> all = new ArrayList<>();
    all.add("outcrop.publish.min-tenants=3");
    all.add("outcrop.publish.min-traces=6");
    all.add("outcrop.window.days=0");
    all.addAll(List.of(sets));
    warehouse.overwrite(
        TracesTable.TABLE,
        LocalSpark.session()
            .createDataFrame(
                traces.stream().map(FactsRow::toRow).toList(), TracesTable.TABLE.schema()));
    Run run =
        Run.of(warehouse, OutcropConfig.load(null, all), Run.Window.LATEST, Clock.systemUTC());
    write(AssignmentsTable.TABLE, AssignmentsTable.ROWS, assignments, run);
    write(ClustersTable.FACTS, ClustersTable.ROWS, clusters, run);
    write(InsightsTable.FACTS, InsightsTable.ROWS, insights, run);
    return Publish.run(warehouse, run);
  }

  private <R extends Record> void write(Table table, RecordRows<R> rows, List<R> records, Run run) {
    warehouse.replaceRun(
        table,
        LocalSpark.session()
            .createDataFrame(records.stream().map(rows::toRow).toList(), table.schema()),
        run.id());
  }

  private List<String> published() {
    return ids(warehouse.read(ClustersTable.INSIGHTS), ClustersTable.CLUSTER_ID);
  }

  private static List<String> ids(Dataset<Row> rows, String column) {
    return rows.select(column).collectAsList().stream().map(r -> r.getString(0)).sorted().toList();
  }

  private Map<String, String> withheld() {
    return warehouse
        .read(WithheldTable.TABLE)
        .where(col(WithheldTable.TABLE_NAME).equalTo("clusters"))
        .collectAsList()
        .stream()
        .map(WithheldTable.ROWS::fromRow)
        .collect(
            java.util.stream.Collectors.toMap(
                WithheldTable.Withheld::rowId, w -> w.rule() + ": " + w.detail()));
  }

  @Test
  void cluster_withEnoughBehindIt_isPublished() {
    leaf("wide", 6, ofTenants("w", 3));

    Publish.Result result = publish();

    assertThat(published()).containsExactly("top", "wide", "wide-m");
    assertThat(result).isEqualTo(new Publish.Result(3, 3, 1, 1, Map.of()));
  }

  @Test
  void cluster_withTooFewTenants_isWithheldWithItsInsight() {
    leaf("wide", 6, ofTenants("w", 3));
    leaf("narrow", 40, ofTenants("n", 2));

    Publish.Result result = publish();

    assertThat(published()).containsExactly("top", "wide", "wide-m");
    assertThat(withheld())
        .containsOnly(
            Map.entry("narrow", "min-tenants: covers 2 of 3 tenants and 40 of 6 traces"),
            Map.entry("narrow-m", "min-tenants: covers 2 of 3 tenants and 40 of 6 traces"));
    assertThat(result.withheldByRule())
        .isEqualTo(Map.of("clusters min-tenants", 2L, "insights min-tenants", 1L));
  }

  @Test
  void cluster_withTooFewTraces_isWithheld() {
    leaf("small", 5, ofTenants("s", 3));

    publish();

    assertThat(published()).isEmpty();
    assertThat(withheld())
        .containsEntry("small", "min-traces: covers 3 of 3 tenants and 5 of 6 traces");
  }

  @Test
  void traces_withoutATenant_countForNone() {
    leaf("anonymous", 8, i -> FactsRow.of("a-" + i, DAY, i < 5 ? "tenant-" + i : null));

    publish();

    assertThat(published()).isEmpty();
    assertThat(withheld())
        .containsEntry("anonymous", "min-traces: covers 5 of 3 tenants and 5 of 6 traces");
  }

  @Test
  void traces_ofTwoTenants_countForNone() {
    leaf(
        "mixed",
        8,
        i -> {
          FactsRow row = FactsRow.of("m-" + i, DAY, "tenant-" + i);
          return i < 5 ? row : row.withTwoTenants();
        });

    publish();

    assertThat(withheld())
        .containsEntry("mixed", "min-traces: covers 5 of 3 tenants and 5 of 6 traces");
  }

  @Test
  void boundary_user_countsUsersOfEachTenant() {
    leaf("same-name", 6, i -> FactsRow.of("u-" + i, DAY, "tenant-" + i % 3).withUser("ann"));
    leaf("one-tenant", 6, i -> FactsRow.of("v-" + i, DAY, "tenant-0").withUser("user-" + i % 3));
    leaf("unknown", 6, i -> FactsRow.of("x-" + i, DAY, "tenant-" + i));
    leaf("two", 6, i -> FactsRow.of("y-" + i, DAY, "tenant-0").withUser("user-" + i % 2));

    publish("outcrop.publish.boundary=user");

    assertThat(published())
        .containsExactly("one-tenant", "one-tenant-m", "same-name", "same-name-m", "top");
    assertThat(withheld())
        .containsEntry("unknown", "min-tenants: covers 0 of 3 users and 0 of 6 traces")
        .containsEntry("two", "min-tenants: covers 2 of 3 users and 6 of 6 traces");
  }

  @Test
  void cluster_withoutMembers_isWithheld() {
    leaf("wide", 6, ofTenants("w", 3));
    clusters.add(cluster("ghost", 0, "wide-m", "all", 1000));

    publish();

    assertThat(published()).doesNotContain("ghost");
    assertThat(withheld())
        .containsEntry("ghost", "min-tenants: covers 0 of 3 tenants and 0 of 6 traces");
  }

  @Test
  void cluster_ofOneTenantsScope_isNeitherPublishedNorWithheld() {
    leaf("wide", 6, ofTenants("w", 3));
    clusters.add(cluster("own", 0, "own-m", "tenant-1", 1000));

    publish();

    assertThat(published()).doesNotContain("own");
    assertThat(withheld()).isEmpty();
  }

  @Test
  void ranks_ofWhatIsPublished_haveNoGaps() {
    leaf("first", 6, ofTenants("a", 3));
    leaf("secret", 6, ofTenants("b", 1));
    leaf("third", 6, ofTenants("c", 3));

    publish();

    assertThat(
            warehouse
                .read(InsightsTable.INSIGHTS)
                .orderBy(InsightsTable.RANK)
                .select(InsightsTable.RANK, InsightsTable.CLUSTER_ID)
                .collectAsList()
                .stream()
                .map(r -> r.getInt(0) + " " + r.getString(1)))
        .containsExactly("1 first", "2 third");
  }

  @Test
  void publication_again_underAHigherThreshold_isAnotherRun() {
    leaf("wide", 6, ofTenants("w", 3));
    publish();
    clusters.remove(clusters.size() - 1);

    Publish.Result strict = publish("outcrop.publish.min-tenants=4");

    assertThat(strict.clusters()).isZero();
    assertThat(published()).hasSize(3);
  }

  /** The rule once more, in the words of SQL, over a mixture of clusters. */
  @Test
  void rows_published_allMeetTheRuleByAnIndependentCount() {
    for (int n = 0; n < 12; n++) {
      int leaf = n;
      leaf(
          "leaf" + n,
          3 + n,
          i ->
              FactsRow.of("l" + leaf + "-" + i, DAY, i % 5 == 4 ? null : "t" + i % (1 + leaf % 5)));
    }
    publish();
    for (Table table : List.of(TracesTable.TABLE, AssignmentsTable.TABLE, ClustersTable.INSIGHTS)) {
      warehouse.read(table).createOrReplaceTempView("seen_" + table.name());
    }

    List<Row> thin =
        warehouse
            .spark()
            .sql(
                """
                SELECT c.cluster_id, count(DISTINCT t.tenant_id), count(t.tenant_id)
                FROM seen_clusters c
                LEFT JOIN seen_assignments a
                  ON c.cluster_id IN (a.leaf_id, a.middle_id, a.top_id)
                LEFT JOIN seen_traces t ON t.trace_id = a.trace_id
                GROUP BY c.cluster_id
                HAVING count(DISTINCT t.tenant_id) < 3 OR count(t.tenant_id) < 6""")
            .collectAsList();

    assertThat(thin).isEmpty();
    assertThat(published()).hasSize(2 * 4 + 1);
  }
}
