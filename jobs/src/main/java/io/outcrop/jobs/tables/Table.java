package io.outcrop.jobs.tables;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/**
 * A table of the warehouse: where it lies, what it holds, how it is laid out.
 *
 * @param partitions partition columns, in order
 * @param perRun whether rows belong to a run: then the plain SQL name shows the latest complete run
 *     and {@code NAME_history} all complete ones
 * @param properties Delta table properties, set when the table is made
 */
public record Table(
    Zone zone,
    String name,
    StructType schema,
    List<String> partitions,
    boolean perRun,
    Map<String, String> properties) {

  /** Column of every table that belongs to runs. */
  public static final String RUN_ID = "run_id";

  public Table {
    partitions = List.copyOf(partitions);
    properties = Map.copyOf(properties);
  }

  /** A table that grows or is merged into. */
  static Table lasting(Zone zone, String name, StructType schema, String... partitions) {
    return new Table(zone, name, schema, List.of(partitions), false, Map.of());
  }

  /** A table whose rows a run replaces as a whole. */
  static Table ofRuns(Zone zone, String name, StructType schema) {
    return new Table(zone, name, schema, List.of(RUN_ID), true, Map.of());
  }

  /** The name in SQL, such as {@code outcrop_insights.clusters}. */
  public String sqlName() {
    return zone.sqlName() + "." + name;
  }
}
