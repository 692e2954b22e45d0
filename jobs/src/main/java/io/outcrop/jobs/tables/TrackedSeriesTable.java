package io.outcrop.jobs.tables;

import java.time.LocalDate;

/** {@code ops.tracked_series}: each tracked pattern's traces by day, among all of that day. */
public final class TrackedSeriesTable {
  /**
   * One pattern's day; days without any trace at all have no row.
   *
   * @param traces that the definition takes
   * @param failing of these
   * @param tenants of these
   * @param allTraces of the day
   * @param share of the day's traces that the definition takes
   */
  public record SeriesPoint(
      String trackedId,
      String name,
      LocalDate traceDate,
      long traces,
      long failing,
      long tenants,
      long allTraces,
      double share) {}

  public static final RecordRows<SeriesPoint> ROWS = RecordRows.of(SeriesPoint.class);
  public static final Table TABLE = Table.lasting(Zone.OPS, "tracked_series", ROWS.schema());

  private TrackedSeriesTable() {}
}
