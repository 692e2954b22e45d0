package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.TraceContextTable;
import io.outcrop.jobs.tables.TracesTable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Each trace beside the others with the same task: how many times their median it took.
 *
 * <p>The median is that of the others alone, since in a small group the trace itself would pull it
 * along. It is exact: values are ranked by a sort, which spills, and the few ranks around the
 * middle are looked at, so that no group is held in memory.
 */
final class PeerContext {
  private static final String TASK = "task";
  private static final String METRIC = "metric";
  private static final String VALUE = "value";
  private static final String RANK = "rank";
  private static final String KNOWN = "known";
  private static final String RATIO = "ratio";

  private PeerContext() {}

  /**
   * The columns of {@code facts.trace_context} but the run, for every trace that has a group.
   *
   * @param assignments of the run's axes; those of the axis task count
   * @param leastRatio from which on a ratio is a blow-up
   * @param leastPeers without which nothing is one
   */
  static Dataset<Row> of(
      Dataset<Row> traces, Dataset<Row> assignments, double leastRatio, int leastPeers) {
    Dataset<Row> grouped = grouped(traces, assignments);
    Dataset<Row> ratios = ratios(grouped, leastRatio, leastPeers);
    Dataset<Row> sizes =
        grouped
            .groupBy(TraceContextTable.PEER_GROUP)
            .agg(count(lit(1)).minus(1).as(TraceContextTable.PEERS));
    return grouped
        .select(TracesTable.TRACE_ID, TraceContextTable.PEER_GROUP)
        .join(sizes, TraceContextTable.PEER_GROUP)
        .join(ratios, new String[] {TracesTable.TRACE_ID}, "left")
        .withColumn(
            TraceContextTable.BLOW_UP_IN,
            coalesce(col(TraceContextTable.BLOW_UP_IN), array().cast("array<string>")))
        .withColumn(TraceContextTable.BLOW_UP, size(col(TraceContextTable.BLOW_UP_IN)).gt(0));
  }

  private static Dataset<Row> grouped(Dataset<Row> traces, Dataset<Row> assignments) {
    Dataset<Row> leaves =
        assignments
            .where(
                col(AssignmentsTable.AXIS)
                    .equalTo(TASK)
                    .and(col(AssignmentsTable.UNIT).equalTo("trace"))
                    .and(col(AssignmentsTable.SCOPE).equalTo("all")))
            .select(AssignmentsTable.TRACE_ID, AssignmentsTable.LEAF_ID);
    Column type = lower(trim(col("task_type")));
    Column typed = when(type.notEqual(""), concat(lit("task_type:"), type));
    return traces
        .join(leaves, new String[] {TracesTable.TRACE_ID}, "left")
        .withColumn(TraceContextTable.PEER_GROUP, coalesce(typed, col(AssignmentsTable.LEAF_ID)))
        .where(col(TraceContextTable.PEER_GROUP).isNotNull());
  }

  /** Trace, a ratio for each metric, and the metrics that blow up. */
  private static Dataset<Row> ratios(Dataset<Row> grouped, double leastRatio, int leastPeers) {
    Column steps = col("llm_call_count").plus(col("tool_call_count"));
    Dataset<Row> values =
        grouped
            .select(
                col(TracesTable.TRACE_ID),
                col(TraceContextTable.PEER_GROUP),
                explode(
                        array(
                            metric("latency", col("latency_ms")),
                            metric("tokens", col("total_tokens")),
                            metric("cost", col("cost_usd")),
                            metric("steps", steps)))
                    .as("one"))
            .select(
                col(TracesTable.TRACE_ID),
                col(TraceContextTable.PEER_GROUP),
                col("one." + METRIC),
                col("one." + VALUE))
            .where(col(VALUE).isNotNull());
    Column blown = col(RATIO).geq(leastRatio).and(col(KNOWN).minus(1).geq(leastPeers));
    return withRatio(values)
        .groupBy(TracesTable.TRACE_ID)
        .agg(
            ratioOf("latency"),
            ratioOf("tokens"),
            ratioOf("cost"),
            ratioOf("steps"),
            array_sort(collect_list(when(blown, col(METRIC)))).as(TraceContextTable.BLOW_UP_IN));
  }

  private static Column metric(String name, Column value) {
    return struct(lit(name).as(METRIC), value.cast("double").as(VALUE));
  }

  private static Column ratioOf(String metric) {
    return max(when(col(METRIC).equalTo(metric), col(RATIO))).as(metric + "_ratio");
  }

  /**
   * Adds the ratio to the median of the others. Of m others in order the middle ones stand at (m +
   * 1) / 2 and m / 2 + 1; the one at j among the others is the one at j among all where the trace
   * itself comes later, else at j + 1.
   */
  private static Dataset<Row> withRatio(Dataset<Row> values) {
    WindowSpec group = Window.partitionBy(TraceContextTable.PEER_GROUP, METRIC);
    Column others = col(KNOWN).minus(1);
    Column low = floor(others.plus(1).divide(2));
    Column high = floor(others.divide(2)).plus(1);
    return values
        .withColumn(RANK, row_number().over(group.orderBy(col(VALUE), col(TracesTable.TRACE_ID))))
        .withColumn(KNOWN, count(lit(1)).over(group))
        .withColumn("low_here", at(low).over(group))
        .withColumn("low_next", at(low.plus(1)).over(group))
        .withColumn("high_here", at(high).over(group))
        .withColumn("high_next", at(high.plus(1)).over(group))
        .withColumn("low_value", unlessItself("low", low))
        .withColumn("high_value", unlessItself("high", high))
        .withColumn("median", col("low_value").plus(col("high_value")).divide(2))
        .withColumn(
            RATIO,
            when(col("median").gt(0).and(col(KNOWN).gt(1)), col(VALUE).divide(col("median"))));
  }

  private static Column at(Column place) {
    return max(when(col(RANK).equalTo(place), col(VALUE)));
  }

  private static Column unlessItself(String name, Column place) {
    return when(col(RANK).gt(place), col(name + "_here")).otherwise(col(name + "_next"));
  }
}
