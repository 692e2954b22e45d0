package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.col;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.HierarchiesTable;
import io.outcrop.jobs.tables.HierarchiesTable.Hierarchy;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The run before: the latest complete one whose window ends no later than this run's. */
record EarlierRun(Warehouse warehouse, String id) {

  static Optional<EarlierRun> of(Warehouse warehouse, Run run) {
    return Runs.before(warehouse, run, 1).stream()
        .map(id -> new EarlierRun(warehouse, id))
        .findFirst();
  }

  /** Its clusters on an axis. */
  List<Cluster> clusters(AxisSpec axis) {
    return clusters(id, axis);
  }

  /** The clusters of any run on an axis. */
  List<Cluster> clusters(String run, AxisSpec axis) {
    return rows(ClustersTable.FACTS, run, axis).collectAsList().stream()
        .map(ClustersTable.ROWS::fromRow)
        .toList();
  }

  /** The hierarchy that its traces are in, where it is known. */
  Optional<Hierarchy> hierarchy(AxisSpec axis) {
    return rows(HierarchiesTable.TABLE, id, axis).collectAsList().stream()
        .map(HierarchiesTable.ROWS::fromRow)
        .findFirst();
  }

  /** What a run assigned on an axis: trace_id and before_leaf, but for unassigned traces. */
  Dataset<Row> leafOfTrace(String run, AxisSpec axis) {
    return rows(AssignmentsTable.TABLE, run, axis)
        .where(col(AssignmentsTable.LEAF_ID).isNotNull())
        .select(
            AssignmentsTable.key().as(AssignmentsTable.TRACE_ID),
            col(AssignmentsTable.LEAF_ID).as(Ancestry.BEFORE_LEAF));
  }

  /** The rows that a run has of an axis. */
  Dataset<Row> rows(Table table, String run, AxisSpec axis) {
    Column ofAxis =
        col(AssignmentsTable.AXIS)
            .equalTo(axis.name())
            .and(col(AssignmentsTable.UNIT).equalTo(axis.unit()));
    return warehouse.read(table, run).where(ofAxis);
  }
}
