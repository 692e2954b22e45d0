package io.outcrop.jobs.publish;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who stands behind some traces, as far as rule 1 asks.
 *
 * <p>Of the boundaries only those with the smallest hashes are kept, as many as any minimum asks
 * for boundaries or traces. The smallest of a union are among the smallest of its parts; and where
 * there are more than are kept, a trace of each is enough already. So whether a union has enough is
 * exact, and nothing grows with the number of tenants or users.
 *
 * @param traces traces that belong to exactly one boundary
 * @param boundaries the traces of each boundary, by the smallest hashes of boundaries
 * @param demanding those of their tenants that ask for more than others
 */
record Crowd(long traces, SortedMap<Long, Long> boundaries, Set<String> demanding) {
  static final Crowd NONE = new Crowd(0, Collections.emptySortedMap(), Set.of());

  Crowd {
    boundaries = Collections.unmodifiableSortedMap(new TreeMap<>(boundaries));
    demanding = Set.copyOf(demanding);
  }

  boolean isEmpty() {
    return traces == 0;
  }

  /** Traces, of which at most so many of one boundary count. */
  long counted(long most) {
    return boundaries.values().stream().mapToLong(n -> Math.min(n, most)).sum();
  }

  /** Both together; they share no trace. */
  Crowd with(Crowd other, int kept) {
    if (other.isEmpty()) {
      return this;
    }
    TreeMap<Long, Long> both = new TreeMap<>(boundaries);
    other.boundaries.forEach((hash, n) -> both.merge(hash, n, Long::sum));
    while (both.size() > kept) {
      both.pollLastEntry();
    }
    Set<String> all = new HashSet<>(demanding);
    all.addAll(other.demanding);
    return new Crowd(traces + other.traces, both, all);
  }

  /** So many boundaries with so many traces each: for rows that need no hashes. */
  static Crowd of(Map<Long, Long> boundaries, Set<String> demanding) {
    return new Crowd(
        boundaries.values().stream().mapToLong(Long::longValue).sum(),
        new TreeMap<>(boundaries),
        demanding);
  }
}
