package io.outcrop.jobs.tables;

import java.util.List;

/** {@code facts.centres}: where the leaves lie that a run built, so that later traces find them. */
public final class CentresTable {
  public static final String UNIT = "unit";
  public static final String AXIS = "axis";
  public static final String LEAF_ID = "leaf_id";
  public static final String PART = "part";
  public static final String RADIUS = "radius";
  public static final String VECTOR = "vector";

  /**
   * One place of a leaf.
   *
   * @param scope all: all traces of the warehouse, or of a tenant's own folder
   * @param part 0 for the leaf's centre; above, one of the places that it was put together from,
   *     whose nearest points are its members
   * @param radius how far the leaf reaches from its centre
   */
  public record Centre(
      String runId,
      String unit,
      String axis,
      String scope,
      String leafId,
      int part,
      double radius,
      List<Float> vector) {}

  public static final RecordRows<Centre> ROWS = RecordRows.of(Centre.class);
  public static final Table TABLE = Table.ofRuns(Zone.FACTS, "centres", ROWS.schema());

  private CentresTable() {}
}
