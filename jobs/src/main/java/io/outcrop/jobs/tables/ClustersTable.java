package io.outcrop.jobs.tables;

import java.time.LocalDate;

/**
 * {@code facts.clusters}, all of a run's clusters, and {@code insights.clusters}, the published
 * ones; both have the same columns.
 */
public final class ClustersTable {
  /** The scope of what looks at the traces of all tenants. */
  public static final String ALL_TENANTS = "all";

  public static final String UNIT = "unit";
  public static final String AXIS = "axis";
  public static final String SCOPE = "scope";
  public static final String LEVEL = "level";
  public static final String CLUSTER_ID = "cluster_id";
  public static final String PARENT_ID = "parent_id";
  public static final String LINEAGE_ID = "lineage_id";
  public static final String TITLE = "title";
  public static final String DESCRIPTION = "description";
  public static final String TRACES = "traces";
  public static final String TENANTS = "tenants";
  public static final String SHARE = "share";
  public static final String COHESION = "cohesion";
  public static final String IS_BROAD = "is_broad";
  public static final String FAILURE_RATE = "failure_rate";
  public static final String CONCERN = "concern";
  public static final String STRONG_COMPLETION_RATE = "strong_completion_rate";
  public static final String LATENCY_P50_MS = "latency_p50_ms";
  public static final String LATENCY_P95_MS = "latency_p95_ms";
  public static final String TOKENS_MEAN = "tokens_mean";
  public static final String COST_USD_MEAN = "cost_usd_mean";
  public static final String FIRST_SEEN = "first_seen";
  public static final String STATUS = "status";
  public static final String PRIORITY = "priority";
  public static final String X = "x";
  public static final String Y = "y";

  /**
   * One cluster.
   *
   * @param level 0 leaf, 1 middle, 2 top
   * @param parentId null at the top
   * @param lineageId stays the same from run to run while the cluster does
   * @param tenants distinct boundaries among the members
   * @param share of the run's traces, 0 to 1
   * @param concern mean of the members' concerning behaviour, 1 to 5
   * @param firstSeen earliest trace date among the members
   * @param status new, growing, stable, shrinking or gone
   * @param priority size times concern times tenants, each as a share; 0 to 1
   * @param x position on the map
   */
  public record Cluster(
      String runId,
      String unit,
      String axis,
      String scope,
      int level,
      String clusterId,
      String parentId,
      String lineageId,
      String title,
      String description,
      long traces,
      long tenants,
      double share,
      Double cohesion,
      boolean isBroad,
      double failureRate,
      double concern,
      double strongCompletionRate,
      Double latencyP50Ms,
      Double latencyP95Ms,
      Double tokensMean,
      Double costUsdMean,
      LocalDate firstSeen,
      String status,
      double priority,
      Double x,
      Double y) {

    /** The same under another parent and by another title. */
    public Cluster placed(String parent, String name) {
      return new Cluster(
          runId,
          unit,
          axis,
          scope,
          level,
          clusterId,
          parent,
          lineageId,
          name,
          description,
          traces,
          tenants,
          share,
          cohesion,
          isBroad,
          failureRate,
          concern,
          strongCompletionRate,
          latencyP50Ms,
          latencyP95Ms,
          tokensMean,
          costUsdMean,
          firstSeen,
          status,
          priority,
          x,
          y);
    }
  }

  public static final RecordRows<Cluster> ROWS = RecordRows.of(Cluster.class);
  public static final Table FACTS = Table.ofRuns(Zone.FACTS, "clusters", ROWS.schema());
  public static final Table INSIGHTS = Table.ofRuns(Zone.INSIGHTS, "clusters", ROWS.schema());

  private ClustersTable() {}
}
