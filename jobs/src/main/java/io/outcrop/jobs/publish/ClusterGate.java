package io.outcrop.jobs.publish;

import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.publish.Support.Numbers;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Which clusters of a run are published, and with which counts: rules 1, 2 and 6 of the gate over
 * numbers that have been collected. It knows no table and no engine.
 */
final class ClusterGate {
  private final PublishSettings settings;
  private final Thresholds thresholds;
  private final Map<String, Cluster> clusters = new TreeMap<>();
  private final Map<String, Numbers> numbers;
  private final Map<String, Crowd> crowds;
  private final Map<String, Ruling> rulings = new HashMap<>();
  private final Map<String, Tree> trees = new HashMap<>();
  private final Map<String, Long> told = new HashMap<>();
  private final Map<String, Long> toldInAll = new HashMap<>();
  private final Map<String, Long> held = new HashMap<>();
  private Map<String, Long> clipped = Map.of();
  private LongSupplier noise;

  /**
   * @param crowds who stands behind each leaf
   */
  ClusterGate(
      PublishSettings settings,
      Collection<Cluster> clusters,
      Map<String, Numbers> numbers,
      Map<String, Crowd> crowds) {
    this.settings = settings;
    this.thresholds = Thresholds.of(settings);
    this.numbers = Map.copyOf(numbers);
    this.crowds = Map.copyOf(crowds);
    clusters.forEach(cluster -> this.clusters.put(cluster.clusterId(), cluster));
  }

  /** Withholds what rules 1 and 6 forbid. */
  void judgeSupport() {
    byAxis()
        .forEach(
            (axis, members) -> {
              Tree tree = tree(members);
              members.forEach(cluster -> judge(cluster, tree.members(cluster.clusterId())));
            });
  }

  private void judge(Cluster cluster, Crowd crowd) {
    Minimum needed = thresholds.of(cluster.axis(), crowd);
    Numbers found = numbers.getOrDefault(cluster.clusterId(), Numbers.NONE);
    String covers =
        "covers %d of %d %ss and %d of %d traces"
            .formatted(
                found.boundaries(),
                needed.boundaries(),
                settings.boundary(),
                found.traces(),
                needed.traces());
    if (crowd.boundaries().size() < needed.boundaries()) {
      withhold(cluster.clusterId(), new Ruling("min-tenants", covers));
    } else if (!needed.isMetBy(crowd)) {
      withhold(
          cluster.clusterId(),
          new Ruling(
              "min-traces",
              found.traces() < needed.traces()
                  ? covers
                  : covers
                      + ", of which %d count: at most %d of one %s"
                          .formatted(
                              crowd.counted(needed.evenPart()),
                              needed.evenPart(),
                              settings.boundary())));
    } else if (found.largest() > settings.maxShare() * found.traces()) {
      withhold(
          cluster.clusterId(),
          new Ruling(
              "max-share",
              String.format(
                  Locale.ROOT,
                  "one %s has %d of %d traces, and may have %.0f %%",
                  settings.boundary(),
                  found.largest(),
                  found.traces(),
                  100 * settings.maxShare())));
    }
  }

  void withhold(String cluster, Ruling ruling) {
    rulings.putIfAbsent(cluster, ruling);
  }

  /** Lets counts of an earlier night stand, where counts are exact and held. */
  void hold(Map<String, Long> standing) {
    held.putAll(standing);
  }

  /**
   * Tells counts with noise.
   *
   * @param bounded traces of each leaf, with bounded contributions
   * @param drawn the noise of one part, drawn anew for each
   */
  void blur(Map<String, Long> bounded, LongSupplier drawn) {
    clipped = Map.copyOf(bounded);
    noise = drawn;
  }

  /** Withholds what would betray what is withheld, and settles the counts; the last rule. */
  void complete() {
    byAxis()
        .forEach(
            (axis, members) -> {
              Tree tree = tree(members);
              String name = members.get(0).axis();
              for (String id : tree.complete(crowd -> thresholds.areMetBy(name, crowd))) {
                withhold(
                    id,
                    new Ruling(
                        "remainder", "without it, what is withheld beside it could be found"));
              }
              trees.put(axis, tree);
              long all = 0;
              for (String root : tree.publishedRoots()) {
                all += tell(tree, root, thresholds.of(name).traces());
              }
              toldInAll.put(axis, all);
            });
  }

