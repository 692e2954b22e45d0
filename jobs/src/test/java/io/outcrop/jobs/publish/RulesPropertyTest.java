package io.outcrop.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.config.PublishSettings.Least;
import io.outcrop.jobs.publish.RandomHierarchies.Hierarchy;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 1, 2, 4 and 6 over hierarchies of any shape, counted again from the owners of traces. */
class RulesPropertyTest {
  private static final int HIERARCHIES = 1_500;

  private static List<Hierarchy> hierarchies() {
    return LongStream.range(0, HIERARCHIES).mapToObj(RandomHierarchies::of).toList();
  }

  private static ClusterGate published(Hierarchy hierarchy) {
    ClusterGate gate = hierarchy.gate();
    // Some titles fail for their words, at any level.
    Random random = new Random(hierarchy.clusters().size());
    for (Cluster cluster : hierarchy.clusters()) {
      if (random.nextInt(6) == 0) {
        gate.withhold(cluster.clusterId(), new Ruling("terms", "by chance"));
      }
    }
    gate.complete();
    return gate;
  }

  private static boolean isEnough(PublishSettings settings, List<String> owners) {
    int boundaries = settings.minTenants();
    int traces = settings.minTraces();
    for (Map.Entry<String, Least> demand : settings.demands().entrySet()) {
      if (owners.contains(demand.getKey())) {
        boundaries = Math.max(boundaries, demand.getValue().boundaries());
        traces = Math.max(traces, demand.getValue().traces());
      }
    }
    long evenPart = (long) Math.ceil((double) traces / boundaries);
    long counted =
        owners.stream()
            .collect(Collectors.groupingBy(o -> o, Collectors.counting()))
            .values()
            .stream()
            .mapToLong(n -> Math.min(n, evenPart))
            .sum();
    return new HashSet<>(owners).size() >= boundaries && counted >= traces;
  }

  /**
   * Some tenants collude and plant any number of traces. Whatever is published then has, without
   * them, as many others and traces of theirs as they leave open of the minimums.
   */
  @Test
  void colludingTenants_countForNoMoreThanTheirEvenParts() {
    Random random = new Random(11);
    int published = 0;
    int held = 0;
    for (int i = 0; i < 20_000; i++) {
      Minimum minimum = new Minimum(2 + random.nextInt(7), 3 + random.nextInt(40));
      int colluding = 1 + random.nextInt(minimum.boundaries());
      List<String> honest = new ArrayList<>();
      for (int n = random.nextInt(30); n > 0; n--) {
        honest.add("honest" + random.nextInt(10));
      }
      List<String> all = new ArrayList<>(honest);
      for (int n = random.nextInt(400); n > 0; n--) {
        all.add("colluding" + random.nextInt(colluding));
      }
      if (minimum.isMetBy(RandomHierarchies.crowd(all, 40, Set.of()))) {
        published++;
        assertThat(new HashSet<>(honest))
            .hasSizeGreaterThanOrEqualTo(minimum.boundaries() - colluding);
        assertThat((long) honest.size())
            .isGreaterThanOrEqualTo(minimum.traces() - colluding * minimum.evenPart());
      } else if (all.size() >= minimum.traces()) {
        held++;
      }
    }
    assertThat(published).isGreaterThan(1_000);
    assertThat(held).isGreaterThan(1_000);
  }

  /** A copy more or less of one's own traces decides nothing once its even part is there. */
  @Test
  void copies_beyondTheEvenPart_decideNothing() {
    Minimum minimum = new Minimum(5, 20);
    List<String> others = List.of("a", "a", "a", "a", "b", "b", "b", "c", "c", "d");
    for (int copies = 0; copies < 200; copies++) {
      List<String> all = new ArrayList<>(others);
      all.addAll(Collections.nCopies(copies, "flooder"));
      assertThat(minimum.isMetBy(RandomHierarchies.crowd(all, 20, Set.of()))).isFalse();
    }
    List<String> enough = new ArrayList<>(others);
    enough.addAll(List.of("b", "c", "c", "d", "d", "d", "flooder", "flooder", "flooder"));
    assertThat(minimum.isMetBy(RandomHierarchies.crowd(enough, 20, Set.of()))).isFalse();
    enough.add("flooder");
    assertThat(minimum.isMetBy(RandomHierarchies.crowd(enough, 20, Set.of()))).isTrue();
  }

