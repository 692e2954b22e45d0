package io.outcrop.jobs.shifts;

import java.util.Arrays;

/**
 * The days of the week that are compared with one another: each with itself where both sides have
 * it, else weekdays with weekdays and weekends with weekends, else all with all.
 */
final class Strata {
  private static final int SUNDAY = 0;
  private static final int SATURDAY = 6;

  private final int[] of;
  private final int count;

  private Strata(int[] of) {
    this.of = of;
    this.count = Arrays.stream(of).max().orElseThrow() + 1;
  }

  /**
   * By what both sides have.
   *
   * @param all the counts of all traces, Sunday first
   */
  static Strata of(FacetCounts all, boolean matched) {
    if (!matched) {
      return new Strata(new int[FacetCounts.WEEK]);
    }
    int[] single = new int[FacetCounts.WEEK];
    int days = 0;
    boolean alike = true;
    for (int day = 0; day < single.length; day++) {
      boolean now = all.now()[day] > 0;
      boolean before = all.before()[day] > 0;
      alike &= now == before;
      single[day] = now && before ? days++ : 0;
    }
    if (alike) {
      return new Strata(single);
    }
    int[] kinds = new int[FacetCounts.WEEK];
    kinds[SUNDAY] = 1;
    kinds[SATURDAY] = 1;
    Strata two = new Strata(kinds);
    boolean both =
        Arrays.stream(two.fold(all.now())).allMatch(n -> n > 0)
            && Arrays.stream(two.fold(all.before())).allMatch(n -> n > 0);
    return both ? two : new Strata(new int[FacetCounts.WEEK]);
  }

  int count() {
    return count;
  }

  /** Counts by day of the week as counts by stratum. */
  long[] fold(long[] days) {
    long[] folded = new long[count];
    for (int day = 0; day < days.length; day++) {
      folded[of[day]] += days[day];
    }
    return folded;
  }
}
