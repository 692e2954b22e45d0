package io.outcrop.jobs.facets;

import io.outcrop.facets.Extraction;
import io.outcrop.facets.FacetExtractor;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanFold;
import io.outcrop.facets.trace.SpanPart;
import io.outcrop.facets.trace.TraceParts;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.RecordRows;
import io.outcrop.jobs.tables.SpansTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** The facet rows of span rows that are sorted by trace and span; copies of a span are folded. */
final class TraceRows implements Iterator<Row> {
  /** Facets of a trace, and in a column of their own the rows of its agents. */
  static final RecordRows<Extraction> ROWS = RecordRows.of(Extraction.class);

  private static final int MOST_COPIES = 1_000;
  private static final Comparator<Span> EARLIEST =
      Comparator.comparing((Span span) -> span.part() == SpanPart.SPAN)
          .thenComparing(Span::startTime, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Span::spanId);

  private final Iterator<Row> spans;
  private final Function<List<Span>, Row> row;
  private final int mostSpans;
  private Span next;
  private Row facets;

  private TraceRows(Iterator<Row> spans, Function<List<Span>, Row> row, int mostSpans) {
    this.mostSpans = mostSpans;
    this.spans = spans;
    this.row = row;
    this.next = read();
  }

  /** Makes the rows of one partition. */
  record OfPartition(OutcropConfig.Facets config, String facetVersion)
      implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> spans) {
      FacetExtractor extractor = Facets.extractor(config, facetVersion);
      return new TraceRows(
          spans,
          trace -> ROWS.toRow(extractor.extractAll(extractor.trace(trace))),
          config.maxSpansPerTrace());
    }
  }

  /** Makes the rows of one partition, and beside them what a model is to be asked. */
  record WithPrompts(OutcropConfig.Facets config, String facetVersion, TracePrompts prompts)
      implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> spans) {
      return new TraceRows(
          spans,
          prompts.new Rows(Facets.extractor(config, facetVersion))::row,
          config.maxSpansPerTrace());
    }
  }

  @Override
  public boolean hasNext() {
    while (facets == null && next != null) {
      List<Span> trace = TraceParts.spans(records());
      // A judgement may be there before its trace is: then there is no row yet.
      facets = trace.isEmpty() ? null : row.apply(trace);
    }
    return facets != null;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row made = facets;
    facets = null;
    return made;
  }

  /**
   * The records of the next trace, one for each span id; of a trace with very many spans the
   * earliest, so that one id that everything carries does not take the memory of a task.
   */
  private List<Span> records() {
    String traceId = next.traceId();
    List<Span> records = new ArrayList<>();
    while (next != null && next.traceId().equals(traceId)) {
      String spanId = next.spanId();
      List<Span> copies = new ArrayList<>(1);
      while (next != null && next.spanId().equals(spanId) && next.traceId().equals(traceId)) {
        copies.add(next);
        if (copies.size() == MOST_COPIES) {
          Span folded = SpanFold.fold(copies);
          copies.clear();
          copies.add(folded);
        }
        next = read();
      }
      records.add(SpanFold.fold(copies));
      if (records.size() >= 2L * mostSpans) {
        keepEarliest(records);
      }
    }
    return records;
  }

  /** What is said of the trace as a whole stays. */
  private void keepEarliest(List<Span> records) {
    records.sort(EARLIEST);
    records.subList(mostSpans, records.size()).clear();
  }

  private Span read() {
    return spans.hasNext() ? SpansTable.ROWS.fromRow(spans.next()) : null;
  }
}
