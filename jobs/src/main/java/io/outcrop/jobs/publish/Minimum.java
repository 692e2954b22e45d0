package io.outcrop.jobs.publish;

/**
 * What has to stand behind a published row.
 *
 * @param boundaries distinct tenants, or users
 * @param traces traces of theirs
 */
record Minimum(int boundaries, int traces) {

  Minimum {
    if (boundaries < 1 || traces < 1) {
      throw new IllegalArgumentException(
          "a minimum must be >= 1, was %d boundaries and %d traces".formatted(boundaries, traces));
    }
  }

  /** The higher of the two in each respect. */
  Minimum and(Minimum other) {
    return new Minimum(Math.max(boundaries, other.boundaries), Math.max(traces, other.traces));
  }

  /**
   * Most traces of one boundary that count: its even part of the minimum. So copies of one's own
   * traces beyond that part stand for nothing, and the others' have to be there without them.
   */
  long evenPart() {
    return (traces + boundaries - 1L) / boundaries;
  }

  boolean isMetBy(Crowd crowd) {
    return crowd.boundaries().size() >= boundaries && crowd.counted(evenPart()) >= traces;
  }
}
