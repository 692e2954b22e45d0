package io.outcrop.jobs.tables;

import java.time.LocalDate;

/** {@code facts.tracked_traces}: which traces each tracked pattern's definition takes. */
public final class TrackedTracesTable {
  public static final String TRACE_ID = "trace_id";
  public static final String TRACKED_ID = "tracked_id";
  public static final String NAME = "name";
  public static final String TRACE_DATE = "trace_date";

  /** One trace of one pattern. */
  public record TrackedTrace(String traceId, String trackedId, String name, LocalDate traceDate) {}

  public static final RecordRows<TrackedTrace> ROWS = RecordRows.of(TrackedTrace.class);
  public static final Table TABLE =
      Table.lasting(Zone.FACTS, "tracked_traces", ROWS.schema(), TRACE_DATE);

  private TrackedTracesTable() {}
}
