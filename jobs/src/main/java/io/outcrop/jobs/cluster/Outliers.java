package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.OutliersTable;
import io.outcrop.jobs.tables.TraceContextTable;
import io.outcrop.jobs.tables.TracesTable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What clusters cannot show: the far ends of distances, latency, tokens and errors.
 *
 * <p>A far end begins above the 99th percentile and above three medians, both exact, so that an
 * even crowd has none. Of errors it begins at two at least.
 */
final class Outliers {
  private static final double FEWEST_ERRORS = 2;

  private Outliers() {}

  /** The columns of {@code facts.outliers} but the run. */
  static Dataset<Row> of(
      Dataset<Row> traces, Dataset<Row> assignments, Dataset<Row> context, double blowUp) {
    return distances(assignments)
        .unionByName(tail(traces, "latency", col("latency_ms"), 0))
        .unionByName(tail(traces, "tokens", col("total_tokens"), 0))
        .unionByName(
            tail(traces, "errors", col("error_count").plus(col("tool_error_count")), FEWEST_ERRORS))
        .unionByName(
            context
                .where(col(TraceContextTable.BLOW_UP))
                .select(
                    lit("trace").as(OutliersTable.UNIT),
                    lit(null).cast("string").as(OutliersTable.AXIS),
                    col(TracesTable.TRACE_ID),
                    lit("peers").as(OutliersTable.REASON),
                    greatest(
                            known("latency_ratio"),
                            known("tokens_ratio"),
                            known("cost_ratio"),
                            known("steps_ratio"))
                        .as(OutliersTable.VALUE),
                    lit(blowUp).as(OutliersTable.CUT)));
  }

  private static Column known(String ratio) {
    return coalesce(col(ratio), lit(0.0));
  }

  /** The least distance of an outlier stands for the cut, which each axis has of its own. */
  private static Dataset<Row> distances(Dataset<Row> assignments) {
    Column unassigned = col(AssignmentsTable.LEAF_ID).isNull();
    Dataset<Row> far =
        assignments.where(col("is_outlier").or(unassigned)).drop(AssignmentsTable.SCOPE);
    Dataset<Row> cuts =
        far.where(col("is_outlier"))
            .groupBy(AssignmentsTable.UNIT, AssignmentsTable.AXIS)
            .agg(min("distance").as("from"));
    return far.join(cuts, new String[] {AssignmentsTable.UNIT, AssignmentsTable.AXIS}, "left")
        .select(
            col(OutliersTable.UNIT),
            col(OutliersTable.AXIS),
            col(AssignmentsTable.TRACE_ID),
            when(unassigned, lit("unassigned")).otherwise(lit("far")).as(OutliersTable.REASON),
            col("distance").as(OutliersTable.VALUE),
            when(unassigned, lit(null)).otherwise(col("from")).as(OutliersTable.CUT));
  }

  private static Dataset<Row> tail(Dataset<Row> traces, String reason, Column value, double least) {
    Dataset<Row> values =
        traces.select(col(TracesTable.TRACE_ID), value.cast("double").as(OutliersTable.VALUE));
    Row row = values.agg(expr("percentile(value, array(0.5, 0.99))")).head();
    double cut =
        row.isNullAt(0)
            ? Double.MAX_VALUE
            : Math.max(
                least, Math.max(3 * row.<Double>getList(0).get(0), row.<Double>getList(0).get(1)));
    Column beyond =
        least > 0 ? col(OutliersTable.VALUE).geq(cut) : col(OutliersTable.VALUE).gt(cut);
    return values
        .where(beyond)
        .select(
            lit("trace").as(OutliersTable.UNIT),
            lit(null).cast("string").as(OutliersTable.AXIS),
            col(TracesTable.TRACE_ID),
            lit(reason).as(OutliersTable.REASON),
            col(OutliersTable.VALUE),
            lit(cut).as(OutliersTable.CUT));
  }
}
