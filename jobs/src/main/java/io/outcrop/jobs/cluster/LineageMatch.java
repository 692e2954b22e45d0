package io.outcrop.jobs.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Clusters of one level recognised among those of the run before, one to one.
 *
 * <p>What counts is the traces that both runs placed: two clusters may be one pattern where at
 * least 30 % of such traces in either are in both. Where most traces of both are known to one run
 * alone, as when windows do not overlap, the centres decide. The best pair is taken first. Of what
 * is left, a cluster most of which came from one of the run before was split off it; one of the run
 * before most of which went into one cluster was merged into it.
 */
final class LineageMatch {
  private static final double SAME = 0.3;

  private static final Comparator<Pair> BEST_FIRST =
      Comparator.comparingDouble((Pair p) -> p.overlap() == null ? 0 : -p.overlap())
          .thenComparing(Pair::distance, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Pair::now)
          .thenComparing(Pair::before);

  private final Map<String, Long> now;
  private final Map<String, Long> before;
  private final Map<String, Map<String, Pair>> ofNow = new TreeMap<>();
  private final Map<String, Map<String, Pair>> ofBefore = new TreeMap<>();
  private final Map<String, Long> placedOfNow = new HashMap<>();
  private final Map<String, Long> placedOfBefore = new HashMap<>();

  /** How a cluster and one of the run before belong together. */
  enum Relation {
    SAME,
    SPLIT,
    MERGE,
    NEW,
    GONE
  }

  /** How many traces a cluster shares with one of the run before. */
  record Shared(String now, String before, long traces) {}

  /** How far a cluster's centre lies from one of the run before that reaches as far. */
  record Near(String now, String before, double distance) {}

  /**
   * What became of what.
   *
   * @param now null for GONE
   * @param before null for NEW
   * @param overlap null where centres alone tell
   * @param distance null where it was not measured, or lies beyond the radius
   */
  record Link(
      Relation relation, String now, String before, long common, Double overlap, Double distance) {}

  private record Pair(String now, String before, long common, Double overlap, Double distance) {
    Link link(Relation relation) {
      return new Link(relation, now, before, common, overlap, distance);
    }
  }

  private LineageMatch(
      Map<String, Long> now, Map<String, Long> before, List<Shared> shared, List<Near> near) {
    this.now = new TreeMap<>(now);
    this.before = new TreeMap<>(before);
    Map<List<String>, Double> distances = new HashMap<>();
    near.forEach(n -> distances.put(List.of(n.now(), n.before()), n.distance()));
    for (Shared s : shared) {
      placedOfNow.merge(s.now(), s.traces(), Long::sum);
      placedOfBefore.merge(s.before(), s.traces(), Long::sum);
    }
    for (Shared s : shared) {
      long either = placedOfNow.get(s.now()) + placedOfBefore.get(s.before()) - s.traces();
      add(
          new Pair(
              s.now(),
              s.before(),
              s.traces(),
              s.traces() / (double) either,
              distances.remove(List.of(s.now(), s.before()))));
    }
    distances.forEach(
        (pair, distance) -> add(new Pair(pair.get(0), pair.get(1), 0, null, distance)));
  }

  private void add(Pair pair) {
    ofNow.computeIfAbsent(pair.now(), id -> new TreeMap<>()).put(pair.before(), pair);
    ofBefore.computeIfAbsent(pair.before(), id -> new TreeMap<>()).put(pair.now(), pair);
  }

  /**
   * Matches clusters.
   *
   * @param now traces by cluster
   * @param before traces by cluster of the run before
   * @return a link for each cluster that is the same, split or new, and for each of the run before
   *     that was merged or is gone; by cluster
   */
  static List<Link> of(
      Map<String, Long> now, Map<String, Long> before, List<Shared> shared, List<Near> near) {
    return new LineageMatch(now, before, shared, near).links();
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    Set<String> openNow = new TreeSet<>(now.keySet());
    Set<String> openBefore = new TreeSet<>(before.keySet());
    ofNow.values().stream()
        .flatMap(pairs -> pairs.values().stream())
        .filter(this::mayBeOne)
        .sorted(BEST_FIRST)
        .forEach(
            pair -> {
              if (openNow.contains(pair.now()) && openBefore.contains(pair.before())) {
                openNow.remove(pair.now());
                openBefore.remove(pair.before());
                links.add(pair.link(Relation.SAME));
              }
            });
    Set<String> split = new HashSet<>();
    for (String cluster : openNow) {
      Pair origin = origin(cluster);
      if (origin == null) {
        links.add(new Link(Relation.NEW, cluster, null, 0, null, null));
      } else {
        split.add(origin.before());
        links.add(origin.link(Relation.SPLIT));
      }
    }
    for (String cluster : openBefore) {
      Pair end = end(cluster);
      if (end != null) {
        links.add(end.link(Relation.MERGE));
      } else if (!split.contains(cluster)) {
        links.add(new Link(Relation.GONE, null, cluster, 0, null, null));
      }
    }
    links.sort(
        Comparator.comparing(Link::now, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Link::relation)
            .thenComparing(Link::before, Comparator.nullsLast(Comparator.naturalOrder())));
    return links;
  }

  private boolean mayBeOne(Pair pair) {
    if (pair.overlap() != null && pair.overlap() >= SAME) {
      return true;
    }
    return pair.distance() != null
        && !isKnown(now, placedOfNow, pair.now())
        && !isKnown(before, placedOfBefore, pair.before());
  }

  /** Whether the other run placed at least half of a cluster's traces. */
  private static boolean isKnown(
      Map<String, Long> traces, Map<String, Long> placed, String cluster) {
    return 2 * placed.getOrDefault(cluster, 0L) >= traces.getOrDefault(cluster, 0L);
  }

  private Pair origin(String cluster) {
    Map<String, Pair> pairs = ofNow.getOrDefault(cluster, Map.of());
    return isKnown(now, placedOfNow, cluster)
        ? most(pairs, placedOfNow.getOrDefault(cluster, 0L))
        : nearest(pairs, pair -> !isKnown(before, placedOfBefore, pair.before()));
  }

  private Pair end(String cluster) {
    Map<String, Pair> pairs = ofBefore.getOrDefault(cluster, Map.of());
    return isKnown(before, placedOfBefore, cluster)
        ? most(pairs, placedOfBefore.getOrDefault(cluster, 0L))
        : nearest(pairs, pair -> !isKnown(now, placedOfNow, pair.now()));
  }

  /** The pair with the most common traces, if those are half of the given ones or more. */
  private static Pair most(Map<String, Pair> pairs, long of) {
    return pairs.values().stream()
        .filter(pair -> pair.common() > 0 && 2 * pair.common() >= of)
        .min(Comparator.comparingLong((Pair p) -> -p.common()).thenComparing(BEST_FIRST))
        .orElse(null);
  }

  private static Pair nearest(
      Map<String, Pair> pairs, java.util.function.Predicate<Pair> comparable) {
    return pairs.values().stream()
        .filter(pair -> pair.distance() != null)
        .filter(comparable)
        .min(Comparator.comparing(Pair::distance).thenComparing(BEST_FIRST))
        .orElse(null);
  }
}
