package io.outcrop.jobs.tables;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code ops.tracked}: patterns that somebody confirmed and wants to be told of every night. */
public final class TrackedTable {
  public static final String TRACKED_ID = "tracked_id";
  public static final String LINEAGE_ID = "lineage_id";
  public static final String ACTIVE = "active";

  /**
   * One tracked pattern and the definition that tells its traces.
   *
   * @param trackedId stays the same for a lineage
   * @param name what it is called as a facet: {@code custom['tracked.NAME']} is true
   * @param lineageId of the cluster that it was; the pattern outlives the cluster's id
   * @param predicate SQL over the columns of {@code facts.traces}; null for none
   * @param centre weights of the terms of the axis' sentences, in units of 2^-10; empty for none
   * @param radius share of the centre's weight that a trace may lack; null without a centre
   * @param precision of the definition on the run that it was made on: share of the traces it takes
   *     that are members
   * @param recall share of the members that it takes
   * @param shapes axes whose sentences say the facet, and so whose clusters it shapes
   * @param active false after it was dismissed
   * @param foundIn the run that it was made on
   */
  public record Tracked(
      String trackedId,
      String name,
      String lineageId,
      String axis,
      int level,
      String insightId,
      String clusterId,
      String foundIn,
      String title,
      String severity,
      String predicate,
      Map<String, Long> centre,
      Double radius,
      double precision,
      double recall,
      List<String> shapes,
      boolean active,
      String trackedBy,
      Instant trackedAt) {

    public Tracked {
      centre = Map.copyOf(centre);
      shapes = List.copyOf(shapes);
    }

    /** The same, no longer looked for. */
    public Tracked stopped() {
      return new Tracked(
          trackedId, name, lineageId, axis, level, insightId, clusterId, foundIn, title, severity,
          predicate, centre, radius, precision, recall, shapes, false, trackedBy, trackedAt);
    }
  }

  public static final RecordRows<Tracked> ROWS = RecordRows.of(Tracked.class);
  public static final Table TABLE = Table.lasting(Zone.OPS, "tracked", ROWS.schema());

  private TrackedTable() {}
}
