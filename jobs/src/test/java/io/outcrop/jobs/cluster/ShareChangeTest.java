package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outcrop.jobs.cluster.ShareChange.Day;
import io.outcrop.jobs.cluster.ShareChange.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Changes told from noise, on generated weeks of sixty patterns. */
class ShareChangeTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
  private static final int SEEDS = 20;
  private static final int PATTERNS = 60;
  private static final double MAX_Q = 0.01;

  private static List<Day> days(int count, IntToDoubleFunction share, long... all) {
    List<Day> days = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long volume = all[i % all.length];
      days.add(new Day(MONDAY.plusDays(i), Math.round(share.applyAsDouble(i) * volume), volume));
    }
    return days;
  }

  private static Status one(List<Day> days) {
    return Changes.statuses(Map.of("one", ShareChange.of(days)), MAX_Q).get("one");
  }

  /**
   * Patterns of one week, each trace drawn by itself; some patterns are frequent and most are rare,
   * and there are half as many traces on a weekend.
   */
  private static Map<String, ShareChange> week(
      long seed, int days, double[][] weights, int volume) {
    Random random = new Random(seed);
    long[][] counts = new long[weights.length][days];
    long[] all = new long[days];
    for (int day = 0; day < days; day++) {
      all[day] = day % 7 < 5 ? volume : volume / 2;
      double sum = 0;
      for (double[] weight : weights) {
        sum += weight[day];
      }
      for (int i = 0; i < all[day]; i++) {
        double at = random.nextDouble() * sum;
        int pattern = 0;
        while (pattern < weights.length - 1 && at >= weights[pattern][day]) {
          at -= weights[pattern++][day];
        }
        counts[pattern][day]++;
      }
    }
    Map<String, ShareChange> changes = new HashMap<>();
    for (int pattern = 0; pattern < weights.length; pattern++) {
      List<Day> series = new ArrayList<>();
      for (int day = 0; day < days; day++) {
        series.add(new Day(MONDAY.plusDays(day), counts[pattern][day], all[day]));
      }
      changes.put("p" + pattern, ShareChange.of(series));
    }
    return changes;
  }

  private static Map<String, ShareChange> week(long seed, int days, double[][] weights) {
    return week(seed, days, weights, 240);
  }

  private static double[][] steady(int days) {
    double[][] weights = new double[PATTERNS][days];
    for (int pattern = 0; pattern < PATTERNS; pattern++) {
      java.util.Arrays.fill(weights[pattern], 1.0 / (3 + pattern));
    }
    return weights;
  }

  /** At the stated rate of 1 %, three of twenty weeks or more come once in a thousand tests. */
  @Test
  void steadyWeek_overTwentySeeds_namesNothingBeyondTheStatedRate() {
    for (int days : new int[] {7, 14}) {
      int weeksWithAny = 0;
      for (int seed = 0; seed < SEEDS; seed++) {
        Map<String, Status> statuses = Changes.statuses(week(seed, days, steady(days)), MAX_Q);
        assertThat(statuses).hasSize(PATTERNS);
        if (statuses.values().stream().anyMatch(status -> status != Status.STABLE)) {
          weeksWithAny++;
        }
      }
      assertThat(weeksWithAny).as("of %d steady windows of %d days", SEEDS, days).isLessThan(3);
    }
  }

  /** The test is no empty one: without it, chance alone would name many. */
  @Test
  void steadyWeek_withoutTheTest_wouldNameMany() {
    long named =
        week(1, 7, steady(7)).values().stream()
            .filter(change -> change.status(true) != Status.STABLE)
            .count();

    assertThat(named).isGreaterThan(20);
  }

  @Test
  void pattern_firstSeenOnTheLastDay_isNewInEveryWeek() {
    for (int seed = 0; seed < SEEDS; seed++) {
      double[][] weights = steady(7);
      java.util.Arrays.fill(weights[9], 0);
      weights[9][6] = 0.5;
      Map<String, ShareChange> changes = week(seed, 7, weights);

      assertThat(Changes.statuses(changes, MAX_Q)).containsEntry("p9", Status.NEW);
      assertThat(changes.get("p9").since()).isEqualTo(MONDAY.plusDays(6));
    }
  }

  /** From 40 to 120 traces a day among 600; with fewer traces it takes longer to tell. */
  @Test
  void pattern_thatTriplesOverTheWeek_isGrowing() {
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      double[][] weights = steady(7);
      for (int day = 0; day < 7; day++) {
        weights[2][day] *= 1 + 2 * day / 6.0;
      }
      if (Changes.statuses(week(seed, 7, weights, 600), MAX_Q).get("p2") == Status.GROWING) {
        found++;
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(18);
  }

  @Test
  void pattern_thatTriplesFromOneDayOn_isGrowingSinceThatDay() {
    ShareChange change = ShareChange.of(days(14, day -> day < 11 ? 0.05 : 0.15, 200));

    assertThat(change.status(true)).isEqualTo(Status.GROWING);
    assertThat(change.since()).isEqualTo(MONDAY.plusDays(11));
    assertThat(change.before()).isCloseTo(0.05, within(1e-9));
    assertThat(change.now()).isCloseTo(0.15, within(1e-9));
    assertThat(change.tracesNow()).isEqualTo(90);
  }

  @Test
  void pattern_thatEnds_isGone_andOneThatHalves_isShrinking() {
    assertThat(one(days(10, day -> day < 7 ? 0.1 : 0, 200))).isEqualTo(Status.GONE);
    assertThat(one(days(10, day -> day < 7 ? 0.2 : 0.1, 200))).isEqualTo(Status.SHRINKING);
  }

  @Test
  void volume_thatTriples_isNoGrowth() {
    assertThat(one(days(7, day -> 0.1, 100, 100, 100, 100, 100, 300, 300)))
        .isEqualTo(Status.STABLE);
  }

  @Test
  void pattern_ofWeekends_isNotNewOnSaturday() {
    assertThat(one(days(20, day -> day % 7 < 5 ? 0 : 0.2, 200))).isEqualTo(Status.STABLE);
  }

  /** The same counts, once in bursts every other day: what swings so much has not grown. */
  @Test
  void pattern_inBursts_needsMoreThanAPatternByChance() {
    List<Day> even = days(13, day -> day < 10 ? 0.10 : 0.17, 200);
    List<Day> bursts = days(13, day -> (day < 10 ? 0.10 : 0.17) * (day % 2 == 0 ? 1.9 : 0.1), 200);

    assertThat(one(even)).isEqualTo(Status.GROWING);
    assertThat(one(bursts)).isEqualTo(Status.STABLE);
  }

  @Test
  void pattern_ofOneDay_cannotBeTested() {
    assertThat(ShareChange.of(days(1, day -> 0.1, 200)).isTested()).isFalse();
    assertThat(Changes.statuses(Map.of("one", ShareChange.of(List.of())), MAX_Q)).isEmpty();
  }

  @Test
  void days_withoutAnyTrace_countForNothing() {
    List<Day> days = days(8, day -> day < 6 ? 0.1 : 0.3, 200);
    List<Day> sparse = new ArrayList<>(days);
    sparse.add(3, new Day(days.get(3).date(), 0, 0));

    assertThat(ShareChange.of(sparse)).isEqualTo(ShareChange.of(days));
  }
}
