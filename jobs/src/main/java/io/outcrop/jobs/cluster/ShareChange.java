package io.outcrop.jobs.cluster;

import java.time.DayOfWeek;
import java.time.LocalDate;
import org.apache.commons.math3.special.Erf;

/**
 * Whether the share that a pattern has of each day's traces changed, and when.
 *
 * <p>Every day of the latter half of the days, and of the last fortnight, is tried as the first day
 * of the change: the share from then on against the share before. The split with the least chance
 * of arising without a change is taken. A change that comes little by little is asked about
 * besides, by the trend over all days (Cochran and Armitage), for patterns of thirty traces or
 * more. The smaller of the two chances is multiplied by the number of questions (Bonferroni).
 * Volume plays no part, since shares are compared. Where recent days are all weekends or all
 * weekdays, and at least two earlier days are such, only those are compared.
 *
 * <p>Days differ more than chance alone makes them where traffic comes in bursts. So the spread of
 * the days around the two shares is measured (Pearson's chi-square over its degrees of freedom),
 * and where it is wider than chance, the chance is worked out for a difference that much smaller.
 * With fewer than five days it cannot be measured, and days are taken to differ by chance alone.
 *
 * @param since the first day of the clearest split; null where fewer than two days could be
 *     compared
 * @param pValue the chance of a change as clear as this without any, over all questions asked
 * @param before share of the traces before that day, 0 to 1
 * @param now share of the traces from that day on
 * @param tracesNow the pattern's traces from that day on
 */
public record ShareChange(
    LocalDate since, double pValue, double before, double now, long tracesNow) {
  private static final int LONGEST_RECENT = 14;
  private static final int FEWEST_DAYS_FOR_SPREAD = 5;
  private static final int FEWEST_LIKE_DAYS = 2;
  private static final int FEWEST_FOR_TREND = 30;
  private static final double GREW = 1.25;
  private static final double SHRANK = 0.8;

  /** So many times as frequent as before counts as new, so many times rarer as gone. */
  private static final double FROM_NOTHING = 20;

  private static final double LEAST_P = 1e-300;

  /** One day of a pattern: its traces among all traces. */
  public record Day(LocalDate date, long traces, long all) {}

  /** What a pattern does. */
  public enum Status {
    NEW,
    GROWING,
    STABLE,
    SHRINKING,
    GONE;

    /** How it is written in tables. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * The clearest change among the days.
   *
   * @param days ascending; days without any trace at all count for nothing
   */
  public static ShareChange of(Iterable<Day> days) {
    Day[] known = known(days);
    ShareChange best = new ShareChange(null, 1, 0, 0, 0);
    int splits = Math.min(known.length / 2, LONGEST_RECENT);
    int at = -1;
    for (int recent = 1; recent <= splits; recent++) {
      int first = known.length - recent;
      ShareChange change = split(known, first);
      if (best.since() == null || change.pValue() < best.pValue()) {
        best = change;
        at = first;
      }
    }
    if (at < 0) {
      return best;
    }
    double step = widened(best.pValue(), spread(known, at, best));
    double either = Math.min(1, Math.min(step, trend(known)) * (splits + 1));
    return new ShareChange(best.since(), either, best.before(), best.now(), best.tracesNow());
  }

  /** Whether there were days to compare. */
  public boolean isTested() {
    return since != null;
  }

  /**
   * What the pattern does, given that its change is told from noise.
   *
   * @param significant whether the change is taken for real, among all changes that were tested
   */
  public Status status(boolean significant) {
    if (!significant || !isTested()) {
      return Status.STABLE;
    }
    if (now >= FROM_NOTHING * before) {
      return Status.NEW;
    }
    if (before >= FROM_NOTHING * now) {
      return Status.GONE;
    }
    if (now >= GREW * before) {
      return Status.GROWING;
    }
    return now <= SHRANK * before ? Status.SHRINKING : Status.STABLE;
  }

  private static Day[] known(Iterable<Day> days) {
    java.util.List<Day> known = new java.util.ArrayList<>();
    days.forEach(
        day -> {
          if (day.all() > 0) {
            known.add(day);
          }
        });
    return known.toArray(Day[]::new);
  }

  private static ShareChange split(Day[] days, int first) {
    boolean like = hasLikeDaysBefore(days, first);
    long now = 0;
    long allNow = 0;
    long before = 0;
    long allBefore = 0;
    for (int i = 0; i < days.length; i++) {
      if (i >= first) {
        now += days[i].traces();
        allNow += days[i].all();
      } else if (!like || isWeekend(days[i]) == isWeekend(days[first])) {
        before += days[i].traces();
        allBefore += days[i].all();
      }
    }
    return new ShareChange(
        days[first].date(),
        Significance.pValue(now, allNow, before, allBefore),
        (double) before / allBefore,
        (double) now / allNow,
        now);
  }

  /** Whether the days from one on are of one kind, and enough days before are of it too. */
  private static boolean hasLikeDaysBefore(Day[] days, int first) {
    boolean weekend = isWeekend(days[first]);
    int before = 0;
    for (int i = 0; i < days.length; i++) {
      if (i >= first && isWeekend(days[i]) != weekend) {
        return false;
      }
      if (i < first && isWeekend(days[i]) == weekend) {
        before++;
      }
    }
    return before >= FEWEST_LIKE_DAYS;
  }

  private static boolean isWeekend(Day day) {
    return day.date().getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
  }

  /** How much wider than by chance the days spread around the share before and the share now. */
  private static double spread(Day[] days, int first, ShareChange change) {
    if (days.length < FEWEST_DAYS_FOR_SPREAD) {
      return 1;
    }
    double chiSquare = 0;
    for (int i = 0; i < days.length; i++) {
      double share = i < first ? change.before() : change.now();
      double variance = days[i].all() * share * (1 - share);
      if (variance > 0) {
        double off = days[i].traces() - days[i].all() * share;
        chiSquare += off * off / variance;
      }
    }
    return Math.max(1, chiSquare / (days.length - 2));
  }

  /** The chance of a trend as steep as this without any; 1 for few traces or days. */
  private static double trend(Day[] days) {
    long traces = 0;
    long all = 0;
    double moment = 0;
    for (Day day : days) {
      traces += day.traces();
      all += day.all();
      moment += (double) day.all() * day.date().toEpochDay();
    }
    double share = (double) traces / all;
    if (traces < FEWEST_FOR_TREND || traces == all || days.length < 3) {
      return 1;
    }
    double middle = moment / all;
    double product = 0;
    double square = 0;
    for (Day day : days) {
      double away = day.date().toEpochDay() - middle;
      product += away * (day.traces() - share * day.all());
      square += day.all() * away * away;
    }
    double slope = product / square;
    double chiSquare = 0;
    for (Day day : days) {
      double fit = share + slope * (day.date().toEpochDay() - middle);
      double off = day.traces() - fit * day.all();
      chiSquare += off * off / (day.all() * share * (1 - share));
    }
    double spread =
        days.length < FEWEST_DAYS_FOR_SPREAD ? 1 : Math.max(1, chiSquare / (days.length - 2));
    double sigmas = Math.abs(slope) * Math.sqrt(square / (share * (1 - share) * spread));
    return Erf.erfc(sigmas / Math.sqrt(2));
  }

  private static double widened(double pValue, double spread) {
    if (spread <= 1 || pValue >= 1) {
      return pValue;
    }
    double sigmas = Erf.erfcInv(Math.max(LEAST_P, pValue)) / Math.sqrt(spread);
    return Erf.erfc(sigmas);
  }
}
