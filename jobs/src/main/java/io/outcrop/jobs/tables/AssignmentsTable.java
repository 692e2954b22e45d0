package io.outcrop.jobs.tables;

/** {@code facts.assignments}: which clusters each trace of a run belongs to. */
public final class AssignmentsTable {
  public static final String UNIT = "unit";
  public static final String AXIS = "axis";
  public static final String SCOPE = "scope";
  public static final String TRACE_ID = "trace_id";
  public static final String LEAF_ID = "leaf_id";
  public static final String MIDDLE_ID = "middle_id";
  public static final String TOP_ID = "top_id";

  /**
   * One trace on one axis.
   *
   * @param scope all: all traces of the warehouse, or of a tenant's own folder
   * @param leafId null, like those above it, for a trace of a later night that lies beyond the
   *     radius of its nearest leaf
   * @param distance from the centre of its leaf, or of the nearest one
   */
  public record Assignment(
      String runId,
      String unit,
      String axis,
      String scope,
      String traceId,
      String leafId,
      String middleId,
      String topId,
      double distance,
      boolean isOutlier) {}

  public static final RecordRows<Assignment> ROWS = RecordRows.of(Assignment.class);
  public static final Table TABLE = Table.ofRuns(Zone.FACTS, "assignments", ROWS.schema());

  private AssignmentsTable() {}
}
