package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.embed.AxisSpec;
import io.outcrop.jobs.embed.Embed;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.CentresTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.HierarchiesTable;
import io.outcrop.jobs.tables.LineageTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TraceContextTable;
import io.outcrop.jobs.tables.Warehouse;
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

  private Cluster(Warehouse warehouse, Run run) {
    this.warehouse = warehouse;
    this.run = run;
  }

  /**
   * What was built.
   *
   * @param clusters by axis and level, such as "task 0"
   * @param hierarchies by axis, why it was built or that it stands
   */
  public record Result(Map<String, Long> clusters, Map<String, String> hierarchies) {}

  public static Result run(Warehouse warehouse, Run run) {
    return new Cluster(warehouse, run).run();
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
    for (AxisSpec axis : Embed.axes(run.config())) {
      Dataset<Row> sentences =
          embeddings.where(
              col(EmbeddingsTable.AXIS)
                  .equalTo(axis.name())
                  .and(col(EmbeddingsTable.UNIT).equalTo(axis.unit())));
      Progress.step(warehouse.spark(), Phase.CLUSTER, "axis " + axis.name());
      AxisNight.Outcome outcome = new AxisNight(run, axis, traces, sentences, before).outcome();
      outcomes.add(outcome);
      assignments = assignments.unionByName(identified(outcome.assignments(), axis));
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
    warehouse.replaceRun(
        TraceContextTable.TABLE,
        PeerContext.of(
            traces,
            warehouse.read(AssignmentsTable.TABLE, run.id()),
            run.config().cluster().blowUpRatio(),
            run.config().cluster().blowUpPeers()),
        run.id());
    outcomes.forEach(outcome -> outcome.release().run());
    traces.unpersist();
    return new Result(count(), reasons);
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
