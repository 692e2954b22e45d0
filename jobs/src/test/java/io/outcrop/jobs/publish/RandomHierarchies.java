package io.outcrop.jobs.publish;

import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.config.PublishSettings.Least;
import io.outcrop.jobs.publish.Support.Numbers;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Three-level hierarchies of any shape, by a seed, with who owns each trace of each leaf. */
final class RandomHierarchies {
  private RandomHierarchies() {}

  /**
   * @param owners the tenant of each trace, by leaf
   */
  record Hierarchy(
      PublishSettings settings, List<Cluster> clusters, Map<String, List<String>> owners) {

    ClusterGate gate() {
      Thresholds thresholds = Thresholds.of(settings);
      Map<String, Crowd> crowds = new HashMap<>();
      owners.forEach(
          (leaf, tenants) ->
              crowds.put(leaf, crowd(tenants, thresholds.most(), settings.demands().keySet())));
      Map<String, Numbers> numbers = new HashMap<>();
      clusters.forEach(c -> numbers.put(c.clusterId(), numbers(members(c.clusterId()))));
      ClusterGate gate = new ClusterGate(settings, clusters, numbers, crowds);
      gate.judgeSupport();
      return gate;
    }

    /** The owners of all traces of a cluster. */
    List<String> members(String id) {
      List<String> all = new ArrayList<>(owners.getOrDefault(id, List.of()));
      clusters.stream()
          .filter(c -> id.equals(c.parentId()))
          .forEach(c -> all.addAll(members(c.clusterId())));
      return all;
    }
  }

  static Crowd crowd(List<String> tenants, int kept, Set<String> demanding) {
    TreeMap<Long, Long> boundaries =
        tenants.stream()
            .collect(
                Collectors.groupingBy(
                    t -> (long) t.hashCode() * 31, TreeMap::new, Collectors.counting()));
    while (boundaries.size() > kept) {
      boundaries.pollLastEntry();
    }
    return new Crowd(
        tenants.size(),
        boundaries,
        tenants.stream().filter(demanding::contains).collect(Collectors.toSet()));
  }

  private static Numbers numbers(List<String> tenants) {
    Map<String, Long> counts =
        tenants.stream().collect(Collectors.groupingBy(t -> t, Collectors.counting()));
    return new Numbers(
        counts.size(),
        tenants.size(),
        counts.values().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  static PublishSettings settings(
      int tenants, int traces, double maxShare, Map<String, Least> more) {
    return new PublishSettings(
        tenants,
        traces,
        "tenant",
        Map.of(),
        more,
        List.of(),
        maxShare,
        "round",
        true,
        "publish",
        new PublishSettings.Noise(0, 5, 5));
  }

  static Hierarchy of(long seed) {
    Random random = new Random(seed);
    PublishSettings settings =
        settings(
            1 + random.nextInt(6),
            1 + random.nextInt(25),
            (3 + random.nextInt(8)) / 10.0,
            random.nextInt(4) == 0
                ? Map.of("t1", new Least(3 + random.nextInt(6), 1 + random.nextInt(40)))
                : Map.of());
    List<Cluster> clusters = new ArrayList<>();
    Map<String, List<String>> owners = new TreeMap<>();
    int tenants = 1 + random.nextInt(12);
    int tops = 1 + random.nextInt(3);
    for (int top = 0; top < tops; top++) {
      clusters.add(cluster("top" + top, 2, null));
      int middles = 1 + random.nextInt(4);
      for (int middle = 0; middle < middles; middle++) {
        String parent = "middle" + top + "-" + middle;
        clusters.add(cluster(parent, 1, "top" + top));
        int leaves = 1 + random.nextInt(5);
        for (int leaf = 0; leaf < leaves; leaf++) {
          String id = "leaf" + top + "-" + middle + "-" + leaf;
          owners.put(id, owners(random, tenants));
          clusters.add(cluster(id, 0, parent, owners.get(id).size()));
        }
      }
    }
    return new Hierarchy(settings, clusters, owners);
  }

  /** Some leaves of many tenants alike, some that one floods, some of next to nothing. */
  private static List<String> owners(Random random, int tenants) {
    int size = random.nextInt(4) == 0 ? random.nextInt(8) : random.nextInt(90);
    int flood = random.nextInt(3) == 0 ? random.nextInt(tenants) : -1;
    List<String> owners = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      owners.add("t" + (flood >= 0 && random.nextInt(5) > 0 ? flood : random.nextInt(tenants)));
    }
    return owners;
  }

  static Cluster cluster(String id, int level, String parent) {
    return cluster(id, level, parent, 0);
  }

  private static Cluster cluster(String id, int level, String parent, int traces) {
    return new Cluster(
        "r",
        "trace",
        "task",
        "all",
        level,
        id,
        parent,
        id,
        "title",
        "description",
        traces,
        0,
        0,
        1.0,
        false,
        0,
        1,
        1,
        null,
        null,
        null,
        null,
        LocalDate.EPOCH,
        "new",
        0,
        Math.floorMod(id.hashCode() * 31, 40) / 100.0,
        Math.floorMod(id.hashCode() * 17, 30) / 100.0);
  }
}
