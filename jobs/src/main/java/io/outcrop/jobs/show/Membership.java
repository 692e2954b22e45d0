package io.outcrop.jobs.show;

import static org.apache.spark.sql.functions.col;

import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * The clusters of the latest complete run that a trace is in.
 *
 * @param runId null where no run is complete
 */
record Membership(String runId, List<Place> places) {

  /**
   * The trace's place on one axis.
   *
   * @param path ids and titles from the leaf to the top; of levels that repeat one another the
   *     lowest
   * @param insights headlines of insights about one of them, by rank
   */
  record Place(
      String axis,
      String scope,
      double distance,
      boolean isOutlier,
      Map<String, String> path,
      List<String> insights) {}

  static Membership of(Warehouse warehouse, String traceId) {
    Optional<RunRow> run = new Runs(warehouse, Clock.systemUTC()).latestComplete();
    if (run.isEmpty()) {
      return new Membership(null, List.of());
    }
    String runId = run.get().runId();
    List<Row> rows =
        warehouse
            .read(AssignmentsTable.TABLE, runId)
            .where(col(AssignmentsTable.TRACE_ID).equalTo(traceId))
            .orderBy(AssignmentsTable.AXIS, AssignmentsTable.SCOPE)
            .select(
                AssignmentsTable.AXIS,
                AssignmentsTable.SCOPE,
                "distance",
                "is_outlier",
                AssignmentsTable.LEAF_ID,
                AssignmentsTable.MIDDLE_ID,
                AssignmentsTable.TOP_ID)
            .collectAsList();
    Object[] ids =
        rows.stream()
            .flatMap(
                r -> java.util.stream.Stream.of(r.getString(4), r.getString(5), r.getString(6)))
            .distinct()
            .toArray();
    Map<String, String> titles = new HashMap<>();
    Map<String, List<String>> insights = new HashMap<>();
    if (ids.length > 0) {
      warehouse
          .read(ClustersTable.FACTS, runId)
          .where(col(ClustersTable.CLUSTER_ID).isin(ids))
          .select(ClustersTable.CLUSTER_ID, ClustersTable.TITLE)
          .collectAsList()
          .forEach(r -> titles.put(r.getString(0), r.getString(1)));
      warehouse
          .read(InsightsTable.FACTS, runId)
          .where(col(InsightsTable.CLUSTER_ID).isin(ids))
          .orderBy(InsightsTable.RANK)
          .select(
              InsightsTable.CLUSTER_ID,
              InsightsTable.INSIGHT_ID,
              InsightsTable.SEVERITY,
              InsightsTable.HEADLINE)
          .collectAsList()
          .forEach(
              r ->
                  insights
                      .computeIfAbsent(r.getString(0), id -> new ArrayList<>())
                      .add(r.getString(1) + "  " + r.getString(2) + "  " + r.getString(3)));
    }
    return new Membership(runId, rows.stream().map(r -> place(r, titles, insights)).toList());
  }

  private static Place place(
      Row row, Map<String, String> titles, Map<String, List<String>> insights) {
    Map<String, String> path = new java.util.LinkedHashMap<>();
    List<String> told = new ArrayList<>();
    String below = null;
    for (int i = 4; i <= 6; i++) {
      String id = row.getString(i);
      String title = titles.getOrDefault(id, "");
      told.addAll(insights.getOrDefault(id, List.of()));
      if (!title.equals(below)) {
        path.put(id, title);
      }
      below = title;
    }
    return new Place(
        row.getString(0), row.getString(1), row.getDouble(2), row.getBoolean(3), path, told);
  }
}
