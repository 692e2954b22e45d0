package io.outcrop.jobs.facets;

/**
 * What phase 2 would ask a language model now.
 *
 * @param traces traces whose facets would be computed
 * @param chosen distinct questions about their contents
 * @param calls of these the ones without an answer yet
 * @param inputTokens tokens of the questions, by estimate
 * @param outputTokens tokens of the answers, as measured before, else as they usually are
 */
public record LlmEstimate(
    long traces, long chosen, long calls, long inputTokens, long outputTokens) {
  static final LlmEstimate NOTHING = new LlmEstimate(0, 0, 0, 0, 0);

  LlmEstimate plus(long moreCalls, long moreInput, long moreOutput) {
    return new LlmEstimate(
        traces, chosen, calls + moreCalls, inputTokens + moreInput, outputTokens + moreOutput);
  }
}
