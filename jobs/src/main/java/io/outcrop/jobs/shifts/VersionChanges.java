package io.outcrop.jobs.shifts;

import io.outcrop.jobs.cluster.ShareChange;
import io.outcrop.jobs.cluster.ShareChange.Day;
import io.outcrop.jobs.cluster.ShareChange.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which versions came up when, within which workflow, and what they replaced.
 *
 * <p>A version came up where it was first seen after the workflow's first day, or where its share
 * of the workflow's traces grew beyond chance. It replaced the version of the same kind whose share
 * fell most from then on.
 */
public final class VersionChanges {
  private final double maxPValue;

  /** What has versions. */
  public enum Kind {
    MODEL,
    PROMPT,
    AGENT
  }

  /**
   * Traces of one day.
   *
   * @param kind null, with the version, of all traces of the workflow
   */
  public record Count(Workflow workflow, Kind kind, String version, LocalDate day, long traces) {}

  /**
   * A version of a kind that came up on a day within a workflow, and replaced another.
   *
   * @param since first day of the version, or of its larger share
   * @param appeared whether it was not there before
   * @param previous null where no other version's share fell
   */
  public record VersionChange(
      Kind kind,
      Workflow workflow,
      String version,
      LocalDate since,
      boolean appeared,
      String previous) {}

  /**
   * Tells changes.
   *
   * @param maxPValue chance that a share which did not grow is taken for one that did
   */
  public VersionChanges(double maxPValue) {
    this.maxPValue = maxPValue;
  }

  /** All changes, by workflow, kind, first day and version. */
  public List<VersionChange> of(Iterable<Count> counts) {
    SortedMap<Workflow, SortedMap<LocalDate, Long>> all = new TreeMap<>();
    SortedMap<Workflow, SortedMap<Kind, SortedMap<String, Map<LocalDate, Long>>>> versions =
        new TreeMap<>();
    for (Count count : counts) {
      if (count.kind() == null) {
        all.computeIfAbsent(count.workflow(), w -> new TreeMap<>())
            .merge(count.day(), count.traces(), Long::sum);
      } else {
        versions
            .computeIfAbsent(count.workflow(), w -> new TreeMap<>())
            .computeIfAbsent(count.kind(), k -> new TreeMap<>())
            .computeIfAbsent(count.version(), v -> new TreeMap<>())
            .merge(count.day(), count.traces(), Long::sum);
      }
    }
    List<VersionChange> changes = new ArrayList<>();
    versions.forEach(
        (workflow, kinds) -> {
          SortedMap<LocalDate, Long> days = all.getOrDefault(workflow, new TreeMap<>());
          kinds.forEach((kind, each) -> changes.addAll(ofKind(workflow, kind, each, days)));
        });
    return changes;
  }

  private List<VersionChange> ofKind(
      Workflow workflow,
      Kind kind,
      SortedMap<String, Map<LocalDate, Long>> versions,
      SortedMap<LocalDate, Long> all) {
    List<VersionChange> changes = new ArrayList<>();
    if (all.isEmpty()) {
      return changes;
    }
    versions.forEach(
        (version, days) -> {
          LocalDate first = days.keySet().stream().min(LocalDate::compareTo).orElseThrow();
          boolean appeared = first.isAfter(all.firstKey());
          LocalDate since = appeared ? first : grewFrom(days, all);
          if (since != null) {
            changes.add(
                new VersionChange(
                    kind,
                    workflow,
                    version,
                    since,
                    appeared,
                    replaced(version, since, versions, all)));
          }
        });
    changes.sort(
        java.util.Comparator.comparing(VersionChange::since).thenComparing(VersionChange::version));
    return changes;
  }

  /** The day from which on the share is larger than before, or null. */
  private LocalDate grewFrom(Map<LocalDate, Long> days, SortedMap<LocalDate, Long> all) {
    List<Day> series = new ArrayList<>();
    all.forEach((day, traces) -> series.add(new Day(day, days.getOrDefault(day, 0L), traces)));
    ShareChange change = ShareChange.of(series);
    Status status = change.status(change.pValue() <= maxPValue);
    return status == Status.GROWING || status == Status.NEW ? change.since() : null;
  }

  private static String replaced(
      String version,
      LocalDate since,
      SortedMap<String, Map<LocalDate, Long>> versions,
      SortedMap<LocalDate, Long> all) {
    String replaced = null;
    double most = 0;
    for (var other : versions.entrySet()) {
      double fall =
          share(other.getValue(), all.headMap(since)) - share(other.getValue(), all.tailMap(since));
      if (!other.getKey().equals(version) && fall > most) {
        replaced = other.getKey();
        most = fall;
      }
    }
    return replaced;
  }

  private static double share(Map<LocalDate, Long> days, Map<LocalDate, Long> all) {
    long traces = 0;
    long whole = 0;
    for (var day : all.entrySet()) {
      traces += days.getOrDefault(day.getKey(), 0L);
      whole += day.getValue();
    }
    return whole == 0 ? 0 : (double) traces / whole;
  }
}
