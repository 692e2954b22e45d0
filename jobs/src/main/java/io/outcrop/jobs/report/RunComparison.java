package io.outcrop.jobs.report;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.RecordRows;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.ShiftsTable;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What two runs published of the same things: patterns by their lineage, insights by their
 * pattern's, and the facets of workflows that both compared. All figures are as they were
 * published, so that nothing is told which either run did not tell.
 */
public final class RunComparison {
  private static final double GREW_TO = 1.25;
  private static final double SHRANK_TO = 0.8;
  private static final Comparator<Difference> ORDER =
      Comparator.comparing(Difference::what)
          .thenComparing(d -> Move.valueOf(d.change()))
          .thenComparing(d -> -d.size())
          .thenComparing(d -> d.axis() + d.title());

  private enum Move {
    NEW,
    GREW,
    SHRANK,
    GONE,
    SAME;

    static Move of(double before, double now) {
      if (now >= GREW_TO * before && now > before) {
        return GREW;
      }
      return now <= SHRANK_TO * before && now < before ? SHRANK : SAME;
    }
  }

  /**
   * One row; a side is null where its run did not publish it.
   *
   * @param what facet, insight or pattern
   * @param change NEW, GREW, SHRANK, GONE or SAME
   * @param axis of a facet its workflow
   * @param lineageId null of a facet
   */
  public record Difference(
      String what,
      String change,
      String axis,
      String title,
      Long tracesA,
      Long tracesB,
      Double shareA,
      Double shareB,
      Double failureRateA,
      Double failureRateB,
      String lineageId) {
    private double size() {
      return Math.max(shareA == null ? 0 : shareA, shareB == null ? 0 : shareB);
    }
  }

  /** As columns of a table. */
  public static final RecordRows<Difference> ROWS = RecordRows.of(Difference.class);

  private final Warehouse warehouse;
  private final RunRow a;
  private final RunRow b;

  /**
   * Of two complete runs.
   *
   * @param idOfA of the one before, or {@code latest}
   * @throws UserError where there is no such complete run
   */
  public static RunComparison of(Warehouse warehouse, String idOfA, String idOfB) {
    return new RunComparison(warehouse, complete(warehouse, idOfA), complete(warehouse, idOfB));
  }

  private static RunRow complete(Warehouse warehouse, String id) {
    Runs runs = new Runs(warehouse, Clock.systemUTC());
    return (id.equals("latest") ? runs.latestComplete() : runs.find(id))
        .filter(row -> row.status().equals(RunsTable.COMPLETE))
        .orElseThrow(
            () ->
                new UserError(
                    "Cannot compare run " + id + ".",
                    "there is no such complete run in " + warehouse.root(),
                    "take the ids from outcrop_ops.runs"));
  }

  private RunComparison(Warehouse warehouse, RunRow a, RunRow b) {
    this.warehouse = warehouse;
    this.a = a;
    this.b = b;
  }

  /** Which runs, and of which days. */
  public String about() {
    return "A is run %s, B is run %s".formatted(told(a), told(b));
  }

  private static String told(RunRow run) {
    return "%s (%s to %s)".formatted(run.runId(), run.windowStart(), run.windowEnd());
  }

  /** All that differs; with what stayed the same where that is asked for. */
  public List<Difference> differences(boolean all) {
    Map<String, Cluster> before = clusters(a);
    Map<String, Cluster> now = clusters(b);
    List<Difference> found = new ArrayList<>();
    keys(before, now).forEach(key -> found.add(pattern("pattern", before.get(key), now.get(key))));
    Map<String, Cluster> toldBefore = insights(a, before.values());
    Map<String, Cluster> toldNow = insights(b, now.values());
    keys(toldBefore, toldNow)
        .forEach(key -> found.add(pattern("insight", toldBefore.get(key), toldNow.get(key))));
    facets(found);
    return found.stream()
        .filter(d -> all || !d.change().equals(Move.SAME.name()))
        .sorted(ORDER)
        .toList();
  }

  private static SortedSet<String> keys(Map<String, ?> one, Map<String, ?> other) {
    SortedSet<String> keys = new TreeSet<>(one.keySet());
    keys.addAll(other.keySet());
    return keys;
  }

