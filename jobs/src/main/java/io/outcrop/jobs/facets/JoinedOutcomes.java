package io.outcrop.jobs.facets;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanPart;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.tables.OutcomesTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The outcomes of side files as records of the traces that they are about: one supplement for each
 * trace, which phase 2 takes in with the trace's spans. What is said of a session is said of every
 * trace in it, unless the same is said of the trace.
 */
final class JoinedOutcomes {
  private static final String OUTCOMES = "outcomes";
  private static final String SESSION_ID = "session_id";
  private static final String RANK = "rank";
  private static final Column OF_TRACE = col(OutcomesTable.SUBJECT).equalTo(OutcomesTable.TRACE);

  private final Warehouse warehouse;

  JoinedOutcomes(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Spans with the outcomes of all their traces. */
  Dataset<Row> joinedTo(Dataset<Row> spans) {
    return warehouse.exists(OutcomesTable.TABLE)
        ? spans.unionByName(supplements(ofTraces(spans)))
        : spans;
  }

  /** Spans of some traces with the outcomes of these. */
  Dataset<Row> joinedTo(Dataset<Row> spans, Dataset<Row> traces) {
    return warehouse.exists(OutcomesTable.TABLE)
        ? spans.unionByName(
            supplements(ofTraces(spans).join(traces, SpansTable.TRACE_ID, "left_semi")))
        : spans;
  }

  /** Of all files' rows the latest for each id and name. */
  private Dataset<Row> latest() {
    return warehouse
        .read(OutcomesTable.TABLE)
        .withColumn(
            RANK,
            row_number()
                .over(
                    Window.partitionBy(
                            OutcomesTable.SUBJECT, OutcomesTable.SUBJECT_ID, OutcomesTable.NAME)
                        .orderBy(
                            col(OutcomesTable.TIME).desc_nulls_last(),
                            col(OutcomesTable.VALUE).desc(),
                            col(OutcomesTable.SOURCE_OBJECT))))
        .where(col(RANK).equalTo(1))
        .drop(RANK);
  }

  private Dataset<Row> ofTraces(Dataset<Row> spans) {
    Dataset<Row> latest = latest();
    Dataset<Row> direct =
        latest.where(OF_TRACE).withColumnRenamed(OutcomesTable.SUBJECT_ID, SpansTable.TRACE_ID);
    Dataset<Row> sessions =
        spans
            .select(col(SpansTable.TRACE_ID), col(SESSION_ID).as(OutcomesTable.SUBJECT_ID))
            .where(col(OutcomesTable.SUBJECT_ID).isNotNull())
            .distinct();
    return direct.unionByName(
        latest
            .where(OF_TRACE.equalTo(false))
            .join(sessions, OutcomesTable.SUBJECT_ID)
            .drop(OutcomesTable.SUBJECT_ID));
  }

  private static Dataset<Row> supplements(Dataset<Row> ofTraces) {
    return ofTraces
        .groupBy(SpansTable.TRACE_ID)
        .agg(
            collect_list(
                    struct(
                        col(OutcomesTable.SUBJECT),
                        col(OutcomesTable.NAME),
                        col(OutcomesTable.VALUE),
                        col(OutcomesTable.SCORE),
                        col(OutcomesTable.TIME)))
                .as(OUTCOMES))
        .map(
            (MapFunction<Row, Row>) row -> supplement(row.getString(0), row.getList(1)),
            Encoders.row(SpansTable.TABLE.schema()));
  }

  /** Of several words on the same the trace's own stays, then the latest, then the greatest. */
  private static Row supplement(String traceId, List<Row> outcomes) {
    Map<String, Row> byName = new TreeMap<>();
    outcomes.stream()
        .sorted(
            Comparator.<Row, Boolean>comparing(row -> row.getString(0).equals(OutcomesTable.TRACE))
                .thenComparing(
                    row -> row.getInstant(4), Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(row -> row.getString(2)))
        .forEach(row -> byName.put(row.getString(1), row));
    Span.Builder record =
        Span.builder(traceId, "").part(SpanPart.SUPPLEMENT).traceDate(LocalDate.EPOCH);
    byName.forEach(
        (name, row) -> {
          record.attribute(Span.OUTCOME + name, row.getString(2));
          if (!row.isNullAt(3)) {
            record.attribute("evaluation." + name + ".score", Double.toString(row.getDouble(3)));
          }
        });
    return SpansTable.ROWS.toRow(record.build());
  }

  /** The traces of which a side file says something else than it did at a version. */
  Dataset<Row> changedTraces(long taken, long latest) {
    Dataset<Row> changes = warehouse.changes(OutcomesTable.TABLE, taken, latest);
    Column sign =
        when(col("_change_type").isin("insert", "update_postimage"), lit(1)).otherwise(lit(-1));
    Column[] row =
        Arrays.stream(OutcomesTable.TABLE.schema().fieldNames())
            .map(name -> col(name))
            .toArray(Column[]::new);
    // A changed file replaces all its rows; those that are as before change nothing.
    Dataset<Row> changed =
        changes
            .withColumn("sign", sign)
            .groupBy(row)
            .agg(sum("sign").as("sign"))
            .where(col("sign").notEqual(0))
            .select(OutcomesTable.SUBJECT, OutcomesTable.SUBJECT_ID)
            .distinct();
    Dataset<Row> sessions =
        changed.where(OF_TRACE.equalTo(false)).select(col(OutcomesTable.SUBJECT_ID).as(SESSION_ID));
    return changed
        .where(OF_TRACE)
        .select(col(OutcomesTable.SUBJECT_ID).as(SpansTable.TRACE_ID))
        .union(
            warehouse
                .read(SpansTable.TABLE)
                .join(sessions, SESSION_ID, "left_semi")
                .select(SpansTable.TRACE_ID)
                .distinct());
  }

  /** How many ids have outcomes and no trace; told, since a misspelt id would be lost silently. */
  long unknown() {
    if (!warehouse.exists(OutcomesTable.TABLE)) {
      return 0;
    }
    Dataset<Row> ids =
        warehouse
            .read(OutcomesTable.TABLE)
            .select(OutcomesTable.SUBJECT, OutcomesTable.SUBJECT_ID)
            .distinct();
    Dataset<Row> traces = warehouse.read(TracesTable.TABLE);
    long all = ids.count();
    long unknown =
        without(ids.where(OF_TRACE), traces.select(col(TracesTable.TRACE_ID)))
            + without(ids.where(OF_TRACE.equalTo(false)), traces.select(col(SESSION_ID)));
    if (unknown > 0) {
      Progress.warn(
          "%d of %d ids in side files of outcomes belong to no trace".formatted(unknown, all));
    }
    return unknown;
  }

  private static long without(Dataset<Row> ids, Dataset<Row> known) {
    Dataset<Row> named = known.toDF(OutcomesTable.SUBJECT_ID);
    return ids.join(named, OutcomesTable.SUBJECT_ID, "left_anti").count();
  }
}