  /**
   * A parent's count is the sum of what is told of its parts. So no sum or difference within an
   * axis tells more than the parts do.
   */
  private long tell(Tree tree, String id, int minimum) {
    List<String> parts = tree.publishedChildren(id);
    long sum = tellPart(tree, id, parts.isEmpty(), minimum);
    for (String child : parts) {
      sum += tell(tree, child, minimum);
    }
    told.put(id, sum);
    return sum;
  }

  /** The count of members that no published child covers. */
  private long tellPart(Tree tree, String id, boolean whole, int minimum) {
    long own = tree.remainder(id).traces();
    if (own == 0) {
      return 0;
    }
    if (noise != null) {
      long bounded =
          tree.leavesOfRemainder(id).stream()
              .mapToLong(leaf -> clipped.getOrDefault(leaf, 0L))
              .sum();
      return Math.max(minimum, bounded + noise.getAsLong());
    }
    return settings.counts().equals("hold") && whole
        ? held.getOrDefault(id, own)
        : Coarse.traces(own, minimum);
  }

  private Tree tree(List<Cluster> members) {
    List<Tree.Node> nodes =
        members.stream()
            .map(
                c ->
                    new Tree.Node(
                        c.clusterId(),
                        c.parentId(),
                        c.level() == 0
                            ? crowds.getOrDefault(c.clusterId(), Crowd.NONE)
                            : Crowd.NONE))
            .toList();
    return Tree.of(nodes, rulings.keySet(), thresholds.most());
  }

  private Map<String, List<Cluster>> byAxis() {
    return clusters.values().stream()
        .collect(Collectors.groupingBy(ClusterGate::axis, TreeMap::new, Collectors.toList()));
  }

  private static String axis(Cluster cluster) {
    return cluster.unit() + " " + cluster.axis();
  }

  boolean isPublished(String cluster) {
    return clusters.containsKey(cluster) && !rulings.containsKey(cluster);
  }

  /** What was withheld, by id. */
  Map<String, Ruling> rulings() {
    return new TreeMap<>(rulings);
  }

  /** The published clusters, by id. */
  List<Cluster> published() {
    return clusters.values().stream().filter(c -> isPublished(c.clusterId())).toList();
  }

  /** The nearest published cluster above, or null. */
  String parent(Cluster cluster) {
    return trees.get(axis(cluster)).publishedParent(cluster.clusterId());
  }

  /** Who stands behind a leaf. */
  Crowd crowd(String leaf) {
    return crowds.getOrDefault(leaf, Crowd.NONE);
  }

  Numbers numbers(String cluster) {
    return numbers.getOrDefault(cluster, Numbers.NONE);
  }

  long traces(Cluster cluster) {
    return told.get(cluster.clusterId());
  }

  long boundaries(Cluster cluster) {
    return Coarse.boundaries(
        numbers.get(cluster.clusterId()).boundaries(), thresholds.of(cluster.axis()).boundaries());
  }

  /** Of what is published on the axis: a share of all there is would tell of what is withheld. */
  double share(Cluster cluster) {
    return Coarse.derived((double) traces(cluster) / Math.max(1, toldInAll.get(axis(cluster))));
  }

  /** What a cluster needs with the members that it has, some of whose tenants may demand more. */
  Minimum needed(Cluster cluster) {
    return thresholds.of(cluster.axis(), trees.get(axis(cluster)).members(cluster.clusterId()));
  }

  /** Traces in leaves of which nothing but a parent is published, or not even that. */
  long tracesWithheld() {
    return clusters.values().stream()
        .filter(c -> c.level() == 0 && rulings.containsKey(c.clusterId()))
        .mapToLong(c -> numbers.getOrDefault(c.clusterId(), Numbers.NONE).traces())
        .sum();
  }

  /** Titles by cluster, with a number behind those that would be alike on a level. */
  static Map<String, String> distinct(Map<String, String> titles, Collection<Cluster> published) {
    Map<String, String> distinct = new HashMap<>();
    Map<String, Set<String>> taken = new HashMap<>();
    List<Cluster> ordered = new ArrayList<>(published);
    ordered.sort(Comparator.comparing(Cluster::clusterId));
    for (Cluster cluster : ordered) {
      Set<String> level =
          taken.computeIfAbsent(axis(cluster) + cluster.level(), l -> new TreeSet<>());
      String title = titles.get(cluster.clusterId());
      String unique = title;
      for (int number = 2; !level.add(unique.toLowerCase(Locale.ROOT)); number++) {
        unique = title + " (" + number + ")";
      }
      distinct.put(cluster.clusterId(), unique);
    }
    return distinct;
  }
}
