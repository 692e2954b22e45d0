package io.outcrop.jobs.facets;

/**
 * What phase 2 would ask a language model now.
 *
 * @param traces traces whose facets would be computed
 * @param chosen distinct contents among them that would be asked about
 * @param calls of these the ones without an answer yet
 * @param inputTokens tokens of the questions, by estimate
 * @param outputTokens tokens of the answers, as measured before, else as they usually are
 */
public record LlmEstimate(
    long traces, long chosen, long calls, long inputTokens, long outputTokens) {
  static final LlmEstimate NOTHING = new LlmEstimate(0, 0, 0, 0, 0);
}
