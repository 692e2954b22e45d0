package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.jobs.tables.SpansTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.reflect.ClassTag$;

/**
 * How many boundaries have each of some terms in the raw texts of their traces: one pass over the
 * spans, which counts these terms and no others.
 */
final class TermScan {
  private static final String TERMS = "terms";
  private static final String TERM = "term";
  private static final StructType HITS =
      new StructType()
          .add(SpansTable.TRACE_ID, DataTypes.StringType, false)
          .add(TERMS, DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  /** Columns that hold texts as they came. */
  private static final List<String> TEXTS =
      List.of(
          "name",
          "service",
          "environment",
          "agent",
          "model",
          "error_type",
          "error_message",
          "tool_name",
          "tool_arguments",
          "tool_result",
          SpansTable.INPUT_TEXT,
          "output_text");

  private TermScan() {}

  /**
   * @param spans the window's spans
   * @param boundaries trace_id and {@link Support#BOUNDARY} of the traces that count; no other
   *     trace gives company
   */
  static Map<String, Long> support(Dataset<Row> spans, Dataset<Row> boundaries, Set<String> terms) {
    Map<String, Long> support = new HashMap<>();
    if (terms.isEmpty()) {
      return support;
    }
    TermMatcher matcher = new TermMatcher(List.copyOf(terms));
    Broadcast<TermMatcher> shared =
        spans
            .sparkSession()
            .sparkContext()
            .broadcast(matcher, ClassTag$.MODULE$.apply(TermMatcher.class));
    for (Row row :
        hits(spans, shared)
            .join(boundaries, SpansTable.TRACE_ID)
            .select(col(Support.BOUNDARY), explode(col(TERMS)).as(TERM))
            .distinct()
            .groupBy(TERM)
            .agg(count(lit(1)))
            .collectAsList()) {
      support.put(matcher.terms().get(row.getInt(0)), row.getLong(1));
    }
    shared.destroy();
    return support;
  }

  private static Dataset<Row> hits(Dataset<Row> spans, Broadcast<TermMatcher> matcher) {
    List<Column> columns = new ArrayList<>(List.of(col(SpansTable.TRACE_ID)));
    TEXTS.forEach(text -> columns.add(col(text)));
    columns.add(col(SpansTable.FINISH_REASONS));
    columns.add(col(SpansTable.ATTRIBUTES));
    return spans
        .select(columns.toArray(Column[]::new))
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new Hits(rows, matcher.value()),
            Encoders.row(HITS));
  }

  /** The terms of each trace, as its spans come; one row for spans of a trace in a row. */
  private static final class Hits implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final TermMatcher matcher;
    private Row ahead;

    Hits(Iterator<Row> rows, TermMatcher matcher) {
      this.rows = rows;
      // The broadcast is shared by the tasks of a process; a reading is not.
      this.matcher = new TermMatcher(matcher.terms());
    }

    @Override
    public boolean hasNext() {
      return ahead != null || rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = ahead != null ? ahead : rows.next();
      ahead = null;
      if (row == null) {
        throw new NoSuchElementException();
      }
      String trace = row.getString(0);
      BitSet found = new BitSet();
      match(row, found);
      while (rows.hasNext()) {
        Row next = rows.next();
        if (!next.getString(0).equals(trace)) {
          ahead = next;
          break;
        }
        match(next, found);
      }
      return RowFactory.create(
          trace,
          scala.collection.JavaConverters.asScalaBuffer(found.stream().boxed().toList()).toSeq());
    }

    private void match(Row row, BitSet found) {
      for (int i = 1; i <= TEXTS.size(); i++) {
        matcher.match(row.isNullAt(i) ? null : row.getString(i), found);
      }
      int reasons = TEXTS.size() + 1;
      if (!row.isNullAt(reasons)) {
        row.<String>getList(reasons).forEach(reason -> matcher.match(reason, found));
      }
      if (!row.isNullAt(reasons + 1)) {
        row.<String, String>getJavaMap(reasons + 1)
            .values()
            .forEach(value -> matcher.match(value, found));
      }
    }
  }
}
