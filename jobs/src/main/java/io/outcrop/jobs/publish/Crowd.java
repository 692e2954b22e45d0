package io.outcrop.jobs.publish;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who stands behind some traces, as far as rule 1 asks.
 *
 * <p>Of the boundaries only the smallest hashes are kept, as many as any minimum asks for: the
 * smallest of a union are among the smallest of its parts, so whether a union has enough is exact,
 * and nothing grows with the number of tenants or users.
 *
 * @param traces traces that belong to exactly one boundary
 * @param boundaries the smallest hashes of those boundaries, ascending
 * @param demanding those of their tenants that ask for more than others
 */
record Crowd(long traces, List<Long> boundaries, Set<String> demanding) {
  static final Crowd NONE = new Crowd(0, List.of(), Set.of());

  Crowd {
    boundaries = List.copyOf(boundaries);
    demanding = Set.copyOf(demanding);
  }

  boolean isEmpty() {
    return traces == 0;
  }

  /** Both together; they share no trace. */
  Crowd with(Crowd other, int kept) {
    if (other.isEmpty()) {
      return this;
    }
    Set<String> all = new TreeSet<>(demanding);
    all.addAll(other.demanding);
    return new Crowd(
        traces + other.traces,
        Stream.concat(boundaries.stream(), other.boundaries.stream())
            .distinct()
            .sorted()
            .limit(kept)
            .toList(),
        all);
  }
}
