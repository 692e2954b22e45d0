package io.outcrop.jobs.cluster;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One axis clustered. Close it once its tables are written: they lie in Spark's cache until then.
 *
 * @param assignments trace_id, leaf_id, middle_id, top_id, distance, is_outlier
 * @param clusters level, cluster_id, parent_id (null at the top), title, description, cohesion,
 *     is_broad, x, y, traces
 * @param centres leaf_id, part, radius, vector
 */
public record ClusterResult(
    Dataset<Row> assignments, Dataset<Row> clusters, Dataset<Row> centres, Runnable release)
    implements AutoCloseable {
  @Override
  public void close() {
    release.run();
  }
}
