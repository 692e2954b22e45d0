package io.outcrop.jobs.show;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.facets.FacetExtractor;
import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanFold;
import io.outcrop.facets.trace.Trace;
import io.outcrop.facets.trace.TraceParts;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.facets.Facets;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Single traces as they are stored, put together as phase 2 does. */
public final class StoredTraces {
  private static final int LEAST_PREFIX = 6;
  private static final int SHOWN = 5;

  private final Warehouse warehouse;
  private final FacetExtractor extractor;

  /**
   * A trace and what is known of it.
   *
   * @param redact cleans its texts
   */
  public record Stored(Trace trace, TraceFacets facets, UnaryOperator<String> redact) {}

  public StoredTraces(Warehouse warehouse, OutcropConfig config) {
    this.warehouse = warehouse;
    this.extractor = Facets.extractor(config.facets(), "shown");
  }

  /**
   * The trace of an id, or of the beginning of one where that says which.
   *
   * @throws UserError where there is none, or more than one
   */
  public Stored find(String given) {
    List<TraceFacets> found = facets(col(TracesTable.TRACE_ID).equalTo(given));
    if (found.isEmpty() && given.length() >= LEAST_PREFIX) {
      found = facets(col(TracesTable.TRACE_ID).startsWith(given));
    }
    if (found.isEmpty()) {
      throw new UserError(
          "Cannot show trace " + given + ".",
          "outcrop_facts.traces holds no trace of this id in " + warehouse.root(),
          "check the id and --warehouse; a trace that has just been read needs outcrop facets"
              + " first");
    }
    if (found.size() > 1) {
      throw new UserError(
          "Cannot show trace " + given + ".",
          "several ids begin so: "
              + found.stream()
                  .map(f -> f.identity().traceId())
                  .sorted()
                  .limit(SHOWN)
                  .collect(Collectors.joining(", ")),
          "give the whole id");
    }
    TraceFacets facets = found.get(0);
    List<Span> spans = spans(facets);
    if (spans.isEmpty()) {
      throw new UserError(
          "Cannot show trace " + given + ".",
          "its spans are no longer in outcrop_telemetry.spans",
          "read its objects again with outcrop ingest");
    }
    Trace trace = extractor.trace(spans);
    return new Stored(trace, facets, extractor.redaction(trace));
  }

  /**
   * The traces of some ids, by id; an id without spans has none.
   *
   * @param ids few enough for the driver
   */
  public Map<String, Stored> all(List<String> ids) {
    Column theirs = col(TracesTable.TRACE_ID).isin(ids.toArray());
    Map<String, TraceFacets> facets =
        rows(warehouse.read(TracesTable.TABLE).where(theirs)).stream()
            .collect(Collectors.toMap(f -> f.identity().traceId(), f -> f));
    Map<String, List<Span>> byTrace =
        warehouse.read(SpansTable.TABLE).where(theirs).collectAsList().stream()
            .map(SpansTable.ROWS::fromRow)
            .collect(Collectors.groupingBy(Span::traceId));
    Map<String, Stored> stored = new TreeMap<>();
    byTrace.forEach(
        (id, copies) -> {
          List<Span> spans = folded(copies);
          if (!spans.isEmpty() && facets.containsKey(id)) {
            Trace trace = extractor.trace(spans);
            stored.put(id, new Stored(trace, facets.get(id), extractor.redaction(trace)));
          }
        });
    return stored;
  }

  private List<TraceFacets> facets(Column which) {
    return rows(
        warehouse
            .read(TracesTable.TABLE)
            .where(which)
            .orderBy(TracesTable.TRACE_ID)
            .limit(SHOWN + 1));
  }

  private static List<TraceFacets> rows(Dataset<Row> traces) {
    return traces.collectAsList().stream().map(TracesTable.ROWS::fromRow).toList();
  }

  private List<Span> spans(TraceFacets facets) {
    LocalDate first = facets.identity().traceDate();
    // The trace's date is that of its earliest span; what is said of it later lies anywhere after.
    return folded(
        warehouse
            .read(SpansTable.TABLE)
            .where(
                col(SpansTable.TRACE_ID)
                    .equalTo(facets.identity().traceId())
                    .and(col(SpansTable.TRACE_DATE).geq(lit(first))))
            .collectAsList()
            .stream()
            .map(SpansTable.ROWS::fromRow)
            .toList());
  }

  private static List<Span> folded(List<Span> copies) {
    Map<String, List<Span>> bySpan =
        copies.stream()
            .sorted(Comparator.comparing(Span::spanId))
            .collect(Collectors.groupingBy(Span::spanId, TreeMap::new, Collectors.toList()));
    List<Span> records = new ArrayList<>();
    bySpan.values().forEach(spans -> records.add(SpanFold.fold(spans)));
    return TraceParts.spans(records);
  }
}
