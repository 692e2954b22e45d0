package io.outcrop.jobs.insights;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.outcrop.jobs.cluster.WilsonInterval;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.TrendsTable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/** The size and share of each cluster on each day, as rows of {@code facts.trend_candidates}. */
final class Trends {
  private static final String ALL = "all_traces";
  private static final UserDefinedFunction LOW =
      udf(
          (UDF2<Double, Long, Double>) (share, of) -> WilsonInterval.of(share, of).low(),
          DataTypes.DoubleType);
  private static final UserDefinedFunction HIGH =
      udf(
          (UDF2<Double, Long, Double>) (share, of) -> WilsonInterval.of(share, of).high(),
          DataTypes.DoubleType);

  private Trends() {}

  /**
   * A row for each cluster and each of its days.
   *
   * @param members trace_id and cluster_id, for all levels
   * @param clusters rows of {@code facts.clusters}
   */
  static Dataset<Row> of(Dataset<Row> members, Dataset<Row> clusters, Dataset<Row> traces) {
    Dataset<Row> dated =
        traces.select(TracesTable.TRACE_ID, TracesTable.TRACE_DATE, TracesTable.TENANT_ID);
    Dataset<Row> volumes = dated.groupBy(TracesTable.TRACE_DATE).agg(count(lit(1)).as(ALL));
    Column share = col(TrendsTable.TRACES).divide(col(ALL));
    return members
        .join(dated, TracesTable.TRACE_ID)
        .groupBy(ClustersTable.CLUSTER_ID, TracesTable.TRACE_DATE)
        .agg(
            count(lit(1)).as(TrendsTable.TRACES),
            countDistinct(col(TracesTable.TENANT_ID)).as("tenants"))
        .join(broadcast(volumes), TracesTable.TRACE_DATE)
        .join(
            clusters.select(
                ClustersTable.CLUSTER_ID,
                ClustersTable.LINEAGE_ID,
                ClustersTable.UNIT,
                ClustersTable.AXIS,
                ClustersTable.SCOPE,
                ClustersTable.LEVEL),
            ClustersTable.CLUSTER_ID)
        .withColumnRenamed(TracesTable.TRACE_DATE, TrendsTable.DAY)
        .withColumn(TrendsTable.SHARE, share)
        .withColumn("share_low", LOW.apply(share, col(ALL)))
        .withColumn("share_high", HIGH.apply(share, col(ALL)));
  }
}
