package io.outcrop.jobs.tables;

import io.outcrop.facets.trace.Span;
import java.util.List;
import java.util.Map;

/**
 * {@code telemetry.spans}: one row for each object, trace and span; {@code part} tells spans from
 * what other records say of them.
 *
 * <p>Copies of a span in several objects stay; readers fold them. Partitioned by date, so that a
 * window reads its own days; with a change feed, so that phase 2 sees which traces changed; with
 * statistics on what is filtered by, and none on texts, whose first letters narrow down nothing.
 */
public final class SpansTable {
  public static final String TRACE_ID = "trace_id";
  public static final String SPAN_ID = "span_id";
  public static final String SOURCE_OBJECT = "source_object";
  public static final String TRACE_DATE = "trace_date";
  public static final String PART = "part";
  public static final String INPUT_TEXT = "input_text";
  public static final String FINISH_REASONS = "finish_reasons";
  public static final String ATTRIBUTES = "attributes";

  /** Columns that files are left out by. */
  static final List<String> FILTERED =
      List.of(
          "trace_id",
          "span_id",
          "source_object",
          "tenant_id",
          "session_id",
          "kind",
          "status",
          "start_time",
          "end_time",
          "part");

  public static final RecordRows<Span> ROWS = RecordRows.of(Span.class);

  public static final Table TABLE =
      new Table(
          Zone.TELEMETRY,
          "spans",
          ROWS.schema(),
          List.of(TRACE_DATE),
          false,
          Map.of(
              "delta.enableChangeDataFeed",
              "true",
              "delta.dataSkippingStatsColumns",
              String.join(",", FILTERED)));

  private SpansTable() {}
}
