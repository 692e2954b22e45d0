package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.TracesTable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rule 1 of the gate: whatever is published covers enough distinct boundaries and enough traces.
 *
 * <p>It guarantees that each published row has at least {@code min-tenants} distinct boundaries and
 * {@code min-traces} traces of such boundaries among its members. A trace without a boundary, or
 * with two, counts for none: it is in the cluster but does not support it. The rule says nothing
 * about what differences between rows, or the words in them, may tell.
 */
final class MinimumSupport {
  static final String BOUNDARIES = "support_boundaries";
  static final String SUPPORTING_TRACES = "support_traces";
  static final String RULE = "withheld_rule";
  static final String DETAIL = "withheld_detail";

  private final OutcropConfig.Publish config;

  MinimumSupport(OutcropConfig.Publish config) {
    this.config = config;
  }

  /**
   * How many boundaries and traces stand behind each cluster, counted anew from the facts:
   * cluster_id and the two counts.
   */
  Dataset<Row> support(Dataset<Row> assignments, Dataset<Row> traces) {
    String boundary =
        config.boundary().equals("user") ? TracesTable.USER_ID : TracesTable.TENANT_ID;
    return assignments
        .select(
            col(AssignmentsTable.TRACE_ID),
            explode(
                    array(
                        col(AssignmentsTable.LEAF_ID),
                        col(AssignmentsTable.MIDDLE_ID),
                        col(AssignmentsTable.TOP_ID)))
                .as(ClustersTable.CLUSTER_ID))
        .join(
            traces.select(col(TracesTable.TRACE_ID), boundary(boundary).as("boundary")),
            TracesTable.TRACE_ID)
        .groupBy(ClustersTable.CLUSTER_ID)
        .agg(
            countDistinct(col("boundary")).as(BOUNDARIES),
            count(col("boundary")).as(SUPPORTING_TRACES));
  }

  private static Column boundary(String column) {
    // A user's name means something within a tenant only.
    Column single = when(col("tenants").leq(1), col(column));
    return column.equals(TracesTable.USER_ID)
        ? when(
            single.isNotNull(),
            concat_ws("/", coalesce(col(TracesTable.TENANT_ID), lit("")), single))
        : single;
  }

  /** Rows with the rule that each fails, if any, and why; a row without support fails both. */
  Dataset<Row> judge(Dataset<Row> rows, Dataset<Row> support) {
    Column boundaries = coalesce(col(BOUNDARIES), lit(0L));
    Column traces = coalesce(col(SUPPORTING_TRACES), lit(0L));
    return rows.join(
            support,
            rows.col(ClustersTable.CLUSTER_ID).equalTo(support.col(ClustersTable.CLUSTER_ID)),
            "left")
        .drop(support.col(ClustersTable.CLUSTER_ID))
        .withColumn(
            RULE,
            when(boundaries.lt(config.minTenants()), lit("min-tenants"))
                .when(traces.lt(config.minTraces()), lit("min-traces")))
        .withColumn(
            DETAIL,
            concat_ws(
                " ",
                lit("covers"),
                boundaries,
                lit("of " + config.minTenants() + " " + config.boundary() + "s and"),
                traces,
                lit("of " + config.minTraces() + " traces")));
  }
}
