package io.outcrop.jobs.validate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares the clusters of one run with what its made-up traces were made to be. */
public final class Validation {
  private static final String MODE = "mode";
  private static final String CLUSTER = "cluster";
  private static final String LEVEL = "level";
  private static final String TRACES = "traces";

  private final Warehouse warehouse;
  private final Run run;
  private final Dataset<Row> labels;

  /**
   * What was found out.
   *
   * @param found the best cluster of each failure with at least {@code least} traces
   * @param failingAccuracy of the failing traces, the share whose purest cluster stands for their
   *     own failure
   * @param accuracy the same over all made-up traces, where all that do not fail are one kind
   * @param chance the accuracy of guessing failing traces by frequency
   * @param agreement over failing traces, by axis and level
   */
  public record Result(
      int least,
      List<Recovery.Found> found,
      double failingAccuracy,
      double accuracy,
      double chance,
      Map<String, Agreement> agreement) {
    /** Share of the failures that are recovered. */
    public double recovered() {
      return share(found.stream().filter(Recovery.Found::recovered).count(), found.size());
    }

    /** Of the recovered failures, the share whose cluster's title names them. */
    public double named() {
      long recovered = found.stream().filter(Recovery.Found::recovered).count();
      return share(found.stream().filter(f -> f.recovered() && f.named()).count(), recovered);
    }
  }

  /**
   * What publishing costs.
   *
   * @param modes failures with enough traces, of enough tenants for anything about them to be told
   * @param built share of them that a cluster gathers
   * @param published share of them that a published cluster gathers
   * @param lost those that a cluster gathers, but no published one
   */
  public record Gate(int modes, double built, double published, List<String> lost) {}

  /**
   * A run over traces of which some were made up.
   *
   * @param labels of the made-up ones, as {@code outcrop synth} writes them
   */
  public Validation(Warehouse warehouse, Run run, Dataset<Row> labels) {
    this.warehouse = warehouse;
    this.run = run;
    this.labels =
        labels.select(
            col(AssignmentsTable.TRACE_ID),
            when(col("failing").cast("boolean"), coalesce(col(MODE), lit("")))
                .otherwise(lit(""))
                .as(MODE));
  }

  /**
   * Compares what was built with what the gate let through.
   *
   * @param least failures with fewer traces are left out
   * @param tenants failures of fewer tenants are left out
   */
  public Gate gate(int least, int tenants) {
    Map<String, Long> traces = new TreeMap<>();
    labels
        .where(col(MODE).notEqual(""))
        .join(
            run.traces(warehouse).select(TracesTable.TRACE_ID, TracesTable.TENANT_ID),
            TracesTable.TRACE_ID)
        .groupBy(MODE)
        .agg(count(lit(1)).as(TRACES), countDistinct(col(TracesTable.TENANT_ID)).as("tenants"))
        .where(col(TRACES).geq(least).and(col("tenants").geq(tenants)))
        .collectAsList()
        .forEach(r -> traces.put(r.getString(0), r.getLong(1)));
    List<Recovery.Count> counts =
        counts(memberships()).stream()
            .filter(c -> c.mode().isEmpty() || traces.containsKey(c.mode()))
            .toList();
    Set<String> published =
        warehouse
            .read(ClustersTable.INSIGHTS, run.id())
            .select(ClustersTable.CLUSTER_ID)
            .collectAsList()
            .stream()
            .map(r -> r.getString(0))
            .collect(Collectors.toSet());
    Set<String> built = recovered(counts, traces);
    Set<String> told =
        recovered(counts.stream().filter(c -> published.contains(c.cluster())).toList(), traces);
    return new Gate(
        traces.size(),
        share(built.size(), traces.size()),
        share(told.size(), traces.size()),
        built.stream().filter(mode -> !told.contains(mode)).sorted().toList());
  }

  private static Set<String> recovered(List<Recovery.Count> counts, Map<String, Long> traces) {
    return Recovery.of(counts, traces).stream()
        .filter(Recovery.Found::recovered)
        .map(Recovery.Found::mode)
        .collect(Collectors.toSet());
  }

  /**
   * Measures the run.
   *
   * @param least failures with fewer traces are left out
   */
  public Result measure(int least) {
    Map<String, Long> traces = new TreeMap<>();
    labels
        .groupBy(MODE)
        .agg(count(lit(1)).as(TRACES))
        .collectAsList()
        .forEach(r -> traces.put(r.getString(0), r.getLong(1)));
    long failing =
        traces.entrySet().stream()
            .filter(e -> !e.getKey().isEmpty())
            .mapToLong(Map.Entry::getValue)
            .sum();
    Dataset<Row> memberships = memberships().cache();
    List<Recovery.Count> counts = counts(memberships);
    List<Recovery.Found> found =
        Recovery.of(counts, traces).stream().filter(f -> f.traces() >= least).toList();
    Row right = right(memberships).head();
    double chance =
        traces.entrySet().stream()
            .filter(e -> !e.getKey().isEmpty())
            .mapToDouble(e -> share(e.getValue(), failing))
            .map(p -> p * p)
            .sum();
    memberships.unpersist();
    return new Result(
        least,
        found,
        share(right.getLong(0), failing),
        share(right.getLong(1), traces.values().stream().mapToLong(Long::longValue).sum()),
        chance,
        agreement(counts));
  }

