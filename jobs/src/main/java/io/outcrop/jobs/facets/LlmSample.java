package io.outcrop.jobs.facets;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.outcrop.jobs.config.LlmSettings.Sample;
import io.outcrop.jobs.tables.TracesTable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Chooses the traces to ask about: of traces with the same content one, and of those all, one of
 * each pattern of behaviour, or the most urgent ones, up to a share. By content and hash alone, so
 * that the same traces are chosen again.
 */
final class LlmSample {
  private static final String URGENCY = "urgency";
  private static final String SIGNATURE = "signature";
  private static final String DRAW = "draw";
  private static final String RANK = "rank";

  private LlmSample() {}

  /** Key and trace id of the chosen, a row for each key. */
  static Dataset<Row> of(Dataset<Row> traces, Sample sample) {
    Column order = col(TracesTable.TRACE_ID);
    Dataset<Row> distinct =
        traces
            .select(
                col(TracePrompts.KEY),
                col(TracesTable.TRACE_ID),
                urgency().as(URGENCY),
                signature().as(SIGNATURE),
                xxhash64(col(TracePrompts.KEY)).as(DRAW))
            .withColumn(
                RANK, row_number().over(Window.partitionBy(TracePrompts.KEY).orderBy(order)))
            .where(col(RANK).equalTo(1))
            .drop(RANK);
    Dataset<Row> candidates =
        sample.strategy().equals("per-signature")
            ? distinct
                .withColumn(
                    RANK, row_number().over(Window.partitionBy(SIGNATURE).orderBy(byDraw())))
                .where(col(RANK).equalTo(1))
                .drop(RANK)
            : distinct;
    boolean byUrgency = sample.strategy().equals("priority");
    return share(candidates, distinct, sample.share(), byUrgency)
        .select(TracePrompts.KEY, TracesTable.TRACE_ID);
  }

  private static Column[] byDraw() {
    return new Column[] {col(DRAW), col(TracePrompts.KEY)};
  }

  /** 0 failing, 1 of concern, 2 with an issue, 3 the rest. */
  private static Column urgency() {
    return when(col(TracesTable.FAILING), 0)
        .when(col("concerning_behavior").geq(3), 1)
        .when(size(col("issues")).gt(0), 2)
        .otherwise(3);
  }

  private static Column signature() {
    return xxhash64(
        coalesce(col("agent"), lit("")),
        col(TracesTable.FAILING),
        coalesce(col("failure_mode"), lit("")),
        coalesce(col("completion_status"), lit("")),
        concat_ws(" ", col("action_sequence")));
  }

  /** Classes of urgency are taken whole while there is room; of the next one the first drawn. */
  private static Dataset<Row> share(
      Dataset<Row> candidates, Dataset<Row> distinct, double share, boolean byUrgency) {
    if (share >= 1) {
      return candidates;
    }
    Dataset<Row> graded = byUrgency ? candidates : candidates.withColumn(URGENCY, lit(0));
    long left = (long) Math.ceil(share * distinct.count());
    List<Row> classes = graded.groupBy(URGENCY).agg(count(lit(1))).orderBy(URGENCY).collectAsList();
    Column quota = lit(0L);
    for (Row each : classes) {
      long taken = Math.min(left, each.getLong(1));
      quota = when(col(URGENCY).equalTo(each.getInt(0)), lit(taken)).otherwise(quota);
      left -= taken;
    }
    return graded
        .withColumn(RANK, row_number().over(Window.partitionBy(URGENCY).orderBy(byDraw())))
        .where(col(RANK).leq(quota));
  }
}
