package io.outcrop.jobs.export;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.show.TraceLink;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.track.Subject;
import java.time.Clock;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Traces to look at, of each cluster that an insight tells of: some at random, which speak for the
 * cluster, and of the others some near the centre and some at the border, where labels go wrong.
 */
public final class ReviewQueue {
  private static final String STRATUM = "stratum";

  private ReviewQueue() {}

  /**
   * The rows of the queue.
   *
   * @param subject the one pattern to review; null for those of all insights
   * @param perStratum traces of each way of choosing
   * @param seed of the random choice
   */
  public static Dataset<Row> of(
      Warehouse warehouse, String subject, int perStratum, long seed, TraceLink link) {
    RunRow run =
        new Runs(warehouse, Clock.systemUTC())
            .latestComplete()
            .orElseThrow(
                () ->
                    new UserError(
                        "Cannot export a review queue.",
                        "no run is complete in " + warehouse.root(),
                        "run outcrop nightly first"));
    Dataset<Row> clusters = clusters(warehouse, run, subject);
    Dataset<Row> members =
        warehouse
            .read(AssignmentsTable.TABLE, run.runId())
            .select(
                col(AssignmentsTable.TRACE_ID),
                col("distance"),
                AssignmentsTable.clusters().as(ClustersTable.CLUSTER_ID))
            .join(broadcast(clusters), ClustersTable.CLUSTER_ID)
            .dropDuplicates(ClustersTable.CLUSTER_ID, AssignmentsTable.TRACE_ID);
    Dataset<Row> traces =
        warehouse
            .read(TracesTable.TABLE)
            .select(
                col(TracesTable.TRACE_ID),
                col(TracesTable.TRACE_DATE),
                col(TracesTable.SESSION_ID),
                col("agent"),
                col("task_summary"),
                col(TracesTable.FAILING),
                col("failure_mode"),
                concat_ws(", ", col("issues")).as("issues"));
    Column url =
        functions
            .udf((UDF3<String, String, Object, String>) link::to, DataTypes.StringType)
            .apply(
                col(TracesTable.TRACE_ID),
                col(TracesTable.SESSION_ID),
                col(TracesTable.TRACE_DATE));
    Column none = lit(null).cast(DataTypes.StringType);
    return chosen(members, perStratum, seed)
        .join(traces, TracesTable.TRACE_ID)
        .orderBy(col(InsightsTable.RANK), col(ClustersTable.CLUSTER_ID), col(STRATUM), col("place"))
        .select(
            col(ClustersTable.LINEAGE_ID),
            col(ClustersTable.CLUSTER_ID),
            col(InsightsTable.INSIGHT_ID),
            col(ClustersTable.AXIS),
            col(ClustersTable.TITLE),
            col(STRATUM),
            functions.round(col("distance"), 4).as("distance"),
            col(TracesTable.TRACE_ID),
            url.as("trace_url"),
            col(TracesTable.TRACE_DATE),
            col("agent"),
            col("task_summary"),
            col(TracesTable.FAILING),
            col("failure_mode"),
            col("issues"),
            none.as("reviewer"),
            none.as("verdict"),
            none.as("note"),
            none.as("category"));
  }

  private static Dataset<Row> clusters(Warehouse warehouse, RunRow run, String subject) {
    Dataset<Row> insights =
        warehouse
            .read(InsightsTable.FACTS, run.runId())
            .select(InsightsTable.CLUSTER_ID, InsightsTable.INSIGHT_ID, InsightsTable.RANK);
    Dataset<Row> clusters =
        warehouse
            .read(ClustersTable.FACTS, run.runId())
            .select(
                ClustersTable.CLUSTER_ID,
                ClustersTable.LINEAGE_ID,
                ClustersTable.AXIS,
                ClustersTable.TITLE);
    if (subject == null) {
      return clusters.join(insights, ClustersTable.CLUSTER_ID);
    }
    String id = Subject.find(warehouse, subject).cluster().clusterId();
    return clusters
        .where(col(ClustersTable.CLUSTER_ID).equalTo(id))
        .join(
            insights,
            scala.collection.JavaConverters.asScalaBuffer(
                    java.util.List.of(ClustersTable.CLUSTER_ID))
                .toSeq(),
            "left");
  }

  /** The random ones are drawn first, from all members: else they would speak for a part only. */
  private static Dataset<Row> chosen(Dataset<Row> members, int perStratum, long seed) {
    Column byHash = xxhash64(col(AssignmentsTable.TRACE_ID), lit(seed));
    Dataset<Row> drawn =
        members
            .withColumn("drawn", place(byHash, col(AssignmentsTable.TRACE_ID)))
            .withColumn("is_random", col("drawn").leq(perStratum))
            .withColumn(
                "near",
                row_number()
                    .over(
                        cluster("is_random")
                            .orderBy(col("distance"), col(AssignmentsTable.TRACE_ID))))
            .withColumn(
                "far",
                row_number()
                    .over(
                        cluster("is_random")
                            .orderBy(col("distance").desc(), col(AssignmentsTable.TRACE_ID))));
    return drawn
        .withColumn(
            STRATUM,
            when(col("is_random"), lit("random"))
                .when(col("near").leq(perStratum), lit("near"))
                .when(col("far").leq(perStratum), lit("border")))
        .withColumn(
            "place",
            when(col("is_random"), col("drawn"))
                .when(col("near").leq(perStratum), col("near"))
                .otherwise(col("far")))
        .where(col(STRATUM).isNotNull());
  }

  private static Column place(Column... order) {
    return row_number().over(Window.partitionBy(ClustersTable.CLUSTER_ID).orderBy(order));
  }

  private static WindowSpec cluster(String also) {
    return Window.partitionBy(ClustersTable.CLUSTER_ID, also);
  }
}
