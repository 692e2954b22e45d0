package io.outcrop.jobs.tables;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code facts.assignments}: which clusters each trace of a run belongs to. */
public final class AssignmentsTable {
  /** Units. */
  public static final String TRACE = "trace";

  public static final String SESSION = "session";

  public static final String UNIT = "unit";
  public static final String AXIS = "axis";
  public static final String SCOPE = "scope";
  public static final String TRACE_ID = "trace_id";
  public static final String TENANT_ID = "tenant_id";
  public static final String LEAF_ID = "leaf_id";
  public static final String MIDDLE_ID = "middle_id";
  public static final String TOP_ID = "top_id";

  /**
   * One trace, or session, on one axis.
   *
   * @param traceId the trace's id, or the session's
   * @param tenantId of a session, whose ids are unique within a tenant alone; null for a trace
   * @param scope all: all traces of the warehouse, or of a tenant's own folder
   * @param leafId null, like those above it, for a trace of a later night that lies beyond the
   *     radius of its nearest leaf
   * @param distance from the centre of its leaf, or of the nearest one
   */
  public record Assignment(
      String runId,
      String unit,
      String axis,
      String scope,
      String traceId,
      String tenantId,
      String leafId,
      String middleId,
      String topId,
      double distance,
      boolean isOutlier) {

    /** Of a trace. */
    public Assignment(
        String runId,
        String unit,
        String axis,
        String scope,
        String traceId,
        String leafId,
        String middleId,
        String topId,
        double distance,
        boolean isOutlier) {
      this(runId, unit, axis, scope, traceId, null, leafId, middleId, topId, distance, isOutlier);
    }
  }

  public static final RecordRows<Assignment> ROWS = RecordRows.of(Assignment.class);
  public static final Table TABLE = Table.ofRuns(Zone.FACTS, "assignments", ROWS.schema());

  private static final String BETWEEN = "\u0000";

  private AssignmentsTable() {}

  /** The clusters of a row, of all levels: a row for each, nulls where it has none. */
  public static Column clusters() {
    return explode(array(col(LEAF_ID), col(MIDDLE_ID), col(TOP_ID)));
  }

  /** What identifies a session among those of all tenants. */
  public static Column key(Column tenantId, Column sessionId) {
    return concat(coalesce(tenantId, lit("")), lit(BETWEEN), sessionId);
  }

  /** What identifies the unit of a row: a trace's id, or a session's key. */
  public static Column key() {
    return when(col(UNIT).equalTo(SESSION), key(col(TENANT_ID), col(TRACE_ID)))
        .otherwise(col(TRACE_ID));
  }

  /** Rows with a key in trace_id, as rows of the table have it. */
  public static Dataset<Row> withoutKey(Dataset<Row> rows, String unit) {
    Column key = col(TRACE_ID);
    if (unit.equals(TRACE)) {
      return rows.withColumn(TENANT_ID, lit(null).cast("string"));
    }
    Column tenant = substring_index(key, BETWEEN, 1);
    return rows.withColumn(TENANT_ID, when(tenant.notEqual(""), tenant))
        .withColumn(TRACE_ID, substring_index(key, BETWEEN, -1));
  }
}
