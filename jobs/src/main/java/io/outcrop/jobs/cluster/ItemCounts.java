package io.outcrop.jobs.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many traces of each cluster of a level have each item. */
final class ItemCounts {
  private final long[] sizes;
  private final List<Map<Item, Long>> counts = new ArrayList<>();
  private final Map<Item, Long> totals;
  private final long all;

  ItemCounts(long[] sizes) {
    this(sizes, new HashMap<>());
  }

  private ItemCounts(long[] sizes, Map<Item, Long> totals) {
    this.sizes = sizes.clone();
    this.totals = totals;
    long sum = 0;
    for (long size : sizes) {
      counts.add(new HashMap<>());
      sum += size;
    }
    this.all = sum;
  }

  int clusters() {
    return sizes.length;
  }

  long size(int cluster) {
    return sizes[cluster];
  }

  void add(int cluster, Item item, long count) {
    counts.get(cluster).merge(item, count, Long::sum);
  }

  /** All traces that have the item, told apart since rare items of a cluster are not added. */
  void total(Item item, long count) {
    totals.put(item, count);
  }

  /** The same counts for the clusters above. */
  ItemCounts rollUp(int[] parentOf, int parents) {
    long[] parentSizes = new long[parents];
    for (int i = 0; i < sizes.length; i++) {
      parentSizes[parentOf[i]] += sizes[i];
    }
    ItemCounts above = new ItemCounts(parentSizes, totals);
    for (int i = 0; i < sizes.length; i++) {
      int parent = parentOf[i];
      counts.get(i).forEach((item, count) -> above.add(parent, item, count));
    }
    return above;
  }

  /** The value of a facet that most traces of a cluster have; null where none is. */
  String mostly(int cluster, String facet) {
    return counts.get(cluster).entrySet().stream()
        .filter(e -> e.getKey().facet().equals(facet) && 2 * e.getValue() > sizes[cluster])
        .map(e -> e.getKey().value())
        .findFirst()
        .orElse(null);
  }

  /** What every item of a cluster has to say for itself, in order of items. */
  List<Distinction> distinctions(int cluster, int[] nearest) {
    long near = 0;
    for (int other : nearest) {
      near += sizes[other];
    }
    long nearSize = near;
    return counts.get(cluster).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> distinction(cluster, entry.getKey(), entry.getValue(), nearest, nearSize))
        .toList();
  }

  private Distinction distinction(
      int cluster, Item item, long count, int[] nearest, long nearSize) {
    long around = 0;
    for (int other : nearest) {
      around += counts.get(other).getOrDefault(item, 0L);
    }
    long outside = Math.max(0, totals.getOrDefault(item, count) - count);
    return new Distinction(
        item,
        count,
        share(count, sizes[cluster]),
        share(outside, all - sizes[cluster]),
        share(around, nearSize));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /**
   * An item's share among a cluster's traces, among all others, and among its neighbours'.
   *
   * @param count traces of the cluster that have it
   */
  record Distinction(Item item, long count, double inside, double outside, double near) {
    double overRest() {
      return inside - outside;
    }

    double overNear() {
      return inside - near;
    }
  }
}
