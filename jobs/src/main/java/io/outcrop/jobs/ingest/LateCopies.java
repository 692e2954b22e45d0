package io.outcrop.jobs.ingest;

import static org.apache.spark.sql.functions.col;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanFold;
import io.outcrop.jobs.tables.SpansTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Folds copies of a span in one object that lay too far apart for the reader. */
final class LateCopies {
  private LateCopies() {}

  /** The rows of objects with one row for each object, trace and span. */
  static Dataset<Row> fold(Dataset<Row> spans) {
    return spans
        .repartition(col(SpansTable.SOURCE_OBJECT), col(SpansTable.TRACE_ID))
        .sortWithinPartitions(SpansTable.SOURCE_OBJECT, SpansTable.TRACE_ID, SpansTable.SPAN_ID)
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) Folded::new, Encoders.row(SpansTable.TABLE.schema()));
  }

  /** The folded rows of sorted ones. */
  private static final class Folded implements Iterator<Row> {
    private final Iterator<Row> rows;
    private Span next;

    Folded(Iterator<Row> rows) {
      this.rows = rows;
      this.next = read();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Row next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      Span first = next;
      List<Span> copies = new ArrayList<>(1);
      while (next != null && isCopy(first, next)) {
        copies.add(next);
        next = read();
      }
      return SpansTable.ROWS.toRow(SpanFold.fold(copies));
    }

    private static boolean isCopy(Span a, Span b) {
      return a.spanId().equals(b.spanId())
          && a.traceId().equals(b.traceId())
          && a.sourceObject().equals(b.sourceObject());
    }

    private Span read() {
      return rows.hasNext() ? SpansTable.ROWS.fromRow(rows.next()) : null;
    }
  }
}
