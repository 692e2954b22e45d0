package io.outcrop.jobs.tables;

import java.util.List;

/**
 * {@code facts.eval_candidates}, a row for each bad insight, and {@code insights.eval_cases}, a
 * published case for each root cause; both have the same columns.
 */
public final class EvalCasesTable {
  public static final String CASE_ID = "case_id";
  public static final String LINEAGE_IDS = "lineage_ids";
  public static final String RANK = "rank";

  public static final String ASSERTION = "assertion";
  public static final String JUDGE = "judge";
  public static final String NONE = "none";

  /**
   * One case, or the reason why there is none.
   *
   * @param caseId stays the same from run to run while one of its lineages does
   * @param rank of its foremost insight
   * @param clusterId the cluster of that insight, which the figures are of
   * @param lineageIds of all patterns of this cause
   * @param insightIds of all insights of this cause
   * @param cause one of a closed list
   * @param severity P0, P1 or P2
   * @param gate what a failure of the case means: block, override (pass only with a documented
   *     reason) or log
   * @param grader assertion, judge, or none where there is no case
   * @param checkName which assertion; null without one
   * @param noCaseReason why there is no case; null where there is one
   * @param failure what happens, as the insight's pattern says
   * @param expectation what is to happen instead
   * @param inputPattern what was asked for, without a word of a trace that few tenants use
   * @param situations paraphrases of what the agents did
   * @param judgePrompt what a judge is asked; null without one
   */
  public record EvalCase(
      String runId,
      String caseId,
      int rank,
      String unit,
      String axis,
      String scope,
      String clusterId,
      List<String> lineageIds,
      List<String> insightIds,
      String cause,
      String severity,
      String gate,
      String grader,
      String checkName,
      String noCaseReason,
      String failure,
      String expectation,
      String inputPattern,
      List<String> situations,
      String judgePrompt,
      long traces,
      long tenants,
      double share) {

    public EvalCase {
      lineageIds = List.copyOf(lineageIds);
      insightIds = List.copyOf(insightIds);
      situations = List.copyOf(situations);
    }

    /** Whether there is something to run. */
    public boolean isCase() {
      return !grader.equals(NONE);
    }

    /** The same at another rank, of these patterns, in these sentences. */
    public EvalCase said(
        int place, List<String> lineages, List<String> insights, String wanted, String prompt) {
      return new EvalCase(
          runId,
          caseId,
          place,
          unit,
          axis,
          scope,
          clusterId,
          lineages,
          insights,
          cause,
          severity,
          gate,
          grader,
          checkName,
          noCaseReason,
          failure,
          wanted,
          inputPattern,
          situations,
          prompt,
          traces,
          tenants,
          share);
    }
  }

  public static final RecordRows<EvalCase> ROWS = RecordRows.of(EvalCase.class);
  public static final Table FACTS = Table.ofRuns(Zone.FACTS, "eval_candidates", ROWS.schema());
  public static final Table INSIGHTS = Table.ofRuns(Zone.INSIGHTS, "eval_cases", ROWS.schema());

  private EvalCasesTable() {}
}
