package io.outcrop.jobs.insights;

import io.outcrop.facets.llm.InsightPrompt;
import io.outcrop.facets.llm.Tokens;

/**
 * What phase 5 would ask a language model at most: texts for the first bad and good insights, by
 * tokens as they usually are.
 */
public record InsightEstimate(long calls, long inputTokens, long outputTokens) {
  private static final long USUAL_EVIDENCE = 900;
  private static final long USUAL_ANSWER = 350;

  /**
   * Estimates.
   *
   * @param clusters how many there are at most
   */
  public static InsightEstimate of(long clusters) {
    long calls = Math.min(clusters, Insights.MOST_EXPLAINED);
    long each =
        USUAL_EVIDENCE
            + Tokens.of(InsightPrompt.prompt().instructions())
            + Tokens.of(InsightPrompt.prompt().schema());
    return new InsightEstimate(calls, calls * each, calls * USUAL_ANSWER);
  }
}
