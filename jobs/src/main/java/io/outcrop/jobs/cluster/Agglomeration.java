package io.outcrop.jobs.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Groups grown from single points by Ward's rule: of all pairs the one whose union adds least to
 * the squared distances goes together first.
 *
 * <p>Found by chains of nearest neighbours (Murtagh 1983), which for Ward's rule gives the same
 * tree as looking at all pairs each time, in time quadratic in the points and memory linear in
 * them. Ties go to the lower ordinal.
 */
final class Agglomeration {
  private final float[][] centres;
  private final double[] weights;
  private final boolean[] alive;
  private final List<Union> unions = new ArrayList<>();

  /** Two groups that became one; {@code into} is the lower ordinal. */
  private record Union(int into, int from, double cost, int order) {}

  private Agglomeration(float[][] points) {
    this.centres = new float[points.length][];
    Arrays.setAll(centres, i -> points[i].clone());
    this.weights = new double[points.length];
    Arrays.fill(weights, 1);
    this.alive = new boolean[points.length];
    Arrays.fill(alive, true);
  }

  /**
   * Groups of points.
   *
   * @param groups how many are wanted, at least 1
   * @return for each point the ordinal of its group, by the first point in it
   */
  static int[] cluster(float[][] points, int groups) {
    if (groups >= points.length) {
      int[] own = new int[points.length];
      Arrays.setAll(own, i -> i);
      return own;
    }
    return new Agglomeration(points).grow().cut(groups);
  }

  private Agglomeration grow() {
    int[] chain = new int[centres.length];
    int length = 0;
    int left = centres.length;
    int first = 0;
    while (left > 1) {
      if (length == 0) {
        while (!alive[first]) {
          first++;
        }
        chain[length++] = first;
      }
      int top = chain[length - 1];
      int before = length > 1 ? chain[length - 2] : -1;
      int nearest = nearest(top, before);
      if (nearest == before) {
        unite(Math.min(top, before), Math.max(top, before));
        length -= 2;
        left--;
      } else {
        chain[length++] = nearest;
      }
    }
    return this;
  }

  /** The nearest group; where others are as near, the one before in the chain, so that it ends. */
  private int nearest(int group, int before) {
    int best = before;
    double least = before < 0 ? Double.POSITIVE_INFINITY : cost(group, before);
    for (int i = 0; i < centres.length; i++) {
      if (i != group && i != before && alive[i]) {
        double cost = cost(group, i);
        if (cost < least) {
          least = cost;
          best = i;
        }
      }
    }
    return best;
  }

  private double cost(int a, int b) {
    return weights[a]
        * weights[b]
        / (weights[a] + weights[b])
        * Centres.squaredDistance(centres[a], centres[b]);
  }

  private void unite(int into, int from) {
    unions.add(new Union(into, from, cost(into, from), unions.size()));
    double sum = weights[into] + weights[from];
    float[] centre = centres[into];
    for (int i = 0; i < centre.length; i++) {
      centre[i] = (float) ((weights[into] * centre[i] + weights[from] * centres[from][i]) / sum);
    }
    weights[into] = sum;
    alive[from] = false;
  }

  /** Undoes the dearest unions, until so many groups are left. */
  private int[] cut(int groups) {
    List<Union> cheapest = new ArrayList<>(unions);
    cheapest.sort(Comparator.comparingDouble(Union::cost).thenComparingInt(Union::order));
    int[] root = new int[centres.length];
    Arrays.setAll(root, i -> i);
    for (Union union : cheapest.subList(0, centres.length - groups)) {
      int a = root(root, union.into());
      int b = root(root, union.from());
      root[Math.max(a, b)] = Math.min(a, b);
    }
    int[] ordinal = new int[centres.length];
    int next = 0;
    int[] group = new int[centres.length];
    for (int i = 0; i < root.length; i++) {
      int at = root(root, i);
      if (at == i) {
        ordinal[i] = next++;
      }
      group[i] = ordinal[at];
    }
    return group;
  }

  private static int root(int[] root, int of) {
    int at = of;
    while (root[at] != at) {
      at = root[at];
    }
    return at;
  }
}
