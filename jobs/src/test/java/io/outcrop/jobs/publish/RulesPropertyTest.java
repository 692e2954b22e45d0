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
    return new HashSet<>(owners).size() >= boundaries && owners.size() >= traces;
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
