package io.outcrop.jobs.insights;

import io.outcrop.jobs.cluster.ShareChange;
import io.outcrop.jobs.cluster.Significance;
import io.outcrop.jobs.tables.InsightsTable.Change;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which of the things that came in within the window a pattern came or grew with.
 *
 * <p>A version is named where the pattern has clearly more of the traces with it than of those
 * without, of all traces and of those since it came, by a test that counts all questions asked
 * (Benjamini and Hochberg).
 */
final class LikelyChanges {
  private static final double CLEARLY_MORE = 1.5;
  private static final long FEWEST = 20;
  private static final int MOST_NAMED = 3;

  /** The kinds of versions, the likeliest cause first. */
  static final List<String> KINDS =
      List.of("model version", "prompt", "agent version", "tool result", "retrieval source");

  static final String DEPLOYMENT = "deployment";

  private final Map<LocalDate, Long> volumes;
  private final double maxQValue;

  /**
   * A version that was not there on the window's first day.
   *
   * @param first day of its first trace
   * @param since first day on which enough traces ran with it; null for none
   */
  record Version(
      String kind, String name, LocalDate first, LocalDate since, long traces, long tenants) {}

  /**
   * How much of a pattern ran with a version.
   *
   * @param clusterId the pattern
   * @param members of the pattern in all
   * @param with of them, with the version
   */
  record Use(String clusterId, long members, Version version, long with) {}

  /**
   * @param volumes all traces by day
   */
  LikelyChanges(Map<LocalDate, Long> volumes, double maxQValue) {
    this.volumes = Map.copyOf(volumes);
    this.maxQValue = maxQValue;
  }

  /**
   * The changes of each pattern, the most telling first.
   *
   * @param uses of all patterns
   * @param days of each pattern its traces by day
   */
  Map<String, List<Change>> byCluster(
      List<Finding> findings,
      List<Use> uses,
      Map<String, Map<LocalDate, Long>> days,
      Deployments deployments) {
    Map<String, List<Use>> byCluster = new TreeMap<>();
    uses.forEach(
        use -> byCluster.computeIfAbsent(use.clusterId(), id -> new ArrayList<>()).add(use));
    Map<String, List<Change>> changes = new HashMap<>();
    for (Finding finding : findings) {
      String id = finding.cluster().clusterId();
      Map<LocalDate, Long> ofCluster = days.getOrDefault(id, Map.of());
      List<Change> found =
          new ArrayList<>(of(byCluster.getOrDefault(id, List.of()), ofCluster, uses.size()));
      if (Priority.growth(finding.cluster().status()) > 1) {
        found.addAll(deployed(ofCluster, deployments, finding.cluster().tenants()));
      }
      changes.put(id, List.copyOf(found));
    }
    return changes;
  }

  /** What was deployed just before a pattern came or grew. */
  private List<Change> deployed(Map<LocalDate, Long> days, Deployments deployments, long tenants) {
    ShareChange change =
        ShareChange.of(
            new TreeMap<>(volumes)
                .entrySet().stream()
                    .map(
                        e ->
                            new ShareChange.Day(
                                e.getKey(), days.getOrDefault(e.getKey(), 0L), e.getValue()))
                    .toList());
    if (change.since() == null) {
      return List.of();
    }
    long now = since(volumes, change.since());
    long before = since(volumes, LocalDate.MIN) - now;
    return deployments.justBefore(change.since()).stream()
        .map(
            entry ->
                new Change(
                    DEPLOYMENT,
                    entry.name(),
                    entry.day(),
                    share(since(days, change.since()), now),
                    now,
                    tenants,
                    share(since(days, LocalDate.MIN) - since(days, change.since()), before),
                    before,
                    change.pValue()))
        .limit(MOST_NAMED)
        .toList();
  }

  /**
   * The changes of one pattern, the most telling first.
   *
   * @param days its traces by day
   * @param tests how many pairs of pattern and version are looked at in all
   */
  List<Change> of(List<Use> uses, Map<LocalDate, Long> days, long tests) {
    long all = volumes.values().stream().mapToLong(Long::longValue).sum();
    List<Change> found = new ArrayList<>();
    for (Use use : uses) {
      Version version = use.version();
      long without = all - version.traces();
      long membersWithout = use.members() - use.with();
      double p = Significance.pValue(use.with(), version.traces(), membersWithout, without);
      Change change =
          new Change(
              version.kind(),
              version.name(),
              version.since(),
              share(use.with(), version.traces()),
              version.traces(),
              version.tenants(),
              share(membersWithout, without),
              without,
              Math.min(1, p * tests));
      if (without > 0
          && change.qValue() <= maxQValue
          && change.shareWith() >= CLEARLY_MORE * change.shareWithout()
          && isMoreThanBeside(use, days)) {
        found.add(change);
      }
    }
    found.sort(
        Comparator.comparingDouble((Change c) -> -explained(c, uses))
            .thenComparingInt(c -> KINDS.indexOf(c.kind()))
            .thenComparing(Change::version));
    return found.subList(0, Math.min(MOST_NAMED, found.size()));
  }

  /** How much of the pattern a change accounts for beyond what there was without it. */
  private static double explained(Change change, List<Use> uses) {
    long members = uses.get(0).members();
    return members == 0
        ? 0
        : Math.rint(
                100
                    * (change.shareWith() - change.shareWithout())
                    * change.shareWithTraces()
                    / members)
            / 100;
  }

  /** Where other traces ran since then without it, they must not have become as bad. */
  private boolean isMoreThanBeside(Use use, Map<LocalDate, Long> days) {
    LocalDate first = use.version().first();
    long beside = since(volumes, first) - use.version().traces();
    long membersBeside = since(days, first) - use.with();
    return beside < FEWEST
        || share(use.with(), use.version().traces()) >= CLEARLY_MORE * share(membersBeside, beside);
  }

  private static long since(Map<LocalDate, Long> days, LocalDate first) {
    return days.entrySet().stream()
        .filter(e -> !e.getKey().isBefore(first))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static double share(long part, long whole) {
    return whole <= 0 ? 0 : (double) Math.max(0, part) / whole;
  }
}
