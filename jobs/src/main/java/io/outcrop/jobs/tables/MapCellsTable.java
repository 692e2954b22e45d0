package io.outcrop.jobs.tables;

/** {@code insights.map_cells}: how densely the map is settled, in squares of several sizes. */
public final class MapCellsTable {
  public static final String AXIS = "axis";
  public static final String LEVEL = "level";
  public static final String CELL_ID = "cell_id";
  public static final String TRACES = "traces";

  /**
   * One square of the map of an axis.
   *
   * @param level 0 for the smallest squares; a square of the next level holds four of them
   * @param cellId the same square has the same id every night
   * @param parentId the square around it that is published; null where none is
   * @param x its middle, on the scale of the clusters' places
   * @param size its side
   * @param tenants distinct boundaries behind it, at least
   * @param share of all traces on the map
   * @param growing of its traces, the share in patterns that are new or growing
   */
  public record MapCell(
      String runId,
      String unit,
      String axis,
      String scope,
      int level,
      String cellId,
      String parentId,
      double x,
      double y,
      double size,
      long traces,
      long tenants,
      double share,
      double failureRate,
      double concern,
      Double costUsdMean,
      double growing) {}

  public static final RecordRows<MapCell> ROWS = RecordRows.of(MapCell.class);
  public static final Table INSIGHTS = Table.ofRuns(Zone.INSIGHTS, "map_cells", ROWS.schema());

  private MapCellsTable() {}
}
