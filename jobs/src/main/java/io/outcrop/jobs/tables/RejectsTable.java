package io.outcrop.jobs.tables;

/** {@code telemetry.rejects}: what could not be read, and why. */
public final class RejectsTable {
  public static final String REASON = "reason";
  public static final String SOURCE_OBJECT = "source_object";

  /**
   * One reject.
   *
   * @param position where in the object
   * @param reason of the closed list {@link io.outcrop.facets.read.Reject.Reason}
   * @param sample the beginning of what was rejected, redacted
   * @param runId the ingest batch
   */
  public record Reject(
      String sourceObject,
      String position,
      String reason,
      String detail,
      String sample,
      String runId) {}

  public static final RecordRows<Reject> ROWS = RecordRows.of(Reject.class);
  public static final Table TABLE = Table.lasting(Zone.TELEMETRY, "rejects", ROWS.schema());

  private RejectsTable() {}
}
