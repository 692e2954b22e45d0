package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.Embed;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.TrackedFacets;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TraceContextTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Phase 4: every axis clustered into three named levels, in {@code facts}. */
public final class Cluster {
  private static final String ALL_TENANTS = "all";

  private Cluster() {}

  /**
   * What was built.
   *
   * @param clusters by axis and level, such as "task 0"
   */
  public record Result(Map<String, Long> clusters) {}

  public static Result run(Warehouse warehouse, Run run) {
    Dataset<Row> traces = run.traces(warehouse).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> embeddings = warehouse.read(EmbeddingsTable.TABLE, run.id());
    List<ClusterResult> results = new ArrayList<>();
    Dataset<Row> assignments = none(warehouse, AssignmentsTable.TABLE);
    Dataset<Row> clusters = none(warehouse, ClustersTable.FACTS);
    Lineage lineage = Lineage.of(warehouse, run);
    for (AxisSpec axis : Embed.axes(run.config(), TrackedFacets.active(warehouse))) {
      Dataset<Row> sentences =
          embeddings.where(
              col(EmbeddingsTable.AXIS)
                  .equalTo(axis.name())
                  .and(col(EmbeddingsTable.UNIT).equalTo(axis.unit())));
      Progress.step(warehouse.spark(), Phase.CLUSTER, "axis " + axis.name());
      ClusterResult result = Clustering.run(traces, axis, sentences, options(run.config()));
      results.add(result);
      Dataset<Row> assigned = identified(result.assignments(), run, axis);
      assignments = assignments.unionByName(assigned);
      Dataset<Row> measured =
          ClusterMeasures.measure(result.clusters(), result.assignments(), traces, run.traces());
      Dataset<Row> traced =
          Changes.told(
              lineage.trace(measured, assigned),
              result.assignments(),
              traces,
              run.config().insights().changeQValue());
      clusters = clusters.unionByName(identified(traced, run, axis));
    }
    warehouse.replaceRun(AssignmentsTable.TABLE, assignments, run.id());
    warehouse.replaceRun(ClustersTable.FACTS, clusters, run.id());
    warehouse.replaceRun(
        TraceContextTable.TABLE,
        PeerContext.of(
            traces,
            warehouse.read(AssignmentsTable.TABLE, run.id()),
            run.config().cluster().blowUpRatio(),
            run.config().cluster().blowUpPeers()),
        run.id());
    results.forEach(ClusterResult::close);
    traces.unpersist();
    return new Result(count(warehouse, run));
  }

  private static Dataset<Row> none(Warehouse warehouse, Table table) {
    return warehouse.spark().createDataFrame(List.of(), table.schema());
  }

  private static Dataset<Row> identified(Dataset<Row> rows, Run run, AxisSpec axis) {
    return rows.withColumn(Table.RUN_ID, lit(run.id()))
        .withColumn(ClustersTable.UNIT, lit(axis.unit()))
        .withColumn(ClustersTable.AXIS, lit(axis.name()))
        .withColumn(ClustersTable.SCOPE, lit(ALL_TENANTS));
  }

  /** How a configuration wants axes clustered. */
  public static ClusterOptions options(OutcropConfig config) {
    ClusterOptions defaults = ClusterOptions.defaults();
    return new ClusterOptions(
        config.cluster().leaves(),
        config.cluster().tracesPerLeaf(),
        config.cluster().minLeaf(),
        config.cluster().maxSample(),
        config.cluster().refinements(),
        defaults.mergeCosine(),
        defaults.broadCohesion(),
        defaults.parentFit(),
        config.seed());
  }

  private static Map<String, Long> count(Warehouse warehouse, Run run) {
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
