package io.outcrop.jobs.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clusters brought down to a number by merging those whose union costs least.
 *
 * <p>The cost of a union is what it adds to the sum of squared distances (Ward, 1963): n1 n2 / (n1
 * + n2) times the squared distance of the centres. Each round looks at as many of the cheapest
 * pairs of neighbours as there are clusters too many, and merges of them each cluster once at most:
 * what was cut into three comes together in two rounds, and no dear pair is taken in its place.
 */
final class WardMerge {
  private static final int NEIGHBOURS = 4;

  private WardMerge() {}

  /** The clusters left, in the order of their first members. */
  static List<Members> reduce(List<Members> clusters, int wanted) {
    List<Members> left = List.copyOf(clusters);
    while (left.size() > Math.max(1, wanted)) {
      left = round(left, left.size() - wanted);
    }
    return left;
  }

  private static List<Members> round(List<Members> clusters, int most) {
    boolean[] taken = new boolean[clusters.size()];
    Members[] after = clusters.toArray(Members[]::new);
    List<Pair> pairs = pairs(clusters);
    for (Pair pair : pairs.subList(0, Math.min(most, pairs.size()))) {
      if (!taken[pair.low()] && !taken[pair.high()]) {
        taken[pair.low()] = true;
        taken[pair.high()] = true;
        after[pair.low()] = clusters.get(pair.low()).copy().add(clusters.get(pair.high()));
        after[pair.high()] = null;
      }
    }
    List<Members> left = new ArrayList<>();
    for (Members cluster : after) {
      if (cluster != null) {
        left.add(cluster);
      }
    }
    return left;
  }

  /** Neighbours, cheapest first. */
  private static List<Pair> pairs(List<Members> clusters) {
    Centres centres = new Centres(clusters.stream().map(Members::centre).toArray(float[][]::new));
    // Two that are each other's neighbours are one pair.
    return IntStream.range(0, clusters.size())
        .parallel()
        .boxed()
        .flatMap(
            i ->
                Arrays.stream(centres.nearestOthers(i, NEIGHBOURS))
                    .mapToObj(j -> pair(clusters, centres, Math.min(i, j), Math.max(i, j))))
        .sorted(
            Comparator.comparingDouble(Pair::cost)
                .thenComparingInt(Pair::low)
                .thenComparingInt(Pair::high))
        .distinct()
        .toList();
  }

  private static Pair pair(List<Members> clusters, Centres centres, int low, int high) {
    double one = clusters.get(low).traces();
    double two = clusters.get(high).traces();
    double apart = Centres.squaredDistance(centres.point(low), centres.point(high));
    return new Pair(one * two / (one + two) * apart, low, high);
  }

  private record Pair(double cost, int low, int high) {}
}
