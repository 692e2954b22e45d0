package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.TracesTable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Sizes, rates, latency and cost of clusters, from the facets of their members. */
final class ClusterMeasures {
  private static final double MICRO = 1e6;
  private static final double LEAST_CONCERN = 1;
  private static final double CONCERN_RANGE = 4;

  private ClusterMeasures() {}

  /**
   * Adds the columns of {@code facts.clusters} that members determine. Sums run over whole numbers
   * and percentiles are exact, so that no order of rows shows.
   *
   * @param clusters as {@link ClusterResult} has them
   * @param allTraces traces of the run
   */
  static Dataset<Row> measure(
      Dataset<Row> clusters, Dataset<Row> assignments, Dataset<Row> traces, long allTraces) {
    long allTenants = traces.agg(countDistinct(col(TracesTable.TENANT_ID))).head().getLong(0);
    Dataset<Row> measures =
        members(assignments)
            .join(traces, TracesTable.TRACE_ID)
            .groupBy(ClustersTable.CLUSTER_ID)
            .agg(
                countDistinct(col(TracesTable.TENANT_ID)).as(ClustersTable.TENANTS),
                rate("failing").as(ClustersTable.FAILURE_RATE),
                sum(col("concerning_behavior").cast("long"))
                    .divide(count(lit(1)))
                    .as(ClustersTable.CONCERN),
                rate("strong_completion").as(ClustersTable.STRONG_COMPLETION_RATE),
                expr("percentile(latency_ms, 0.5)").as(ClustersTable.LATENCY_P50_MS),
                expr("percentile(latency_ms, 0.95)").as(ClustersTable.LATENCY_P95_MS),
                avg("total_tokens").as(ClustersTable.TOKENS_MEAN),
                avg(round(col("cost_usd").multiply(MICRO)).cast("long"))
                    .divide(MICRO)
                    .as(ClustersTable.COST_USD_MEAN),
                min(TracesTable.TRACE_DATE).as(ClustersTable.FIRST_SEEN));
    Column share = col(ClustersTable.TRACES).divide(Math.max(1, allTraces));
    Column concern =
        greatest(lit(0.0), col(ClustersTable.CONCERN).minus(LEAST_CONCERN)).divide(CONCERN_RANGE);
    return clusters
        .join(measures, ClustersTable.CLUSTER_ID)
        .withColumn(ClustersTable.SHARE, share)
        .withColumn(
            ClustersTable.PRIORITY,
            share
                .multiply(concern)
                .multiply(col(ClustersTable.TENANTS).divide(Math.max(1, allTenants))));
  }

  /** A row for each trace and each of its three clusters: trace_id, cluster_id. */
  static Dataset<Row> members(Dataset<Row> assignments) {
    return assignments
        .where(col(AssignmentsTable.LEAF_ID).isNotNull())
        .select(
            col(AssignmentsTable.TRACE_ID),
            AssignmentsTable.clusters().as(ClustersTable.CLUSTER_ID));
  }

  private static Column rate(String flag) {
    return sum(coalesce(col(flag), lit(false)).cast("long")).divide(count(lit(1)));
  }
}
