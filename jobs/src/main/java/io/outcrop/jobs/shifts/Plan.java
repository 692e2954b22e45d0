package io.outcrop.jobs.shifts;

import io.outcrop.jobs.config.ShiftSettings;
import io.outcrop.jobs.shifts.Comparison.Days;
import io.outcrop.jobs.shifts.Comparison.Kind;
import io.outcrop.jobs.shifts.VersionChanges.Count;
import io.outcrop.jobs.shifts.VersionChanges.VersionChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which comparisons a window allows: enough traces on both sides, and days that are alike. */
final class Plan {
  /** So many comparisons at most, the largest workflows first. */
  static final int MOST = 40;

  /** Of one workflow the latest so many versions: a prompt may be another one every day. */
  private static final int MOST_VERSIONS = 8;

  /** A baseline goes back so many times as far as what is compared with it: the season stays. */
  private static final int BASELINE_TIMES = 4;

  private final ShiftSettings settings;
  private final LocalDate start;
  private final LocalDate end;
  private final Map<Series, SortedMap<LocalDate, Long>> counts = new HashMap<>();

  private record Series(Workflow workflow, VersionChanges.Kind kind, String version) {}

  private record Range(LocalDate from, LocalDate to) {}

  private Plan(ShiftSettings settings, LocalDate start, LocalDate end, Iterable<Count> counts) {
    this.settings = settings;
    this.start = start;
    this.end = end;
    for (Count count : counts) {
      this.counts
          .computeIfAbsent(
              new Series(count.workflow(), count.kind(), count.version()), s -> new TreeMap<>())
          .merge(count.day(), count.traces(), Long::sum);
    }
  }

  /**
   * The comparisons.
   *
   * @param start first day of the window
   * @param counts traces by workflow and day, of versions too
   */
  static List<Comparison> of(
      ShiftSettings settings,
      LocalDate start,
      LocalDate end,
      Iterable<Count> counts,
      List<VersionChange> changes) {
    Plan plan = new Plan(settings, start, end, counts);
    List<Comparison> all = new ArrayList<>();
    for (Workflow workflow : plan.workflows()) {
      changes.stream()
          .filter(change -> change.workflow().equals(workflow) && change.previous() != null)
          .sorted(Comparator.comparing(VersionChange::since).reversed())
          .limit(MOST_VERSIONS)
          .forEach(change -> plan.ofVersion(change, all));
      plan.ofWindow(workflow, all);
    }
    return all.subList(0, Math.min(MOST, all.size()));
  }

  private List<Workflow> workflows() {
    return counts.keySet().stream()
        .filter(series -> series.kind() == null)
        .sorted(
            Comparator.comparingLong((Series s) -> -sum(counts.get(s)))
                .thenComparing(Series::workflow))
        .map(Series::workflow)
        .toList();
  }

  private void ofWindow(Workflow workflow, List<Comparison> all) {
    Series series = new Series(workflow, null, null);
    LocalDate from = end.minusDays(settings.windowDays() - 1L);
    Range baseline =
        new Range(
            before(workflow, from, (long) BASELINE_TIMES * settings.windowDays()),
            from.minusDays(1));
    add(
        all,
        new Comparison(
            Kind.WINDOW, workflow, null, null, from, end, baseline.from(), baseline.to(), Days.ALL),
        days(series, new Range(from, end)),
        days(series, baseline));
  }

  /** Where the version before goes on beside the new one, the same days are compared. */
  private void ofVersion(VersionChange change, List<Comparison> all) {
    Series now = new Series(change.workflow(), change.kind(), change.version());
    Series previous = new Series(change.workflow(), change.kind(), change.previous());
    Range since = new Range(change.since(), end);
    long length = change.since().until(end, java.time.temporal.ChronoUnit.DAYS) + 1;
    boolean beside = sum(days(previous, since)) >= settings.minBaseline();
    long back = BASELINE_TIMES * Math.max(settings.windowDays(), length);
    Range baseline =
        beside ? since : new Range(before(change.workflow(), change.since(), back), end);
    add(
        all,
        new Comparison(
            Kind.of(change.kind()),
            change.workflow(),
            change.version(),
            change.previous(),
            since.from(),
            since.to(),
            baseline.from(),
            baseline.to(),
            Days.ALL),
        days(now, since),
        days(previous, baseline));
  }

  /** So many days before a day, and not before the window or the workflow's first trace. */
  private LocalDate before(Workflow workflow, LocalDate day, long days) {
    LocalDate from = day.minusDays(days);
    LocalDate first = counts.get(new Series(workflow, null, null)).firstKey();
    LocalDate earliest = first.isBefore(start) ? start : first;
    return from.isBefore(earliest) ? earliest : from;
  }

  private void add(
      List<Comparison> all,
      Comparison every,
      Map<LocalDate, Long> now,
      Map<LocalDate, Long> before) {
    Days days = alike(now, before);
    if (days != null && isEnough(now, days) && isEnough(before, days)) {
      all.add(every.on(days));
    }
  }

  /** The days that both sides have; null where they have none in common. */
  private Days alike(Map<LocalDate, Long> now, Map<LocalDate, Long> before) {
    if (!settings.matchWeekdays()) {
      return Days.ALL;
    }
    boolean weekdays = has(now, Days.WEEKDAYS) && has(before, Days.WEEKDAYS);
    boolean weekends = has(now, Days.WEEKENDS) && has(before, Days.WEEKENDS);
    if (weekdays && weekends) {
      return Days.ALL;
    }
    return weekdays ? Days.WEEKDAYS : weekends ? Days.WEEKENDS : null;
  }

  private static boolean has(Map<LocalDate, Long> days, Days kind) {
    return days.keySet().stream().anyMatch(kind::hold);
  }

  private boolean isEnough(Map<LocalDate, Long> days, Days kind) {
    return days.entrySet().stream()
            .filter(day -> kind.hold(day.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum()
        >= settings.minBaseline();
  }

  private Map<LocalDate, Long> days(Series series, Range range) {
    return range.to().isBefore(range.from())
        ? Map.of()
        : counts.getOrDefault(series, new TreeMap<>()).subMap(range.from(), range.to().plusDays(1));
  }

  private static long sum(Map<LocalDate, Long> days) {
    return days.values().stream().mapToLong(Long::longValue).sum();
  }
}
