package io.outcrop.jobs.tables;

import java.time.LocalDate;

/** {@code facts.hierarchies}: which run built the hierarchy that each run's traces are in. */
public final class HierarchiesTable {
  public static final String UNIT = "unit";
  public static final String AXIS = "axis";
  public static final String BUILT_BY = "built_by";

  /**
   * The hierarchy of one axis.
   *
   * @param scope all: all traces of the warehouse, or of a tenant's own folder
   * @param builtBy the run that built it; the run itself where it was rebuilt
   * @param builtAt last day of that run's window
   * @param builtOf traces that it was built of
   * @param modelHash the space that its leaves lie in
   * @param recipe hash of the axis and of all that shapes its clusters
   * @param reason why it was rebuilt, or that it stands
   * @param fresh traces of this run that it was not built of
   * @param unassigned traces of this run that lie beyond the radius of their nearest leaf
   * @param drift share of the fresh ones that are unassigned; null where there are none
   */
  public record Hierarchy(
      String runId,
      String unit,
      String axis,
      String scope,
      String builtBy,
      LocalDate builtAt,
      long builtOf,
      String modelHash,
      String recipe,
      String reason,
      long fresh,
      long unassigned,
      Double drift) {}

  public static final RecordRows<Hierarchy> ROWS = RecordRows.of(Hierarchy.class);
  public static final Table TABLE = Table.ofRuns(Zone.FACTS, "hierarchies", ROWS.schema());

  private HierarchiesTable() {}
}
