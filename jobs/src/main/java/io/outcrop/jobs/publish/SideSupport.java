package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.shifts.Comparison;
import io.outcrop.jobs.shifts.Workflow;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.TracesTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Who stands behind the sides of comparisons, counted anew from the facts: of each side the traces
 * that belong to exactly one boundary, day by day.
 */
final class SideSupport {
  private static final String SIDE = "side";

  private final Map<Integer, Side> sides = new HashMap<>();
  private final int kept;

  /**
   * One side.
   *
   * @param days who stands behind each day
   * @param boundaries distinct ones
   * @param largest most traces of one boundary
   */
  record Side(SortedMap<LocalDate, Crowd> days, long boundaries, long largest) {
    static final Side NONE = new Side(new TreeMap<>(), 0, 0);

    Crowd crowd(int kept) {
      return days.values().stream().reduce(Crowd.NONE, (one, other) -> one.with(other, kept));
    }

    /** The first day by which enough stood behind it; null where that never was. */
    LocalDate reached(Minimum minimum, int kept) {
      Crowd crowd = Crowd.NONE;
      for (var day : days.entrySet()) {
        crowd = crowd.with(day.getValue(), kept);
        if (minimum.isMetBy(crowd)) {
          return day.getKey();
        }
      }
      return null;
    }
  }

  private SideSupport(int kept) {
    this.kept = kept;
  }

  /**
   * Counts all sides in one query.
   *
   * @param boundaries as {@link Support#boundaries} tells
   * @param assignments of scope all
   * @param kept boundaries that any minimum can ask for
   */
  static SideSupport of(
      List<Comparison> comparisons,
      Dataset<Row> traces,
      Dataset<Row> boundaries,
      Dataset<Row> assignments,
      PublishSettings settings,
      int kept) {
    SideSupport support = new SideSupport(kept);
    if (comparisons.isEmpty()) {
      return support;
    }
    List<Column> cells = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      Column side = comparisons.get(i).side();
      cells.add(when(side, 2 * i + 1).when(not(side), 2 * i));
    }
    Column demanding =
        when(col(Support.TENANT).isin(settings.demands().keySet().toArray()), col(Support.TENANT));
    for (Row row :
        withTopTask(traces, assignments)
            .join(
                boundaries.select(TracesTable.TRACE_ID, Support.BOUNDARY, Support.TENANT),
                TracesTable.TRACE_ID)
            .select(
                explode(filter(array(cells.toArray(Column[]::new)), Column::isNotNull)).as(SIDE),
                col(TracesTable.TRACE_DATE),
                xxhash64(col(Support.BOUNDARY)).as(Support.BOUNDARY),
                demanding.as(Support.TENANT))
            .groupBy(SIDE, TracesTable.TRACE_DATE, Support.BOUNDARY, Support.TENANT)
            .agg(count(lit(1)).as(Support.TRACES))
            .withColumn(
                "of_boundary", sum(Support.TRACES).over(Window.partitionBy(SIDE, Support.BOUNDARY)))
            .withColumn(
                "place",
                row_number()
                    .over(
                        Window.partitionBy(SIDE, Support.BOUNDARY).orderBy(TracesTable.TRACE_DATE)))
            .groupBy(SIDE, TracesTable.TRACE_DATE)
            .agg(
                sum(Support.TRACES),
                slice(array_sort(collect_list(struct(Support.BOUNDARY, Support.TRACES))), 1, kept),
                collect_set(Support.TENANT),
                max("of_boundary"),
                count(when(col("place").equalTo(1), 1)))
            .collectAsList()) {
      Side before = support.sides.getOrDefault(row.getInt(0), Side.NONE);
      SortedMap<LocalDate, Crowd> days = new TreeMap<>(before.days());
      days.put(row.getLocalDate(1), Support.crowd(row.getLong(2), row.getList(3), row.getList(4)));
      support.sides.put(
          row.getInt(0),
          new Side(
              days,
              before.boundaries() + row.getLong(6),
              Math.max(before.largest(), row.getLong(5))));
    }
    return support;
  }

  private static Dataset<Row> withTopTask(Dataset<Row> traces, Dataset<Row> assignments) {
    Dataset<Row> tops =
        assignments
            .where(
                col(AssignmentsTable.AXIS)
                    .equalTo("task")
                    .and(col(AssignmentsTable.UNIT).equalTo(AssignmentsTable.TRACE)))
            .select(
                col(AssignmentsTable.TRACE_ID).as(TracesTable.TRACE_ID),
                col(AssignmentsTable.TOP_ID).as(Workflow.TASK_TOP));
    return traces.join(tops, new String[] {TracesTable.TRACE_ID}, "left");
  }

  /** The traces of a comparison, by its place in the list. */
  Side now(int comparison) {
    return sides.getOrDefault(2 * comparison + 1, Side.NONE);
  }

  /** Those that they are compared with. */
  Side before(int comparison) {
    return sides.getOrDefault(2 * comparison, Side.NONE);
  }

  /** How many boundaries a crowd keeps. */
  int kept() {
    return kept;
  }
}
