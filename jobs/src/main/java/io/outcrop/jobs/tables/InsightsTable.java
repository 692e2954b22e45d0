package io.outcrop.jobs.tables;

import java.util.List;

/**
 * {@code facts.insight_candidates}, all of a run's insights, and {@code insights.insights}, the
 * published ones; both have the same columns.
 */
public final class InsightsTable {
  public static final String INSIGHT_ID = "insight_id";
  public static final String RANK = "rank";
  public static final String AXIS = "axis";
  public static final String CLUSTER_ID = "cluster_id";
  public static final String HEADLINE = "headline";
  public static final String SEVERITY = "severity";
  public static final String JUDGEMENT = "judgement";
  public static final String TRACES = "traces";
  public static final String TENANTS = "tenants";
  public static final String PRIORITY = "priority";

  /**
   * One thing that sets a cluster apart.
   *
   * @param inCluster share of the members that have the value, 0 to 1
   * @param outside share of all other traces that have it
   * @param lift the first over the second
   * @param qValue after Benjamini-Hochberg over all comparisons of the run
   */
  public record Evidence(
      String facet, String value, double inCluster, double outside, double lift, double qValue) {}

  /**
   * One insight.
   *
   * @param insightId stays the same while its cluster does
   * @param rank 1 is the first to look at
   * @param judgement bad, good or unclear
   * @param severity P0, P1 or P2
   * @param examples paraphrases of what members did
   */
  public record Insight(
      String runId,
      String insightId,
      int rank,
      String unit,
      String axis,
      String scope,
      int level,
      String clusterId,
      String headline,
      String pattern,
      String whyDifferent,
      List<Evidence> evidence,
      String judgement,
      String severity,
      String likelyCause,
      String firstCheck,
      String suggestedFix,
      String suggestedAction,
      long traces,
      long tenants,
      double share,
      double priority,
      List<String> examples) {

    /** The same at another rank, in other sentences. */
    public Insight said(int place, String line, String difference) {
      return new Insight(
          runId,
          insightId,
          place,
          unit,
          axis,
          scope,
          level,
          clusterId,
          line,
          pattern,
          difference,
          evidence,
          judgement,
          severity,
          likelyCause,
          firstCheck,
          suggestedFix,
          suggestedAction,
          traces,
          tenants,
          share,
          priority,
          examples);
    }
  }

  public static final RecordRows<Insight> ROWS = RecordRows.of(Insight.class);
  public static final Table FACTS = Table.ofRuns(Zone.FACTS, "insight_candidates", ROWS.schema());
  public static final Table INSIGHTS = Table.ofRuns(Zone.INSIGHTS, "insights", ROWS.schema());

  private InsightsTable() {}
}
