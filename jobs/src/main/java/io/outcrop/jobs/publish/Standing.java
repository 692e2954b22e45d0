package io.outcrop.jobs.publish;

import java.time.LocalDate;
import java.util.Set;

/**
 * The figures of one row that is published, and what its other figures are measured against.
 *
 * @param minimum what the row needs
 * @param whole all its members
 * @param outside all other traces of the run
 * @param traces as they are told
 * @param boundaries as they are told
 * @param share as it is told
 * @param firstSeen the date by which it had the minimums behind it
 * @param examples the examples of its members that enough of them stand behind
 */
record Standing(
    Minimum minimum,
    long whole,
    long outside,
    long traces,
    long boundaries,
    double share,
    LocalDate firstSeen,
    Set<String> examples) {
  Standing {
    examples = Set.copyOf(examples);
  }

  /** The same with shares outside measured against a part of so many; null for all others. */
  Standing against(Long part, Minimum parts) {
    return part == null
        ? this
        : new Standing(
            minimum.and(parts), whole, part, traces, boundaries, share, firstSeen, examples);
  }
}