  /** Leaves by lineage; of one lineage the largest. */
  private Map<String, Cluster> clusters(RunRow run) {
    return read(ClustersTable.INSIGHTS, ClustersTable.ROWS, run, ClustersTable.CLUSTER_ID)
        .filter(cluster -> cluster.level() == 0)
        .collect(byKey(Cluster::lineageId));
  }

  /** The patterns that have an insight, by lineage. */
  private Map<String, Cluster> insights(RunRow run, Collection<Cluster> leaves) {
    Map<String, Cluster> byId =
        leaves.stream().collect(Collectors.toMap(Cluster::clusterId, Function.identity()));
    return read(InsightsTable.INSIGHTS, InsightsTable.ROWS, run, InsightsTable.RANK)
        .map(Insight::clusterId)
        .filter(byId::containsKey)
        .map(byId::get)
        .collect(byKey(Cluster::lineageId));
  }

  private static java.util.stream.Collector<Cluster, ?, Map<String, Cluster>> byKey(
      Function<Cluster, String> key) {
    return Collectors.toMap(
        key, Function.identity(), (x, y) -> x.traces() >= y.traces() ? x : y, TreeMap::new);
  }

  private <R extends Record> Stream<R> read(
      Table table, RecordRows<R> rows, RunRow run, String order) {
    return warehouse.read(table, run.runId()).orderBy(order).collectAsList().stream()
        .map(rows::fromRow);
  }

  private static Difference pattern(String what, Cluster before, Cluster now) {
    Move change =
        before == null ? Move.NEW : now == null ? Move.GONE : Move.of(before.share(), now.share());
    Cluster shown = now == null ? before : now;
    return new Difference(
        what,
        change.name(),
        shown.axis(),
        shown.title(),
        of(before, Cluster::traces),
        of(now, Cluster::traces),
        of(before, Cluster::share),
        of(now, Cluster::share),
        of(before, Cluster::failureRate),
        of(now, Cluster::failureRate),
        shown.lineageId());
  }

  private static <T> T of(Cluster cluster, Function<Cluster, T> figure) {
    return Optional.ofNullable(cluster).map(figure).orElse(null);
  }

  /** What both runs tell of the latest days of one workflow. */
  private void facets(List<Difference> found) {
    Map<String, Shift> before = windows(a);
    Map<String, Shift> now = windows(b);
    for (String workflow : keys(before, now)) {
      Shift one = before.get(workflow);
      Shift other = now.get(workflow);
      if (one != null && other != null) {
        facets(workflow, one, other, found);
      }
    }
  }

  private static void facets(String workflow, Shift one, Shift other, List<Difference> found) {
    Map<String, ShiftsTable.Change> before = shares(one);
    shares(other)
        .forEach(
            (name, change) -> {
              ShiftsTable.Change earlier = before.get(name);
              if (earlier != null) {
                found.add(
                    new Difference(
                        "facet",
                        Move.of(earlier.share(), change.share()).name(),
                        workflow,
                        name,
                        one.traces(),
                        other.traces(),
                        earlier.share(),
                        change.share(),
                        null,
                        null,
                        null));
              }
            });
  }

  private Map<String, Shift> windows(RunRow run) {
    Map<String, Shift> windows = new TreeMap<>();
    read(ShiftsTable.INSIGHTS, ShiftsTable.ROWS, run, ShiftsTable.RANK)
        .filter(shift -> shift.version() == null && shift.kind().equals("window"))
        .forEach(
            shift ->
                windows.putIfAbsent(
                    shift.workflowKind() + (shift.workflow() == null ? "" : " " + shift.workflow()),
                    shift));
    return windows;
  }

  private static Map<String, ShiftsTable.Change> shares(Shift shift) {
    Map<String, ShiftsTable.Change> shares = new TreeMap<>();
    for (ShiftsTable.Change change : shift.changes()) {
      if (change.share() != null) {
        shares.putIfAbsent(change.facet() + " = " + change.value(), change);
      }
    }
    return shares;
  }
}
