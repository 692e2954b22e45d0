package io.outcrop.jobs.tables;

/** {@code facts.lineage}: what became of the clusters of the run before. */
public final class LineageTable {
  /**
   * One cluster, one of the run before, or both.
   *
   * @param scope all: all traces of the warehouse, or of a tenant's own folder
   * @param relation same: one pattern; split: most of it was in a cluster that is another's match;
   *     merge: most of a cluster of the run before went into it; new: neither; gone: a cluster of
   *     the run before that none is like
   * @param clusterId null for gone
   * @param lineageId null for gone
   * @param beforeRunId null in a first run
   * @param beforeClusterId null for new
   * @param common traces that are in both; with windows that share none, the smaller number
   * @param overlap of the traces in either that both runs placed, the share that is in both; null
   *     where the centres alone tell
   * @param distance between the centres of leaves in one space; null where it was not measured
   */
  public record Link(
      String runId,
      String unit,
      String axis,
      String scope,
      int level,
      String relation,
      String clusterId,
      String lineageId,
      String beforeRunId,
      String beforeClusterId,
      String beforeLineageId,
      long common,
      Double overlap,
      Double distance) {}

  public static final RecordRows<Link> ROWS = RecordRows.of(Link.class);
  public static final Table TABLE = Table.ofRuns(Zone.FACTS, "lineage", ROWS.schema());

  private LineageTable() {}
}
