package io.outcrop.jobs.publish;

import io.outcrop.jobs.publish.DaySupport.Point;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which days of which published clusters may be told: rules 1 and 2 of the gate over clusters and
 * days at once. It knows no table and no engine.
 *
 * <p>A day of a cluster is told where it meets rule 1. Beyond that, a cluster's day less the same
 * day of the clusters below it, and a cluster less its days that are told, are nobody or meet rule
 * 1 too; else further days are withheld.
 */
final class TrendGate {
  private final Thresholds thresholds;
  private final Map<String, String> axes;
  private final Map<String, String> parents;
  private final Map<Point, Crowd> own;
  private final Set<Point> open;
  private final Map<Point, Long> told = new HashMap<>();

  /**
   * @param axes each cluster's axis
   * @param parents of each cluster the nearest one above, where there is one
   * @param own who stands behind each cluster each day, without those in clusters below
   * @param points the days that meet the standard minimums
   */
  TrendGate(
      Thresholds thresholds,
      Map<String, String> axes,
      Map<String, String> parents,
      Map<Point, Crowd> own,
      Set<Point> points) {
    this.thresholds = thresholds;
    this.axes = Map.copyOf(axes);
    this.parents = Map.copyOf(parents);
    this.own = Map.copyOf(own);
    this.open = new TreeSet<>(points);
  }

  /** Withholds what rules 1 and 2 forbid, and settles the counts. */
  void complete() {
    Map<LocalDate, Map<String, Crowd>> byDay = byDay();
    Map<String, Map<LocalDate, Crowd>> byCluster = new TreeMap<>();
    byDay.forEach(
        (day, ofDay) -> {
          Tree all = tree(ofDay, Set.of());
          for (String cluster : ofDay.keySet()) {
            Crowd members = all.members(cluster);
            byCluster.computeIfAbsent(cluster, c -> new TreeMap<>()).put(day, members);
            if (!thresholds.areMetBy(axes.get(cluster), members)) {
              open.remove(new Point(cluster, day));
            }
          }
        });
    int before;
    do {
      before = open.size();
      byDay.forEach(this::completeDay);
      byCluster.forEach(this::completeCluster);
    } while (open.size() < before);
    byDay.forEach(this::tell);
  }

  private Map<LocalDate, Map<String, Crowd>> byDay() {
    Map<LocalDate, Map<String, Crowd>> byDay = new TreeMap<>();
    own.forEach(
        (point, crowd) ->
            byDay.computeIfAbsent(point.day(), d -> new TreeMap<>()).put(point.cluster(), crowd));
    // A cluster all of whose members of a day are in clusters below has none of its own.
    byDay.values().forEach(ofDay -> new ArrayList<>(ofDay.keySet()).forEach(c -> lift(c, ofDay)));
    return byDay;
  }

  private void lift(String cluster, Map<String, Crowd> ofDay) {
    String above = parents.get(cluster);
    while (above != null) {
      ofDay.putIfAbsent(above, Crowd.NONE);
      above = parents.get(above);
    }
  }

  private void completeDay(LocalDate day, Map<String, Crowd> ofDay) {
    Map<String, Map<String, Crowd>> byAxis = new TreeMap<>();
    ofDay.forEach(
        (cluster, crowd) ->
            byAxis.computeIfAbsent(axes.get(cluster), axis -> new TreeMap<>()).put(cluster, crowd));
    byAxis.forEach(
        (axis, clusters) -> {
          Tree tree = tree(clusters, withheld(clusters.keySet(), day));
          tree.complete(crowd -> thresholds.areMetBy(axis, crowd))
              .forEach(cluster -> open.remove(new Point(cluster, day)));
        });
  }

  private void completeCluster(String cluster, Map<LocalDate, Crowd> days) {
    List<Tree.Node> nodes = new ArrayList<>();
    Set<String> withheld = new HashSet<>();
    nodes.add(new Tree.Node(cluster, null, Crowd.NONE));
    days.forEach(
        (day, crowd) -> {
          nodes.add(new Tree.Node(day.toString(), cluster, crowd));
          if (!open.contains(new Point(cluster, day))) {
            withheld.add(day.toString());
          }
        });
    Tree.of(nodes, withheld, thresholds.most())
        .complete(crowd -> thresholds.areMetBy(axes.get(cluster), crowd))
        .forEach(day -> open.remove(new Point(cluster, LocalDate.parse(day))));
  }

  private void tell(LocalDate day, Map<String, Crowd> ofDay) {
    Tree tree = tree(ofDay, withheld(ofDay.keySet(), day));
    tree.publishedRoots().forEach(root -> tell(tree, root, day));
  }

  /** A parent's count is the sum of what is told of its parts, as within a run. */
  private long tell(Tree tree, String cluster, LocalDate day) {
    long own = tree.remainder(cluster).traces();
    long sum = Coarse.traces(own, thresholds.of(axes.get(cluster)).traces());
    for (String child : tree.publishedChildren(cluster)) {
      sum += tell(tree, child, day);
    }
    told.put(new Point(cluster, day), sum);
    return sum;
  }

  private Set<String> withheld(Set<String> clusters, LocalDate day) {
    Set<String> withheld = new HashSet<>();
    for (String cluster : clusters) {
      if (!open.contains(new Point(cluster, day))) {
        withheld.add(cluster);
      }
    }
    return withheld;
  }

  private Tree tree(Map<String, Crowd> ofDay, Set<String> withheld) {
    List<Tree.Node> nodes =
        ofDay.entrySet().stream()
            .map(e -> new Tree.Node(e.getKey(), parents.get(e.getKey()), e.getValue()))
            .toList();
    return Tree.of(nodes, withheld, thresholds.most());
  }

  /** The days that are told, with their counts. */
  Map<Point, Long> told() {
    return new TreeMap<>(told);
  }
}
