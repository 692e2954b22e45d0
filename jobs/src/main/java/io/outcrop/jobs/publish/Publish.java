package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.tables.WithheldTable;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Phase 7, the gate: the only writer of the zone {@code insights}. What a rule keeps back is listed
 * in {@code ops.withheld}.
 */
public final class Publish {
  private static final String ALL_TENANTS = "all";

  private Publish() {}

  /**
   * What passed.
   *
   * @param withheldByRule rows kept back, by table and rule
   */
  public record Result(
      long clusters,
      long clustersBuilt,
      long insights,
      long insightsBuilt,
      Map<String, Long> withheldByRule) {}

  public static Result run(Warehouse warehouse, Run run) {
    Progress.step(
        warehouse.spark(),
        Phase.PUBLISH,
        "asking for %d %ss and %d traces behind every row"
            .formatted(
                run.config().publish().minTenants(),
                run.config().publish().boundary(),
                run.config().publish().minTraces()));
    MinimumSupport rule = new MinimumSupport(run.config().publish());
    Dataset<Row> support =
        rule.support(warehouse.read(AssignmentsTable.TABLE, run.id()), run.traces(warehouse))
            .cache();
    Dataset<Row> clusters =
        rule.judge(inScope(warehouse.read(ClustersTable.FACTS, run.id())), support).cache();
    Dataset<Row> insights =
        rule.judge(inScope(warehouse.read(InsightsTable.FACTS, run.id())), support).cache();

    warehouse.replaceRun(
        WithheldTable.TABLE,
        withheld(clusters, ClustersTable.INSIGHTS, ClustersTable.CLUSTER_ID)
            .unionByName(withheld(insights, InsightsTable.INSIGHTS, InsightsTable.INSIGHT_ID)),
        run.id());
    warehouse.replaceRun(ClustersTable.INSIGHTS, passed(clusters), run.id());
    // Ranks without gaps: a gap would tell that something was withheld there.
    warehouse.replaceRun(
        InsightsTable.INSIGHTS,
        passed(insights)
            .withColumn(
                InsightsTable.RANK,
                row_number()
                    .over(
                        Window.partitionBy(col(Table.RUN_ID))
                            .orderBy(col(InsightsTable.RANK), col(InsightsTable.INSIGHT_ID)))),
        run.id());

    Result result =
        new Result(
            passed(clusters).count(),
            clusters.count(),
            passed(insights).count(),
            insights.count(),
            withheldByRule(warehouse, run));
    clusters.unpersist();
    insights.unpersist();
    support.unpersist();
    return result;
  }

  /** What passed when the run was published before. */
  public static Result standing(Warehouse warehouse, Run run) {
    return new Result(
        warehouse.read(ClustersTable.INSIGHTS, run.id()).count(),
        warehouse.read(ClustersTable.FACTS, run.id()).count(),
        warehouse.read(InsightsTable.INSIGHTS, run.id()).count(),
        warehouse.read(InsightsTable.FACTS, run.id()).count(),
        withheldByRule(warehouse, run));
  }

  private static Dataset<Row> inScope(Dataset<Row> rows) {
    return rows.where(col(ClustersTable.SCOPE).equalTo(ALL_TENANTS));
  }

  private static Dataset<Row> passed(Dataset<Row> judged) {
    return judged.where(col(MinimumSupport.RULE).isNull());
  }

  private static Dataset<Row> withheld(Dataset<Row> judged, Table table, String id) {
    return judged
        .where(col(MinimumSupport.RULE).isNotNull())
        .select(
            name(lit(table.name()), WithheldTable.TABLE_NAME),
            name(col(id), "row_id"),
            name(col(MinimumSupport.RULE), WithheldTable.RULE),
            name(col(MinimumSupport.DETAIL), "detail"));
  }

  private static Column name(Column column, String name) {
    return column.as(name);
  }

  private static Map<String, Long> withheldByRule(Warehouse warehouse, Run run) {
    return warehouse
        .read(WithheldTable.TABLE, run.id())
        .groupBy(WithheldTable.TABLE_NAME, WithheldTable.RULE)
        .count()
        .collectAsList()
        .stream()
        .collect(
            Collectors.toMap(
                r -> r.getString(0) + " " + r.getString(1),
                r -> r.getLong(2),
                Long::sum,
                TreeMap::new));
  }
}
