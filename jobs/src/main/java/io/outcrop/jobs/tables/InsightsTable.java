package io.outcrop.jobs.tables;

import java.time.LocalDate;
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
   * @param contrast which traces are outside: {@value #ALL_OTHERS} or {@value #SAME_TASK}
   * @param outsideTraces how many they are; null for all others
   * @param outsideTenants of how many boundaries; null for all others
   */
  public record Evidence(
      String facet,
      String value,
      double inCluster,
      double outside,
      double lift,
      double qValue,
      String contrast,
      Long outsideTraces,
      Long outsideTenants) {

    /** Against all other traces. */
    public Evidence(
        String facet, String value, double inCluster, double outside, double lift, double qValue) {
      this(facet, value, inCluster, outside, lift, qValue, ALL_OTHERS, null, null);
    }

    /** Whether it is told against all other traces. */
    public boolean isAgainstAll() {
      return contrast.equals(ALL_OTHERS);
    }
  }

  /** All traces that are no members. */
  public static final String ALL_OTHERS = "all others";

  /** Of a bad insight the succeeding traces of its members' tasks, of a good one the failing. */
  public static final String SAME_TASK = "same task";

  /**
   * How members fare beside others; null where nothing is known.
   *
   * @param completionRate share of the members that complete in full
   * @param completionRateOutside share of all other traces that do
   * @param negativeSentimentRate share of the members whose user is displeased
   * @param latencyP50Ms median of the members
   * @param latencyP50MsAll median of all traces
   */
  public record Impact(
      Double completionRate,
      Double completionRateOutside,
      Double strongCompletionRate,
      Double strongCompletionRateOutside,
      Double correctionRate,
      Double correctionRateOutside,
      Double escalationRate,
      Double escalationRateOutside,
      Double negativeSentimentRate,
      Double negativeSentimentRateOutside,
      Double latencyP50Ms,
      Double latencyP50MsAll,
      Double costUsdMean,
      Double costUsdMeanAll) {
    public static final Impact UNKNOWN =
        new Impact(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /**
   * Something that came in within the window, and with which the pattern became more frequent.
   *
   * @param kind what changed, such as model version
   * @param version its name; empty where it has none that may be told
   * @param since the first day on which enough traces ran with it; null where no day had enough
   * @param shareWith share of the traces with it that are members
   * @param shareWithTraces how many traces run with it
   * @param tenants of how many boundaries they are
   * @param shareWithout share of all traces without it that are members
   * @param shareWithoutTraces how many they are
   */
  public record Change(
      String kind,
      String version,
      LocalDate since,
      double shareWith,
      long shareWithTraces,
      long tenants,
      double shareWithout,
      long shareWithoutTraces,
      double qValue) {}

  /**
   * A cluster of another axis that many members are in too.
   *
   * @param share of the members, 0 to 1
   * @param traces in both
   * @param tenants boundaries of these
   */
  public record Related(String axis, String clusterId, double share, long traces, long tenants) {}

  /**
   * One insight.
   *
   * @param insightId stays the same while its cluster does
   * @param rank 1 is the first to look at
   * @param judgement bad, good or unclear
   * @param severity P0, P1 or P2
   * @param examples paraphrases of what members did
   * @param impact how members fare beside others
   * @param status new, growing, stable, shrinking or gone
   * @param since first day of its members
   * @param confounding whether tenants, model versions or tasks explain the difference
   * @param changes what came in with it, the most telling first
   * @param related clusters of other axes that many members are in
   * @param subject what happens, in a model's words; null where the cluster's title says it
   * @param difference why it differs, in a model's words; null where figures alone say it
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
      List<String> examples,
      Impact impact,
      String status,
      LocalDate since,
      String confounding,
      List<Change> changes,
      List<Related> related,
      String subject,
      String difference) {

    /** One of which no more is known. */
    public Insight(
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
      this(
          runId,
          insightId,
          rank,
          unit,
          axis,
          scope,
          level,
          clusterId,
          headline,
          pattern,
          whyDifferent,
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
          examples,
          Impact.UNKNOWN,
          "stable",
          null,
          null,
          List.of(),
          List.of(),
          null,
          null);
    }

    /** The same at another rank, in other sentences. */
    public Insight said(int place, String line, String why, String cause) {
      return copy(
          place, line, pattern, why, cause, firstCheck, suggestedFix, related, subject, difference);
    }

    /** The same beside some of its related clusters. */
    public Insight beside(List<Related> clusters) {
      return copy(
          rank,
          headline,
          pattern,
          whyDifferent,
          likelyCause,
          firstCheck,
          suggestedFix,
          clusters,
          subject,
          difference);
    }

    /** The same cause in other words. */
    public Insight caused(String cause) {
      return said(rank, headline, whyDifferent, cause);
    }

    /** The same in a model's words. */
    public Insight inWords(
        String line,
        String happens,
        String why,
        String cause,
        String check,
        String fix,
        String what,
        String differs) {
      return copy(rank, line, happens, why, cause, check, fix, related, what, differs);
    }

    private Insight copy(
        int place,
        String line,
        String happens,
        String why,
        String cause,
        String check,
        String fix,
        List<Related> clusters,
        String what,
        String differs) {
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
          happens,
          why,
          evidence,
          judgement,
          severity,
          cause,
          check,
          fix,
          suggestedAction,
          traces,
          tenants,
          share,
          priority,
          examples,
          impact,
          status,
          since,
          confounding,
          changes,
          clusters,
          what,
          differs);
    }
  }

  public static final RecordRows<Insight> ROWS = RecordRows.of(Insight.class);
  public static final Table FACTS = Table.ofRuns(Zone.FACTS, "insight_candidates", ROWS.schema());
  public static final Table INSIGHTS = Table.ofRuns(Zone.INSIGHTS, "insights", ROWS.schema());

  private InsightsTable() {}
}
