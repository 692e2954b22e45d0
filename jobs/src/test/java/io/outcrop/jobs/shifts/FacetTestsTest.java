package io.outcrop.jobs.shifts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outcrop.jobs.config.ShiftSettings;
import io.outcrop.jobs.publish.Vocabulary;
import io.outcrop.jobs.shifts.Comparison.Days;
import io.outcrop.jobs.tables.ShiftsTable.Change;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shifts told from noise, on generated counts of four weeks. */
class FacetTestsTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
  private static final int SEEDS = 20;
  private static final int FLAGS = 30;
  private static final double RATE = 0.05;
  private static final ShiftSettings SETTINGS = new ShiftSettings(7, 200, true, RATE, 1, 200);
  private static final Workflow CHECKOUT = new Workflow(Workflow.Kind.AGENT, "checkout");

  private static Comparison window(String agent) {
    return new Comparison(
        Comparison.Kind.WINDOW,
        new Workflow(Workflow.Kind.AGENT, agent),
        null,
        null,
        MONDAY.plusDays(21),
        MONDAY.plusDays(27),
        MONDAY,
        MONDAY.plusDays(20),
        Days.ALL);
  }

  private static Comparison version() {
    return new Comparison(
        Comparison.Kind.MODEL,
        CHECKOUT,
        "two",
        "one",
        MONDAY.plusDays(21),
        MONDAY.plusDays(27),
        MONDAY,
        MONDAY.plusDays(20),
        Days.ALL);
  }

  /** What a generated trace may differ by. */
  private interface Habits {
    double flag(int flag, boolean now, boolean weekend, int tenant);
  }

  /**
   * Four weeks of one agent: flags, a facet of many values and a number; weekends are half as busy,
   * and in a way of their own.
   */
  private static CountedTraces weeks(Random random, int aDay, int tenants, Habits habits) {
    CountedTraces traces = new CountedTraces();
    for (int day = 0; day < 28; day++) {
      LocalDate date = MONDAY.plusDays(day);
      boolean weekend = day % 7 > 4;
      boolean now = day > 20;
      for (int i = 0; i < (weekend ? aDay / 2 : aDay); i++) {
        int tenant = random.nextInt(tenants);
        Map<String, String> facets = new HashMap<>();
        for (int flag = 0; flag < FLAGS; flag++) {
          if (random.nextDouble() < habits.flag(flag, now, weekend, tenant)) {
            facets.put("flag" + flag, "true");
          }
        }
        facets.put("topic", "topic " + (int) Math.abs(random.nextGaussian() * (weekend ? 2 : 4)));
        traces.add(now, date, "tenant " + tenant, facets);
        int calls = 1 + random.nextInt(weekend ? 3 : 6);
        traces.amount(now, date, "tenant " + tenant, "tool_call_count", "" + calls, 1000L * calls);
      }
    }
    return traces;
  }

  private static double usual(int flag, boolean weekend) {
    return (weekend ? 1.5 : 1) * (flag + 1) / (2.0 * FLAGS);
  }

  private static List<Shift> told(ShiftSettings settings, long seed, CountedTraces... traces) {
    List<Comparison> comparisons = new java.util.ArrayList<>();
    Map<Integer, List<FacetCounts>> counts = new HashMap<>();
    for (CountedTraces each : traces) {
      counts.put(comparisons.size(), each.counts());
      comparisons.add(window("agent " + comparisons.size()));
    }
    return new Shifts(settings, seed).told("r", comparisons, counts);
  }

  private static long falselyTold(ShiftSettings settings, Random random, int seeds) {
    long told = 0;
    for (int seed = 0; seed < seeds; seed++) {
      CountedTraces one =
          weeks(random, 40, 20, (flag, now, weekend, tenant) -> usual(flag, weekend));
      CountedTraces two =
          weeks(random, 80, 20, (flag, now, weekend, tenant) -> usual(flag, weekend));
      if (told(settings, seed, one, two).stream().anyMatch(shift -> shift.shifted() > 0)) {
        told++;
      }
    }
    return told;
  }

  /** At most one in twenty at this rate: five of twenty would come once in four hundred times. */
  @Test
  void steadyWeeks_tellNoMoreThanTheStatedRate() {
    assertThat(falselyTold(SETTINGS, new Random(1), SEEDS)).isLessThanOrEqualTo(4);
  }

  /** The same without any regard to weekdays tells of every week that has another share of them. */
  @Test
  void weekends_thatAreMoreFrequentNow_areNoShift() {
    Random random = new Random(5);
    CountedTraces traces = new CountedTraces();
    for (int day = 0; day < 28; day++) {
      boolean weekend = day % 7 > 4;
      boolean now = day > 20;
      for (int i = 0; i < (weekend && now ? 200 : 40); i++) {
        traces.add(
            now,
            MONDAY.plusDays(day),
            "tenant " + random.nextInt(20),
            random.nextDouble() < (weekend ? 0.6 : 0.2) ? Map.of("loop", "true") : Map.of());
      }
    }
    ShiftSettings careless = new ShiftSettings(7, 200, false, RATE, 1, 200);

    assertThat(told(SETTINGS, 1, traces).get(0).shifted()).isZero();
    assertThat(told(careless, 1, traces).get(0).shifted()).isEqualTo(1);
  }

  /** Each tenant has weeks of its own habit: its traces are alike, and there are but forty. */
  @Test
  void tenants_whoseTracesAreAlike_areNotTakenForShifts() {
    int told = 0;
    int naive = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      double[][] habit = new double[2][40];
      for (double[] side : habit) {
        for (int i = 0; i < side.length; i++) {
          side[i] = random.nextDouble() < 0.5 ? 0.05 : 0.6;
        }
      }
      CountedTraces alike = new CountedTraces();
      CountedTraces apart = new CountedTraces();
      for (int i = 0; i < 4000; i++) {
        boolean now = i % 4 == 0;
        int tenant = random.nextInt(40);
        Map<String, String> facets =
            random.nextDouble() < habit[now ? 1 : 0][tenant]
                ? Map.of("loop", "true")
                : Map.<String, String>of();
        LocalDate day = MONDAY.plusDays(i % 7);
        alike.add(now, day, "tenant " + tenant, facets);
        apart.add(now, day, "trace " + i, facets);
      }
      told += told(SETTINGS, seed, alike).get(0).shifted();
      naive += told(SETTINGS, seed, apart).get(0).shifted();
    }
    assertThat(naive).isGreaterThan(10);
    assertThat(told).isLessThanOrEqualTo(4);
  }

  /** That all tenants shift alike is the shift, and no variance between them. */
  @Test
  void shift_thatFewTenantsHaveInCommon_isTold() {
    Random random = new Random(2);
    CountedTraces traces = new CountedTraces();
    for (int i = 0; i < 900; i++) {
      boolean now = i % 3 == 0;
      boolean has = random.nextDouble() < (now ? 0.9 : 0.1);
      traces.add(now, MONDAY.plusDays(i % 7), "t" + i % 6, has ? Map.of("loop", "true") : Map.of());
    }
    List<FacetCounts> counts = traces.counts();

    assertThat(counts.get(1).designEffect(counts.get(0))).isLessThan(3);
    assertThat(told(SETTINGS, 1, traces).get(0).shifted()).isEqualTo(1);
  }

  @Test
  void designEffect_ofIndependentTraces_isAboutOne() {
    List<FacetCounts> counts =
        weeks(new Random(3), 80, 30, (flag, now, weekend, tenant) -> 0.3).counts();
    FacetCounts all = counts.stream().filter(c -> c.facet().isEmpty()).findFirst().orElseThrow();
    double mean =
        counts.stream()
            .filter(c -> c.facet().startsWith("flag"))
            .mapToDouble(c -> c.designEffect(all))
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(1, within(0.15));
  }

  @Test
  void shifts_areToldWithTheirMovesTheWorstFirst() {
    Random random = new Random(11);
    CountedTraces traces = new CountedTraces();
    for (int i = 0; i < 8000; i++) {
      boolean now = i % 4 == 0;
      String tenant = "tenant " + random.nextInt(30);
      LocalDate day = MONDAY.plusDays(i / 4 % 7);
      Map<String, String> facets = new HashMap<>();
      if (random.nextDouble() < (now ? 0.08 : 0.02)) {
        facets.put("phantom_tools", "true");
      }
      facets.put("failing", "" + (random.nextDouble() < 0.2));
      facets.put("reasoning_pattern", random.nextDouble() < (now ? 0.5 : 0.4) ? "chain" : "direct");
      traces.add(now, day, tenant, facets);
      int calls = 1 + random.nextInt(now ? 4 : 6);
      traces.amount(now, day, tenant, "tool_call_count", "" + calls, 1000L * calls);
      traces.amount(now, day, tenant, "evaluations.helpful", "q" + random.nextInt(4), 500);
    }

    Shift shift =
        new Shifts(SETTINGS, 1).told("r", List.of(version()), Map.of(0, traces.counts())).get(0);

    assertThat(shift.sentence())
        .matches(
            "Since model two of 23 March, in place of one, within agent checkout:"
                + " claimed-but-never-made \\+[5-7]\\.\\d points, tool calls per task -(2[6-9]|3[01]) %,"
                + " reasoning pattern chain \\+\\d+(\\.\\d)? points,"
                + " evals and failures unchanged\\.");
    assertThat(shift.changes())
        .extracting(Change::facet)
        .startsWith("phantom_tools", "tool_call_count", "reasoning_pattern");
    Change calls = shift.changes().get(1);
    assertThat(calls.mean()).isCloseTo(2.5, within(0.1));
    assertThat(calls.baselineMean()).isCloseTo(3.5, within(0.1));
    assertThat(calls.divergence()).isGreaterThan(calls.null95());
    assertThat(calls.qValue()).isLessThan(1e-6);
    Change eval =
        shift.changes().stream()
            .filter(c -> c.facet().equals("evaluations"))
            .findFirst()
            .orElseThrow();
    assertThat(eval.value()).isEqualTo("helpful");
    assertThat(eval.shifted()).isFalse();
  }

  @Test
  void comparison_withTooFewTracesOnASide_isNotTold() {
    CountedTraces traces = new CountedTraces();
    for (int i = 0; i < 1000; i++) {
      traces.add(i < 199, MONDAY.plusDays(i % 7), "t" + i % 9, Map.of());
    }
    assertThat(told(SETTINGS, 1, traces)).isEmpty();
  }

  @Test
  void comparison_withoutAShift_saysSo() {
    CountedTraces traces =
        weeks(new Random(3), 80, 30, (flag, now, weekend, tenant) -> usual(flag, weekend));

    assertThat(told(SETTINGS, 1, traces).get(0).sentence())
        .isEqualTo(
            "The 7 days to 29 March, against the 21 days before, within agent agent 0: none of 32"
                + " facets shifted.");
  }

  @Test
  void words_ofSentences_areOfTheVocabulary() {
    assertThat(ShiftWording.FACETS.values())
        .allSatisfy(words -> assertThat(Vocabulary.unknown(words)).isEmpty());
    assertThat(
            Vocabulary.unknown(
                "Since another agent version of, in place of, within one task type (weekdays alone):"
                    + " the days to, against the days before, within workflow: pattern, spread"
                    + " otherwise, points, more, none of facets shifted, evals, failures, latency"
                    + " and cost unchanged"))
        .isEmpty();
  }

  @Test
  void qValues_followBenjaminiAndHochberg() {
    assertThat(FacetTests.qValues(new double[] {0.04, 0.01, 0.5, 0.02}))
        .containsExactly(new double[] {0.16 / 3, 0.04, 0.5, 0.04}, within(1e-12));
  }
}
