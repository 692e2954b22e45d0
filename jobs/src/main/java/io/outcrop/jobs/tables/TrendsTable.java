package io.outcrop.jobs.tables;

import java.time.LocalDate;

/**
 * {@code facts.trend_candidates}, the size of each pattern on each day of a run's window, and
 * {@code insights.trends}, the points that are published; both have the same columns. A day on
 * which a pattern has no trace has no row.
 */
public final class TrendsTable {
  public static final String LINEAGE_ID = "lineage_id";
  public static final String CLUSTER_ID = "cluster_id";
  public static final String DAY = "day";
  public static final String TRACES = "traces";
  public static final String SHARE = "share";

  /**
   * One pattern on one day.
   *
   * @param day a trace date (UTC)
   * @param tenants distinct boundaries among its traces of the day
   * @param allTraces all traces of the day
   * @param share of the day's traces, 0 to 1
   * @param shareLow lower end of the share's 95 % interval (Wilson)
   * @param shareHigh upper end
   */
  public record Trend(
      String runId,
      String unit,
      String axis,
      String scope,
      int level,
      String lineageId,
      String clusterId,
      LocalDate day,
      long traces,
      long tenants,
      long allTraces,
      double share,
      Double shareLow,
      Double shareHigh) {}

  public static final RecordRows<Trend> ROWS = RecordRows.of(Trend.class);
  public static final Table FACTS = Table.ofRuns(Zone.FACTS, "trend_candidates", ROWS.schema());
  public static final Table INSIGHTS = Table.ofRuns(Zone.INSIGHTS, "trends", ROWS.schema());

  private TrendsTable() {}
}
