package io.outcrop.jobs.facets;

import io.outcrop.facets.FacetExtractor;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanFold;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.TracesTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** The facet rows of span rows that are sorted by trace and span; copies of a span are folded. */
final class TraceRows implements Iterator<Row> {
  private final Iterator<Row> spans;
  private final FacetExtractor extractor;
  private Span next;

  private TraceRows(Iterator<Row> spans, FacetExtractor extractor) {
    this.spans = spans;
    this.extractor = extractor;
    this.next = read();
  }

  /** Makes the rows of one partition. */
  record OfPartition(OutcropConfig.Facets config, String facetVersion)
      implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> spans) {
      return new TraceRows(spans, Facets.extractor(config, facetVersion));
    }
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
    String traceId = next.traceId();
    List<Span> trace = new ArrayList<>();
    while (next != null && next.traceId().equals(traceId)) {
      int last = trace.size() - 1;
      if (last >= 0 && trace.get(last).spanId().equals(next.spanId())) {
        trace.set(last, SpanFold.better(trace.get(last), next));
      } else {
        trace.add(next);
      }
      next = read();
    }
    return TracesTable.ROWS.toRow(extractor.extract(trace));
  }

  private Span read() {
    return spans.hasNext() ? SpansTable.ROWS.fromRow(spans.next()) : null;
  }
}
