package io.outcrop.jobs.facets;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.tables.SessionsTable;
import io.outcrop.jobs.tables.TracesTable;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The rows of sessions, and the numbers of users' sessions, out of the facets of all traces. */
final class SessionFacets {
  static final String SESSION_ID = SessionsTable.SESSION_ID;
  static final String TENANT_ID = TracesTable.TENANT_ID;

  private static final String NUMBER = TracesTable.SESSION_NUMBER;
  private static final int MOST_IDS = 1_000;
  private static final double MICROS = 1e6;
  private static final String PLACE = "place";

  private SessionFacets() {}

  /** One row for each session of the traces. */
  static Dataset<Row> of(Dataset<Row> traces) {
    Dataset<Row> ordered =
        traces
            .where(col(SESSION_ID).isNotNull())
            .withColumn(
                PLACE,
                row_number()
                    .over(
                        Window.partitionBy(TENANT_ID, SESSION_ID)
                            .orderBy(
                                col(TracesTable.START_TIME).asc_nulls_last(),
                                col(TracesTable.TRACE_ID))));
    Column first = col(PLACE).leq(MOST_IDS);
    Column inOrder =
        array_sort(
            collect_list(
                when(first, struct(col(PLACE), col(TracesTable.TRACE_ID), col("task_summary")))));
    Column user = when(min("user_id").equalTo(max("user_id")), min("user_id"));
    Column cost = sum(round(col("cost_usd").multiply(MICROS)).cast("long"));
    Column failing = count_if(col(TracesTable.FAILING));
    return ordered
        .groupBy(TENANT_ID, SESSION_ID)
        .agg(
            user.as("user_id"),
            min_by(col(TracesTable.TRACE_DATE), col(PLACE)).as("session_date"),
            min(TracesTable.START_TIME).as("first_time"),
            max(coalesce(col("end_time"), col(TracesTable.START_TIME))).as("last_time"),
            when(user.isNotNull(), max(NUMBER)).as(NUMBER),
            count(lit(1)).as("traces"),
            inOrder.as("in_order"),
            array_sort(collect_set("agent")).as("agents"),
            max_by(col("completion_status"), col(PLACE)).as("last_completion_status"),
            max_by(col("strong_completion"), col(PLACE)).as("last_strong_completion"),
            yes(max_by(abandoned(traces), col(PLACE))).as("abandoned"),
            yes(max("escalated")).as("escalated"),
            count_if(col("user_corrected")).as("corrections"),
            count_if(flag(traces, "engaged_follow_up")).as("engaged_follow_ups"),
            sum(col("turn_count").cast("long")).as("turn_count"),
            sum(col("tool_call_count").cast("long")).as("tool_call_count"),
            sum("total_tokens").as("total_tokens"),
            cost.divide(MICROS).as("cost_usd"),
            yes(max("cost_estimated")).as("cost_estimated"),
            sum("latency_ms").as("latency_ms"),
            failing.as("failing_traces"),
            failing.divide(count(lit(1))).as("failing_share"),
            array_sort(array_distinct(flatten(collect_set("issues")))).as("issues"))
        .withColumn("trace_ids", transform(col("in_order"), t -> t.getField("trace_id")))
        .withColumn(
            "task_summaries",
            filter(transform(col("in_order"), t -> t.getField("task_summary")), Column::isNotNull))
        .select(
            Arrays.stream(SessionsTable.TABLE.schema().fieldNames())
                .map(name -> col(name))
                .toArray(Column[]::new));
  }

  /**
   * The number of each session among its user's, by the start of its first trace: tenant, user,
   * session, number.
   */
  static Dataset<Row> numbers(Dataset<Row> traces) {
    return traces
        .where(col(SESSION_ID).isNotNull().and(col(TracesTable.USER_ID).isNotNull()))
        .groupBy(TENANT_ID, TracesTable.USER_ID, SESSION_ID)
        .agg(min(TracesTable.START_TIME).as("began"))
        .withColumn(
            NUMBER,
            row_number()
                .over(
                    Window.partitionBy(TENANT_ID, TracesTable.USER_ID)
                        .orderBy(col("began").asc_nulls_last(), col(SESSION_ID))))
        .drop("began");
  }

  /** Traces with the numbers of their sessions, in the columns of {@code facts.traces} and more. */
  static Dataset<Row> numbered(Dataset<Row> traces, Dataset<Row> numbers, String... more) {
    Dataset<Row> named = numbers.toDF("number_tenant", "number_user", "number_session", "number");
    Column same =
        col(TENANT_ID)
            .eqNullSafe(col("number_tenant"))
            .and(col(TracesTable.USER_ID).equalTo(col("number_user")))
            .and(col(SESSION_ID).equalTo(col("number_session")));
    return traces
        .join(named, same, "left")
        .withColumn(NUMBER, col("number"))
        .select(
            Stream.concat(
                    Arrays.stream(TracesTable.TABLE.schema().fieldNames()), Arrays.stream(more))
                .map(name -> col(name))
                .toArray(Column[]::new));
  }

  private static Column abandoned(Dataset<Row> traces) {
    Column status = col("completion_status").equalTo("abandoned");
    return Arrays.asList(traces.columns()).contains("abandoned_by")
        ? status.or(col("abandoned_by").isNotNull())
        : status;
  }

  private static Column flag(Dataset<Row> traces, String column) {
    return Arrays.asList(traces.columns()).contains(column) ? col(column) : lit(false);
  }

  private static Column yes(Column flag) {
    return coalesce(flag, lit(false));
  }
}
