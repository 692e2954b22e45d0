package io.outcrop.jobs.runs;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_concat;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.transform;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.TrackedTable;
import io.outcrop.jobs.tables.TrackedTable.Tracked;
import io.outcrop.jobs.tables.TrackedTracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tracked patterns as a facet of later runs: {@code custom['tracked.NAME']} is true for the traces
 * that a pattern's definition takes.
 */
public final class TrackedFacets {
  /** What keys of the column custom begin with; users' own facets have no dot in their names. */
  public static final String PREFIX = "tracked.";

  private static final String CUSTOM = "custom";
  private static final String NAMES = "tracked_names";

  private TrackedFacets() {}

  /** The patterns that are looked for, by id. */
  public static List<Tracked> active(Warehouse warehouse) {
    return warehouse
        .read(TrackedTable.TABLE)
        .where(col(TrackedTable.ACTIVE))
        .collectAsList()
        .stream()
        .map(TrackedTable.ROWS::fromRow)
        .sorted(Comparator.comparing(Tracked::trackedId))
        .toList();
  }

  /** What of the patterns changes a run; empty without any. */
  static String identity(List<Tracked> active) {
    if (active.isEmpty()) {
      return "";
    }
    Digest digest = new Digest();
    for (Tracked t : active) {
      digest
          .add(t.trackedId())
          .add(t.name())
          .add(String.valueOf(t.predicate()))
          .add(new TreeMap<>(t.centre()).toString())
          .add(String.valueOf(t.radius()))
          .add(t.shapes().toString());
    }
    return digest.hex(32);
  }

  /** The rows with the facets of the patterns that take them. */
  static Dataset<Row> in(Warehouse warehouse, Dataset<Row> traces) {
    List<Tracked> active = active(warehouse);
    if (active.isEmpty()) {
      return traces;
    }
    Dataset<Row> names =
        warehouse
            .read(TrackedTracesTable.TABLE)
            .where(
                col(TrackedTracesTable.TRACKED_ID)
                    .isin(active.stream().map(Tracked::trackedId).toArray()))
            .groupBy(TrackedTracesTable.TRACE_ID)
            .agg(array_sort(collect_set(TrackedTracesTable.NAME)).as(NAMES));
    Column keys = transform(col(NAMES), name -> concat(lit(PREFIX), name));
    Column facets = map_from_arrays(keys, transform(col(NAMES), name -> lit("true")));
    Column nothing = map_from_arrays(none(), none());
    return traces
        .join(names, TracesTable.TRACE_ID, "left")
        .withColumn(CUSTOM, map_concat(col(CUSTOM), coalesce(facets, nothing)))
        .drop(NAMES);
  }

  private static Column none() {
    return org.apache.spark.sql.functions.array().cast("array<string>");
  }
}