  /** A row for each made-up trace, axis and level. */
  private Dataset<Row> memberships() {
    Column levels =
        array(
            level(0, AssignmentsTable.LEAF_ID),
            level(1, AssignmentsTable.MIDDLE_ID),
            level(2, AssignmentsTable.TOP_ID));
    return warehouse
        .read(AssignmentsTable.TABLE, run.id())
        .where(
            col("unit")
                .equalTo("trace")
                .and(col("scope").equalTo("all"))
                .and(col(AssignmentsTable.LEAF_ID).isNotNull()))
        .join(labels, AssignmentsTable.TRACE_ID)
        .select(
            col(AssignmentsTable.TRACE_ID),
            col(MODE),
            col(AssignmentsTable.AXIS),
            explode(levels).as("at"))
        .select(
            col(AssignmentsTable.TRACE_ID),
            col(MODE),
            col(AssignmentsTable.AXIS),
            col("at." + LEVEL),
            col("at." + CLUSTER))
        .where(col(CLUSTER).isNotNull());
  }

  private static Column level(int level, String column) {
    return struct(lit(level).as(LEVEL), col(column).as(CLUSTER));
  }

  private List<Recovery.Count> counts(Dataset<Row> memberships) {
    Dataset<Row> titles =
        warehouse
            .read(ClustersTable.FACTS, run.id())
            .select(col(ClustersTable.CLUSTER_ID).as(CLUSTER), col(ClustersTable.TITLE))
            .dropDuplicates(CLUSTER);
    return memberships
        .groupBy(col(AssignmentsTable.AXIS), col(LEVEL), col(CLUSTER), col(MODE))
        .agg(count(lit(1)).as(TRACES))
        .join(broadcast(titles), titles.col(CLUSTER).equalTo(memberships.col(CLUSTER)), "left")
        .select(
            col(AssignmentsTable.AXIS),
            col(LEVEL),
            memberships.col(CLUSTER),
            col(ClustersTable.TITLE),
            col(MODE),
            col(TRACES))
        .collectAsList()
        .stream()
        .map(
            r ->
                new Recovery.Count(
                    r.getString(0),
                    r.getInt(1),
                    r.getString(2),
                    r.getString(3),
                    r.getString(4),
                    r.getLong(5)))
        .toList();
  }

  /**
   * Of the traces, how many lie in clusters that stand for what they are: each trace is taken for
   * the most frequent kind of the purest cluster that it is in. A cluster's purity is drawn down by
   * two traces, so that tiny ones do not win by chance.
   */
  private static Dataset<Row> right(Dataset<Row> memberships) {
    Dataset<Row> kinds = memberships.groupBy(CLUSTER, MODE).agg(count(lit(1)).as("n"));
    Dataset<Row> sizes =
        kinds
            .groupBy(CLUSTER)
            .agg(sum("n").as("size"), max(struct(col("n"), col(MODE).as("kind"))).as("most"))
            .select(
                col(CLUSTER),
                col("most.kind").as("kind"),
                col("most.n").divide(col("size").plus(2)).as("purity"));
    return memberships
        .join(broadcast(sizes), CLUSTER)
        .groupBy(col(AssignmentsTable.TRACE_ID), col(MODE))
        .agg(max(struct(col("purity"), col("kind"))).as("purest"))
        .agg(
            coalesce(
                sum(
                    when(col("purest.kind").equalTo(col(MODE)).and(col(MODE).notEqual("")), lit(1L))
                        .otherwise(lit(0L))),
                lit(0L)),
            coalesce(
                sum(when(col("purest.kind").equalTo(col(MODE)), lit(1L)).otherwise(lit(0L))),
                lit(0L)));
  }

  private static Map<String, Agreement> agreement(List<Recovery.Count> counts) {
    Map<String, List<Agreement.Cell>> cells = new TreeMap<>();
    for (Recovery.Count count : counts) {
      if (!count.mode().isEmpty()) {
        cells
            .computeIfAbsent(count.axis() + " level " + count.level(), k -> new ArrayList<>())
            .add(new Agreement.Cell(count.cluster(), count.mode(), count.traces()));
      }
    }
    Map<String, Agreement> agreement = new TreeMap<>();
    cells.forEach((key, value) -> agreement.put(key, Agreement.of(value)));
    return agreement;
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }
}