  /** Keeping but the smallest hashes decides as keeping all would. */
  @Test
  void crowds_thatKeepFewBoundaries_decideAsIfTheyKeptAll() {
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      Minimum minimum = new Minimum(1 + random.nextInt(6), 1 + random.nextInt(25));
      int kept = Math.max(minimum.boundaries(), minimum.traces());
      Crowd few = Crowd.NONE;
      List<String> all = new ArrayList<>();
      for (int part = 0; part < 4; part++) {
        List<String> owners = new ArrayList<>();
        for (int n = random.nextInt(12); n > 0; n--) {
          owners.add("t" + random.nextInt(40));
        }
        few = few.with(RandomHierarchies.crowd(owners, kept, Set.of()), kept);
        all.addAll(owners);
      }
      assertThat(minimum.isMetBy(few))
          .isEqualTo(minimum.isMetBy(RandomHierarchies.crowd(all, 1_000, Set.of())));
    }
  }

  @Test
  void clusters_published_haveEnoughBehindThemAndNobodyWhoDominates() {
    int seen = 0;
    for (Hierarchy hierarchy : hierarchies()) {
      for (Cluster cluster : published(hierarchy).published()) {
        List<String> owners = hierarchy.members(cluster.clusterId());
        assertThat(isEnough(hierarchy.settings(), owners)).isTrue();
        long largest =
            owners.stream()
                .collect(Collectors.groupingBy(o -> o, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        assertThat((double) largest / owners.size())
            .isLessThanOrEqualTo(hierarchy.settings().maxShare());
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(1_000);
  }

  @Test
  void parents_withoutTheirPublishedChildren_areNobodyOrEnough() {
    int remainders = 0;
    for (Hierarchy hierarchy : hierarchies()) {
      ClusterGate gate = published(hierarchy);
      for (Cluster cluster : gate.published()) {
        List<String> rest = new ArrayList<>(hierarchy.members(cluster.clusterId()));
        for (Cluster child : gate.published()) {
          if (cluster.clusterId().equals(gate.parent(child))) {
            hierarchy.members(child.clusterId()).forEach(rest::remove);
          }
        }
        assertThat(rest.isEmpty() || isEnough(hierarchy.settings(), rest))
            .describedAs("%s less its children: %s", cluster.clusterId(), rest)
            .isTrue();
        remainders += rest.isEmpty() ? 0 : 1;
      }
    }
    assertThat(remainders).isGreaterThan(200);
  }

  @Test
  void cells_ofTheMap_areEnoughAndSoIsWhatNoPartOfThemCovers() {
    int lumps = 0;
    for (Hierarchy hierarchy : hierarchies()) {
      ClusterGate gate = published(hierarchy);
      List<Cluster> leaves = hierarchy.clusters().stream().filter(c -> c.level() == 0).toList();
      List<MapCells.Told> cells =
          new MapCells(
                  gate, Thresholds.of(hierarchy.settings()), hierarchy.settings().maxShare(), true)
              .of("task", leaves);
      Map<String, List<Cluster>> inParts = new java.util.HashMap<>();
      for (MapCells.Told cell : cells) {
        assertThat(isEnough(hierarchy.settings(), owners(hierarchy, cell.leaves()))).isTrue();
        if (cell.cell().parentId() != null) {
          inParts
              .computeIfAbsent(cell.cell().parentId(), id -> new ArrayList<>())
              .addAll(cell.leaves());
        }
      }
      for (MapCells.Told cell : cells) {
        List<Cluster> rest = new ArrayList<>(cell.leaves());
        rest.removeAll(inParts.getOrDefault(cell.cell().cellId(), List.of()));
        rest.removeIf(leaf -> gate.isPublished(leaf.clusterId()));
        assertThat(rest.isEmpty() || isEnough(hierarchy.settings(), owners(hierarchy, rest)))
            .isTrue();
        lumps += rest.isEmpty() ? 0 : 1;
        assertThat(cell.told()).isGreaterThanOrEqualTo(hierarchy.settings().minTraces());
      }
    }
    assertThat(lumps).isGreaterThan(100);
  }

  private static List<String> owners(Hierarchy hierarchy, List<Cluster> leaves) {
    return leaves.stream().flatMap(leaf -> hierarchy.members(leaf.clusterId()).stream()).toList();
  }

  @Test
  void rulings_doNotDependOnTheOrderOfClusters() {
    for (Hierarchy hierarchy : hierarchies().subList(0, 200)) {
      List<Cluster> shuffled = new ArrayList<>(hierarchy.clusters());
      Collections.shuffle(shuffled, new Random(1));
      Hierarchy other = new Hierarchy(hierarchy.settings(), shuffled, hierarchy.owners());
      ClusterGate one = hierarchy.gate();
      ClusterGate two = other.gate();
      one.complete();
      two.complete();
      assertThat(two.rulings()).isEqualTo(one.rulings());
    }
  }

  @Test
  void counts_ofParents_areTheSumsOfTheirParts() {
    for (Hierarchy hierarchy : hierarchies()) {
      ClusterGate gate = published(hierarchy);
      for (Cluster cluster : gate.published()) {
        List<String> rest = new ArrayList<>(hierarchy.members(cluster.clusterId()));
        long sum = 0;
        for (Cluster child : gate.published()) {
          if (cluster.clusterId().equals(gate.parent(child))) {
            hierarchy.members(child.clusterId()).forEach(rest::remove);
            sum += gate.traces(child);
          }
        }
        assertThat(gate.traces(cluster) - sum)
            .isEqualTo(Coarse.traces(rest.size(), hierarchy.settings().minTraces()));
        assertThat(gate.share(cluster)).isBetween(0.0, 1.0);
      }
    }
  }

  /**
   * An attacker who knows every trace but one tenant's, and both nights' tables, looks for what
   * that tenant can have.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 5, 10, 20})
  void counts_ofTwoNights_leaveAnAttackerNoCountBelowTheMinimum(int minimum) {
    for (int others = 0; others < 5 * minimum; others++) {
      for (int victim = 0; victim < minimum; victim++) {
        for (int more = 0; more <= minimum; more++) {
          Set<Integer> first = possible(others, others + victim, minimum);
          Set<Integer> second = possible(others + 3, others + 3 + victim + more, minimum);
          assertThat(first.contains(0) || first.size() >= minimum).isTrue();
          assertThat(second.contains(0) || second.size() >= minimum).isTrue();
          long before = told(others + victim, minimum);
          long after = told(others + 3 + victim + more, minimum);
          assertThat(before < 0 || after < 0 || (after - before) % minimum == 0).isTrue();
        }
      }
    }
  }

  /** What a night tells of a cluster: nothing where it is too small. */
  private static long told(int traces, int minimum) {
    return traces < minimum ? -1 : Coarse.traces(traces, minimum);
  }

  private static Set<Integer> possible(int others, int all, int minimum) {
    Set<Integer> possible = new HashSet<>();
    for (int count = 0; count <= 3 * minimum; count++) {
      if (told(others + count, minimum) == told(all, minimum)) {
        possible.add(count);
      }
    }
    return possible;
  }

  @Test
  void rates_withFewOnEitherSide_areToldByTheQuarter() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      Minimum minimum = new Minimum(1 + random.nextInt(8), 1 + random.nextInt(30));
      long whole = random.nextInt(500);
      long part = whole == 0 ? 0 : random.nextInt((int) whole + 1);
      Double told = Coarse.rate(part, whole, minimum);
      if (whole < minimum.traces()) {
        assertThat(told).isNull();
      } else if (part == 0 || part == whole) {
        assertThat(told).isEqualTo((double) part / whole);
      } else if (part < minimum.traces() || whole - part < minimum.traces()) {
        assertThat(told).isIn(0.125, 0.375, 0.625, 0.875);
        assertThat(Math.abs(told - (double) part / whole))
            .isLessThanOrEqualTo(0.125 + 1.0 / whole + 1e-9);
      } else {
        assertThat(told).isStrictlyBetween(0.0, 1.0);
        assertThat(Math.abs(told - (double) part / whole)).isLessThanOrEqualTo(0.125 + 1e-9);
      }
    }
  }

  @Test
  void rates_ofSeveralNumerators_areAlike() {
    Minimum minimum = new Minimum(5, 20);
    for (long whole = 20; whole < 2_000; whole += 7) {
      for (long part = 1; part < whole; part++) {
        long same = 0;
        Double told = Coarse.rate(part, whole, minimum);
        for (long other = Math.max(1, part - 30); other < Math.min(whole, part + 30); other++) {
          same += told.equals(Coarse.rate(other, whole, minimum)) ? 1 : 0;
        }
        assertThat(same).describedAs("%d of %d", part, whole).isGreaterThanOrEqualTo(2);
      }
    }
  }

  /** What is told of a large whole tells no numerator from another that quarters do not. */
  @Test
  void ratesOfMany_tellNoMoreThanRates() {
    for (Minimum minimum : List.of(new Minimum(5, 20), new Minimum(3, 10), new Minimum(8, 50))) {
      for (long whole = 10L * minimum.traces(); whole < 1_500; whole += 13) {
        for (long part = 1; part < whole; part++) {
          Double told = Coarse.rateOfMany(part, whole, minimum);
          assertThat(told).isStrictlyBetween(0.0, 1.0);
          assertThat(Math.abs(told - (double) part / whole)).isLessThanOrEqualTo(0.051);
          if (Coarse.rate(part, whole, minimum).equals(Coarse.rate(part - 1, whole, minimum))) {
            assertThat(told).isEqualTo(Coarse.rateOfMany(part - 1, whole, minimum));
          }
        }
      }
    }
  }

  @Test
  void amounts_areTheNearestOfAShortGrid() {
    assertThat(Coarse.amount(1234.0)).isEqualTo(1000);
    assertThat(Coarse.amount(1300.0)).isEqualTo(1500);
    assertThat(Coarse.amount(0.0187)).isEqualTo(0.02);
    assertThat(Coarse.amount(9.9)).isEqualTo(10);
    assertThat(Coarse.amount(-60.0)).isEqualTo(-50);
    assertThat(Coarse.amount(0.0)).isZero();
    assertThat(Coarse.amount(null)).isNull();
    assertThat(Coarse.probability(0.0321)).isEqualTo(0.1);
    assertThat(Coarse.probability(0.001)).isEqualTo(0.001);
  }
}
