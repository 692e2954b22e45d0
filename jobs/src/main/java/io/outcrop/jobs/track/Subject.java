package io.outcrop.jobs.track;

import static org.apache.spark.sql.functions.col;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * A pattern of the latest complete run that a command is about.
 *
 * @param insight null where the run tells none of the cluster
 */
public record Subject(RunRow run, Cluster cluster, Insight insight) {

  /** What its reviews and definitions are kept under. */
  public String lineageId() {
    return cluster.lineageId() == null ? cluster.clusterId() : cluster.lineageId();
  }

  /** As it is published where it is, since those words have passed the gate. */
  public String title() {
    return cluster.title();
  }

  /**
   * Finds a pattern.
   *
   * @param given the rank of a published insight, or the id of an insight, a cluster or a lineage
   * @throws UserError where the latest complete run has none such
   */
  public static Subject find(Warehouse warehouse, String given) {
    RunRow run =
        new Runs(warehouse, Clock.systemUTC())
            .latestComplete()
            .orElseThrow(
                () ->
                    new UserError(
                        "Cannot find " + given + ".",
                        "no run is complete in " + warehouse.root(),
                        "run outcrop nightly first"));
    return byInsight(warehouse, run, InsightsTable.INSIGHTS, ClustersTable.INSIGHTS, given)
        .or(() -> byInsight(warehouse, run, InsightsTable.FACTS, ClustersTable.FACTS, given))
        .or(() -> byCluster(warehouse, run, ClustersTable.INSIGHTS, InsightsTable.INSIGHTS, given))
        .or(() -> byCluster(warehouse, run, ClustersTable.FACTS, InsightsTable.FACTS, given))
        .orElseThrow(
            () ->
                new UserError(
                    "Cannot find " + given + ".",
                    "run " + run.runId() + " has no insight, cluster or lineage of this id or rank",
                    "look for it: outcrop sql \"SELECT rank, insight_id, headline FROM"
                        + " outcrop_insights.insights ORDER BY rank\""));
  }

  private static Optional<Subject> byInsight(
      Warehouse warehouse, RunRow run, Table insights, Table clusters, String given) {
    Column is = col(InsightsTable.INSIGHT_ID).equalTo(given);
    // Ranks are those that everybody sees.
    if (insights.equals(InsightsTable.INSIGHTS) && given.matches("#?\\d{1,6}")) {
      is = is.or(col(InsightsTable.RANK).equalTo(Integer.parseInt(given.replace("#", ""))));
    }
    return insights(warehouse, run, insights, is)
        .flatMap(
            insight ->
                clusters(
                        warehouse,
                        run,
                        clusters,
                        col(ClustersTable.CLUSTER_ID).equalTo(insight.clusterId()))
                    .map(cluster -> new Subject(run, cluster, insight)));
  }

  private static Optional<Subject> byCluster(
      Warehouse warehouse, RunRow run, Table clusters, Table insights, String given) {
    Column is =
        col(ClustersTable.CLUSTER_ID)
            .equalTo(given)
            .or(col(ClustersTable.LINEAGE_ID).equalTo(given));
    return clusters(warehouse, run, clusters, is)
        .map(
            cluster ->
                new Subject(
                    run,
                    cluster,
                    insights(
                            warehouse,
                            run,
                            insights,
                            col(InsightsTable.CLUSTER_ID).equalTo(cluster.clusterId()))
                        .orElse(null)));
  }

  private static Optional<Insight> insights(
      Warehouse warehouse, RunRow run, Table table, Column is) {
    return warehouse.read(table, run.runId()).where(is).collectAsList().stream()
        .map(InsightsTable.ROWS::fromRow)
        .min(Comparator.comparingInt(Insight::rank));
  }

  /** Of levels that repeat one another the lowest. */
  private static Optional<Cluster> clusters(
      Warehouse warehouse, RunRow run, Table table, Column is) {
    List<Cluster> found =
        warehouse.read(table, run.runId()).where(is).collectAsList().stream()
            .map(ClustersTable.ROWS::fromRow)
            .toList();
    return found.stream()
        .min(Comparator.comparingInt(Cluster::level).thenComparing(Cluster::clusterId));
  }
}
