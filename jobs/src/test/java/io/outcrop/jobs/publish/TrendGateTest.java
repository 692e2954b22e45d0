package io.outcrop.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.publish.DaySupport.Point;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Days of clusters: three boundaries and six traces behind every point and every difference. */
class TrendGateTest {
  private static final Minimum MINIMUM = new Minimum(3, 6);
  private static final Thresholds THRESHOLDS = new Thresholds(MINIMUM, Map.of(), Map.of());
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  private static Crowd crowd(long traces, long... boundaries) {
    TreeMap<Long, Long> each = new TreeMap<>();
    for (int i = 0; i < traces; i++) {
      each.merge(boundaries[i % boundaries.length], 1L, Long::sum);
    }
    return Crowd.of(each, Set.of());
  }

  private static Map<Point, Long> told(
      Map<String, String> parents, Map<Point, Crowd> own, Set<Point> points) {
    Map<String, String> axes = new HashMap<>();
    own.keySet().forEach(point -> axes.put(point.cluster(), "task"));
    parents.values().forEach(parent -> axes.put(parent, "task"));
    TrendGate gate = new TrendGate(THRESHOLDS, axes, parents, own, points);
    gate.complete();
    return gate.told();
  }

  private static Point point(String cluster, int day) {
    return new Point(cluster, DAY.plusDays(day));
  }

  @Test
  void days_thatLeaveNothingBehind_areTold() {
    Map<Point, Crowd> own =
        Map.of(point("c", 0), crowd(8, 1, 2, 3), point("c", 1), crowd(13, 1, 2, 4));

    assertThat(told(Map.of(), own, own.keySet()))
        .containsEntry(point("c", 0), 9L)
        .containsEntry(point("c", 1), 15L);
  }

  @Test
  void day_withFew_isWithheld_andTheCheapestBesideIt() {
    // The cluster less its other two days would be the four traces of the last.
    Map<Point, Crowd> own =
        Map.of(
            point("c", 0), crowd(8, 1, 2, 3),
            point("c", 1), crowd(13, 1, 2, 4),
            point("c", 2), crowd(4, 1, 2));

    assertThat(told(Map.of(), own, Set.of(point("c", 0), point("c", 1))))
        .containsOnlyKeys(point("c", 1));
  }

  @Test
  void parent_lessItsChildThatDay_isNobodyOrEnough() {
    Map<Point, Crowd> own = Map.of(point("p", 0), crowd(2, 5), point("c", 0), crowd(8, 1, 2, 3));
    Map<Point, Crowd> more =
        Map.of(point("p", 0), crowd(7, 5, 6, 7), point("c", 0), crowd(8, 1, 2, 3));
    Set<Point> both = Set.of(point("p", 0), point("c", 0));

    assertThat(told(Map.of("c", "p"), own, both)).containsOnlyKeys(point("p", 0));
    // A parent's count is the sum of its parts: the middles of 6 to 11 twice.
    assertThat(told(Map.of("c", "p"), more, both))
        .containsEntry(point("p", 0), 18L)
        .containsEntry(point("c", 0), 9L);
  }

  /** Every difference that a reader can take, over random clusters and days. */
  @Test
  void differences_ofRandomDays_areNobodyOrEnough() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      Map<String, String> parents = new HashMap<>();
      for (int leaf = 0; leaf < 6; leaf++) {
        parents.put("leaf" + leaf, "middle" + leaf / 2);
      }
      for (int middle = 0; middle < 3; middle++) {
        parents.put("middle" + middle, "top");
      }
      Map<Point, Crowd> own = new HashMap<>();
      for (int day = 0; day < 5; day++) {
        for (String cluster : parents.keySet()) {
          int traces = random.nextInt(14);
          if (traces > 0 && (cluster.startsWith("leaf") || random.nextInt(3) == 0)) {
            TreeMap<Long, Long> who = new TreeMap<>();
            for (int i = 0; i < traces; i++) {
              who.merge((long) random.nextInt(5), 1L, Long::sum);
            }
            own.put(point(cluster, day), Crowd.of(who, Set.of()));
          }
        }
      }
      check(parents, own);
    }
  }

  private static void check(Map<String, String> parents, Map<Point, Crowd> own) {
    Map<Point, Crowd> all = new HashMap<>();
    own.forEach(
        (point, crowd) -> {
          for (String c = point.cluster(); c != null; c = parents.get(c)) {
            all.merge(new Point(c, point.day()), crowd, (a, b) -> a.with(b, 9));
          }
        });
    Set<Point> points = new HashSet<>(all.keySet());
    points.removeIf(point -> !MINIMUM.isMetBy(all.get(point)));
    Set<Point> told = told(parents, own, points).keySet();

    assertThat(points).containsAll(told);
    Set<String> clusters = new HashSet<>();
    all.keySet().forEach(point -> clusters.add(point.cluster()));
    for (String cluster : clusters) {
      Crowd rest = Crowd.NONE;
      boolean any = false;
      for (Map.Entry<Point, Crowd> e : all.entrySet()) {
        if (e.getKey().cluster().equals(cluster)) {
          any |= told.contains(e.getKey());
          rest = told.contains(e.getKey()) ? rest : rest.with(e.getValue(), 9);
        }
      }
      assertThat(!any || rest.isEmpty() || MINIMUM.isMetBy(rest)).as(cluster).isTrue();
    }
    for (Point point : told) {
      Crowd rest = uncovered(point, parents, own, told);
      assertThat(rest.isEmpty() || MINIMUM.isMetBy(rest)).as("%s", point).isTrue();
    }
  }

  /** What no told cluster below covers on the day. */
  private static Crowd uncovered(
      Point point, Map<String, String> parents, Map<Point, Crowd> own, Set<Point> told) {
    Crowd rest = own.getOrDefault(point, Crowd.NONE);
    List<String> below = new ArrayList<>();
    parents.forEach(
        (child, parent) -> {
          if (parent.equals(point.cluster())) {
            below.add(child);
          }
        });
    for (String child : below) {
      Point next = new Point(child, point.day());
      if (!told.contains(next)) {
        rest = rest.with(uncovered(next, parents, own, told), 9);
      }
    }
    return rest;
  }
}
