package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.jobs.ExitCode;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.config.LlmSettings.Role;
import io.outcrop.jobs.embed.Embed;
import io.outcrop.jobs.embed.Units;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.llm.Questioning;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.TrackedFacets;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.CentresTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.HierarchiesTable;
import io.outcrop.jobs.tables.LineageTable;
import io.outcrop.jobs.tables.OutliersTable;
import io.outcrop.jobs.tables.RareFailuresTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TraceContextTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Phase 4: every axis clustered into three named levels, in {@code facts}. */
public final class Cluster {
  private final Warehouse warehouse;
  private final Run run;
  private final Optional<Models> models;
  private final Clock clock;
  private Questioning.Result labels;

  private Cluster(Warehouse warehouse, Run run, Optional<Models> models, Clock clock) {
    this.warehouse = warehouse;
    this.run = run;
    this.models = models;
    this.clock = clock;
  }

  /**
   * What was built.
   *
   * @param clusters by axis and level, such as "task 0"
   * @param hierarchies by axis, why it was built or that it stands
   * @param labels what a language model was asked for; null where none was asked
   */
  public record Result(
      Map<String, Long> clusters, Map<String, String> hierarchies, Questioning.Result labels) {

    /** How the process is to end: done, stopped by the budget, or degraded. */
    public int exitCode() {
      if (labels == null || labels.unanswered() == 0) {
        return ExitCode.DONE;
      }
      return labels.budget() ? ExitCode.STOPPED : ExitCode.DEGRADED;
    }

    /** What a model was to name and has not named; null for nothing. */
    public String lacking() {
      return labels == null || labels.unanswered() == 0
          ? null
          : "the language model did not name %d of %d clusters"
              .formatted(labels.unanswered(), labels.asked() + labels.cached());
    }
  }

  /** Clusters with names by rule. */
  public static Result run(Warehouse warehouse, Run run) {
    return run(warehouse, run, Optional.empty(), Clock.systemUTC());
  }

  /**
   * Clusters.
   *
   * @param models where names are asked for; empty for names by rule
   * @param clock of answers
   */
  public static Result run(Warehouse warehouse, Run run, Optional<Models> models, Clock clock) {
    return new Cluster(warehouse, run, models, clock).run();
  }

  private Result run() {
    Dataset<Row> traces = run.traces(warehouse).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> embeddings = warehouse.read(EmbeddingsTable.TABLE, run.id());
    Optional<EarlierRun> before = EarlierRun.of(warehouse, run);
    Dataset<Row> assignments = none(AssignmentsTable.TABLE);
    Dataset<Row> clusters = none(ClustersTable.FACTS);
    Dataset<Row> centres = none(CentresTable.TABLE);
    List<Row> lineage = new ArrayList<>();
    List<Row> hierarchies = new ArrayList<>();
    Map<String, String> reasons = new TreeMap<>();
    List<AxisNight.Outcome> outcomes = new ArrayList<>();
    for (AxisSpec axis : Embed.axes(run.config(), TrackedFacets.active(warehouse))) {
      Dataset<Row> sentences =
          embeddings.where(
              col(EmbeddingsTable.AXIS)
                  .equalTo(axis.name())
                  .and(col(EmbeddingsTable.UNIT).equalTo(axis.unit())));
      Progress.step(warehouse.spark(), Phase.CLUSTER, "axis " + axis.name());
      Dataset<Row> units =
          Units.isOfSessions(axis)
              ? Units.rows(warehouse, run, axis).persist(StorageLevel.MEMORY_AND_DISK())
              : traces;
      AxisNight.Outcome outcome =
          new AxisNight(run, axis, units, sentences, before, names(axis, sentences, units))
              .outcome();
      outcomes.add(outcome);
      assignments =
          assignments.unionByName(
              identified(AssignmentsTable.withoutKey(outcome.assignments(), axis.unit()), axis));
      clusters = clusters.unionByName(identified(outcome.clusters(), axis));
      centres = centres.unionByName(identified(outcome.centres(), axis));
      outcome.lineage().forEach(link -> lineage.add(LineageTable.ROWS.toRow(link)));
      hierarchies.add(HierarchiesTable.ROWS.toRow(outcome.hierarchy()));
      reasons.put(axis.name(), outcome.hierarchy().reason());
    }
    warehouse.replaceRun(AssignmentsTable.TABLE, assignments, run.id());
    warehouse.replaceRun(ClustersTable.FACTS, clusters, run.id());
    warehouse.replaceRun(CentresTable.TABLE, centres, run.id());
    write(LineageTable.TABLE, lineage);
    write(HierarchiesTable.TABLE, hierarchies);
    Dataset<Row> assigned =
        warehouse.read(AssignmentsTable.TABLE, run.id()).persist(StorageLevel.MEMORY_AND_DISK());
    warehouse.replaceRun(
        TraceContextTable.TABLE,
        PeerContext.of(
            traces,
            assigned,
            run.config().cluster().blowUpRatio(),
            run.config().cluster().blowUpPeers()),
        run.id());
    rare(traces, assigned);
    assigned.unpersist();
    outcomes.forEach(outcome -> outcome.release().run());
    traces.unpersist();
    return new Result(count(), reasons, labels);
  }

  /** What clusters cannot show. */
  private void rare(Dataset<Row> traces, Dataset<Row> assignments) {
    warehouse.replaceRun(
        OutliersTable.TABLE,
        Outliers.of(
            traces,
            assignments,
            warehouse.read(TraceContextTable.TABLE, run.id()),
            run.config().cluster().blowUpRatio()),
        run.id());
    warehouse.replaceRun(
        RareFailuresTable.TABLE,
        RareFailures.of(
            traces,
            assignments,
            warehouse.read(ClustersTable.FACTS, run.id()),
            ClusterOptions.of(run.config()).minLeaf(run.traces()),
            run.config().insights().maxQValue(),
            run.config().insights().minLift()),
        run.id());
  }

  private Naming names(AxisSpec axis, Dataset<Row> sentences, Dataset<Row> traces) {
    if (models.isEmpty()) {
      return Naming.BY_RULE;
    }
    Questioning questioning =
        new Questioning(
            warehouse,
            models.get(),
            clock,
            new Questioning.Subject(Role.LABELS, Phase.CLUSTER.label(), run.id()));
    questioning.collectEarlier(new LabelExam());
    return new ModelNaming(
        warehouse,
        questioning,
        models.get().of(Role.LABELS).name(),
        axis,
        sentences,
        traces,
        result -> labels = labels == null ? result : labels.plus(result));
  }

  private void write(Table table, List<Row> rows) {
    warehouse.replaceRun(table, warehouse.spark().createDataFrame(rows, table.schema()), run.id());
  }

  private Dataset<Row> none(Table table) {
    return warehouse.spark().createDataFrame(List.of(), table.schema());
  }

  private Dataset<Row> identified(Dataset<Row> rows, AxisSpec axis) {
    return rows.withColumn(Table.RUN_ID, lit(run.id()))
        .withColumn(ClustersTable.UNIT, lit(axis.unit()))
        .withColumn(ClustersTable.AXIS, lit(axis.name()))
        .withColumn(ClustersTable.SCOPE, lit(ClustersTable.ALL_TENANTS));
  }

  private Map<String, Long> count() {
    Map<String, Long> counts = new TreeMap<>();
    warehouse
        .read(ClustersTable.FACTS, run.id())
        .groupBy(ClustersTable.AXIS, ClustersTable.LEVEL)
        .count()
        .collectAsList()
        .forEach(r -> counts.put(r.getString(0) + " " + r.getInt(1), r.getLong(2)));
    return counts;
  }
}
