package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.jobs.insights.Examples;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rule 1 for examples: an example tells what single traces did, so enough traces of enough
 * boundaries within the cluster must have done just that.
 */
final class ExampleSupport {
  private static final String ACTIONS = "action_sequence";
  private static final String TRACES = "n";
  private static final StructType NEEDED =
      new StructType()
          .add(ClustersTable.CLUSTER_ID, DataTypes.StringType, false)
          .add("least_boundaries", DataTypes.LongType, false)
          .add("least_traces", DataTypes.LongType, false)
          .add("even_part", DataTypes.LongType, false);

  private ExampleSupport() {}

  /**
   * The examples of clusters that may be told.
   *
   * @param assignments of scope all
   * @param boundaries as {@link Support#boundaries} tells them
   * @param needed what a row of each cluster needs
   */
  static Map<String, Set<String>> of(
      Dataset<Row> assignments,
      Dataset<Row> traces,
      Dataset<Row> boundaries,
      Map<String, Minimum> needed) {
    Map<String, Set<String>> told = new HashMap<>();
    if (needed.isEmpty()) {
      return told;
    }
    List<Row> rows = new ArrayList<>();
    needed.forEach(
        (id, m) ->
            rows.add(
                RowFactory.create(id, (long) m.boundaries(), (long) m.traces(), m.evenPart())));
    Dataset<Row> wanted = traces.sparkSession().createDataFrame(rows, NEEDED);
    for (Row row :
        assignments
            .join(boundaries, AssignmentsTable.TRACE_ID)
            .join(
                traces.select(AssignmentsTable.TRACE_ID, ACTIONS).where(size(col(ACTIONS)).gt(0)),
                AssignmentsTable.TRACE_ID)
            .select(
                AssignmentsTable.clusters().as(ClustersTable.CLUSTER_ID),
                col(ACTIONS),
                col(Support.BOUNDARY))
            .join(broadcast(wanted), ClustersTable.CLUSTER_ID)
            .groupBy(
                col(ClustersTable.CLUSTER_ID),
                col(ACTIONS),
                col(Support.BOUNDARY),
                col("least_boundaries"),
                col("least_traces"),
                col("even_part"))
            .agg(count(lit(1)).as(TRACES))
            .groupBy(
                col(ClustersTable.CLUSTER_ID),
                col(ACTIONS),
                col("least_boundaries"),
                col("least_traces"))
            .agg(
                count(lit(1)).as("boundaries"),
                sum(least(col(TRACES), col("even_part"))).as("counted"))
            .where(
                col("boundaries")
                    .geq(col("least_boundaries"))
                    .and(col("counted").geq(col("least_traces"))))
            .select(ClustersTable.CLUSTER_ID, ACTIONS)
            .collectAsList()) {
      told.computeIfAbsent(row.getString(0), id -> new HashSet<>())
          .add(Examples.paraphrase(row.getList(1)));
    }
    return told;
  }
}
