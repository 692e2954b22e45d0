package io.outcrop.jobs.tables;

/** {@code facts.outliers}: traces that clusters cannot show, a row for each trace and reason. */
public final class OutliersTable {
  public static final String UNIT = "unit";
  public static final String AXIS = "axis";
  public static final String TRACE_ID = "trace_id";
  public static final String REASON = "reason";
  public static final String VALUE = "value";
  public static final String CUT = "cut";

  /**
   * One trace for one reason.
   *
   * @param axis of a distance; null for what is no matter of an axis
   * @param reason far: lies far from the centre of its leaf; unassigned: lies beyond the radius of
   *     its nearest leaf; latency, tokens, errors: has far more than others; peers: has far more
   *     than others with the same task
   * @param value its distance, milliseconds, tokens, errors, or ratio to its peers
   * @param cut from which on a value is listed; null for unassigned, where each leaf has its own
   */
  public record Outlier(
      String runId,
      String unit,
      String axis,
      String traceId,
      String reason,
      double value,
      Double cut) {}

  public static final RecordRows<Outlier> ROWS = RecordRows.of(Outlier.class);
  public static final Table TABLE = Table.ofRuns(Zone.FACTS, "outliers", ROWS.schema());

  private OutliersTable() {}
}
