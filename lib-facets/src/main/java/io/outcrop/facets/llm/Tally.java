package io.outcrop.facets.llm;

/**
 * What was counted of calls.
 *
 * @param requests requests sent, each attempt for itself
 * @param answers requests that were answered
 * @param limited requests turned away for their number (429)
 * @param failed requests that failed otherwise
 * @param repairs answers that were asked for once more
 * @param usage tokens of all answers, used or not
 * @param microUsd what they cost, in millionths of a dollar; 0 for a model without a price
 */
public record Tally(
    long requests,
    long answers,
    long limited,
    long failed,
    long repairs,
    Usage usage,
    long microUsd) {
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, Usage.NONE, 0);

  /** What was counted since an earlier count. */
  public Tally minus(Tally earlier) {
    return new Tally(
        requests - earlier.requests,
        answers - earlier.answers,
        limited - earlier.limited,
        failed - earlier.failed,
        repairs - earlier.repairs,
        usage.minus(earlier.usage),
        microUsd - earlier.microUsd);
  }

  Tally request() {
    return new Tally(requests + 1, answers, limited, failed, repairs, usage, microUsd);
  }

  Tally answer(Usage more, long cost) {
    return new Tally(
        requests, answers + 1, limited, failed, repairs, usage.plus(more), microUsd + cost);
  }

  Tally failure(boolean byLimit) {
    return new Tally(
        requests,
        answers,
        limited + (byLimit ? 1 : 0),
        failed + (byLimit ? 0 : 1),
        repairs,
        usage,
        microUsd);
  }

  Tally repair() {
    return new Tally(requests, answers, limited, failed, repairs + 1, usage, microUsd);
  }
}
