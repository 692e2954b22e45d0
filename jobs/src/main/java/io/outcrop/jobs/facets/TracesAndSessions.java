package io.outcrop.jobs.facets;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.outcrop.jobs.tables.SessionsTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Writes computed facets, and what of other traces depends on them: sessions, and the numbers of
 * users' sessions.
 *
 * <p>Sessions are committed before traces: after a stop between the two the same traces are still
 * to be computed, and the sessions that they were in before can still be told.
 */
final class TracesAndSessions {
  /** So many sessions' numbers are some tens of megabytes. */
  private static final long MOST_SENT = 200_000;

  private static final String CHANGED = "changed";
  private static final String KEY_TENANT = "key_tenant";
  private static final String KEY_SESSION = "key_session";

  private final Warehouse warehouse;

  TracesAndSessions(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * Replaces all rows.
   *
   * @param facets rows that are kept: they are read several times
   */
  void replace(Dataset<Row> facets, Dataset<Row> spans) {
    if (spans.where(col(SessionFacets.SESSION_ID).isNotNull()).isEmpty()) {
      warehouse.overwrite(SessionsTable.TABLE, SessionFacets.of(nothing()));
      warehouse.overwrite(TracesTable.TABLE, facets);
      return;
    }
    Dataset<Row> numbers = SessionFacets.numbers(facets).persist(StorageLevel.MEMORY_AND_DISK());
    // Else the wide rows may be shuffled for a column that few of them have.
    boolean few = numbers.count() <= MOST_SENT;
    Dataset<Row> traces = SessionFacets.numbered(facets, few ? broadcast(numbers) : numbers);
    warehouse.overwrite(SessionsTable.TABLE, SessionFacets.of(traces));
    warehouse.overwrite(TracesTable.TABLE, traces);
    numbers.unpersist();
  }

  /**
   * Merges the facets of changed traces in.
   *
   * @param changed their ids; one without facets has lost all its spans, and goes
   * @param computed rows that are kept: they are read several times
   */
  void merge(Dataset<Row> changed, Dataset<Row> computed) {
    warehouse.create(TracesTable.TABLE);
    Dataset<Row> standing = warehouse.read(TracesTable.TABLE);
    Dataset<Row> before = standing.join(changed, SpansTable.TRACE_ID, "left_semi");
    Dataset<Row> others = standing.join(changed, SpansTable.TRACE_ID, "left_anti");
    Dataset<Row> touched = before.unionByName(computed).where(inSession());
    if (touched.isEmpty()) {
      warehouse.create(SessionsTable.TABLE);
      mergeTraces(changed, computed);
    } else {
      Dataset<Row> numbers = numbersOfUsers(touched, others.unionByName(computed));
      Dataset<Row> written =
          SessionFacets.numbered(computed, numbers)
              .unionByName(renumbered(others, numbers))
              .persist(StorageLevel.MEMORY_AND_DISK());
      Dataset<Row> ids = changed.union(written.select(TracesTable.TRACE_ID)).distinct();
      Dataset<Row> unchanged = standing.join(ids, TracesTable.TRACE_ID, "left_anti");
      mergeSessions(
          sessions(before.unionByName(written)).persist(StorageLevel.MEMORY_AND_DISK()),
          unchanged.unionByName(written));
      mergeTraces(ids, written);
      written.unpersist();
    }
  }

  private static Column inSession() {
    return col(SessionFacets.SESSION_ID).isNotNull();
  }

  private Dataset<Row> nothing() {
    return warehouse.spark().createDataFrame(java.util.List.of(), TracesTable.TABLE.schema());
  }

  /** The numbers of all sessions of the users that some traces are of. */
  private static Dataset<Row> numbersOfUsers(Dataset<Row> touched, Dataset<Row> all) {
    Dataset<Row> users =
        touched
            .where(col(TracesTable.USER_ID).isNotNull())
            .select(TracesTable.TENANT_ID, TracesTable.USER_ID)
            .distinct()
            .toDF("of_tenant", "of_user");
    Column same =
        col(TracesTable.TENANT_ID)
            .eqNullSafe(col("of_tenant"))
            .and(col(TracesTable.USER_ID).equalTo(col("of_user")));
    Dataset<Row> narrow =
        all.where(inSession())
            .select(
                TracesTable.TENANT_ID,
                TracesTable.USER_ID,
                SessionFacets.SESSION_ID,
                TracesTable.START_TIME);
    return SessionFacets.numbers(narrow.join(users, same, "left_semi"));
  }

  /** The other traces whose session has another number now; those of other users stay. */
  private static Dataset<Row> renumbered(Dataset<Row> others, Dataset<Row> numbers) {
    Column old = col(TracesTable.SESSION_NUMBER);
    return SessionFacets.numbered(others.withColumn("old", old), numbers, "old")
        .where(col(TracesTable.SESSION_NUMBER).isNotNull().and(not(old.eqNullSafe(col("old")))))
        .drop("old");
  }

  private static Dataset<Row> sessions(Dataset<Row> traces) {
    return traces
        .select(TracesTable.TENANT_ID, SessionFacets.SESSION_ID)
        .where(inSession())
        .distinct()
        .toDF(KEY_TENANT, KEY_SESSION);
  }

  private void mergeSessions(Dataset<Row> keys, Dataset<Row> traces) {
    Column same =
        col(TracesTable.TENANT_ID)
            .eqNullSafe(col(KEY_TENANT))
            .and(col(SessionFacets.SESSION_ID).equalTo(col(KEY_SESSION)));
    Dataset<Row> rows = SessionFacets.of(traces.join(keys, same, "left_semi"));
    Dataset<Row> coming = keys.join(rows, same, "left").persist(StorageLevel.MEMORY_AND_DISK());
    Column match =
        col("standing." + SessionsTable.TENANT_ID)
            .eqNullSafe(col("coming." + KEY_TENANT))
            .and(col("standing." + SessionsTable.SESSION_ID).equalTo(col("coming." + KEY_SESSION)));
    merge(SessionsTable.TABLE, coming, match, SessionsTable.SESSION_ID);
    coming.unpersist();
    keys.unpersist();
  }

  private void mergeTraces(Dataset<Row> ids, Dataset<Row> facets) {
    Dataset<Row> coming =
        ids.withColumnRenamed(TracesTable.TRACE_ID, CHANGED)
            .join(facets, col(CHANGED).equalTo(col(TracesTable.TRACE_ID)), "left");
    merge(
        TracesTable.TABLE,
        coming,
        col("standing." + TracesTable.TRACE_ID).equalTo(col("coming." + CHANGED)),
        TracesTable.TRACE_ID);
  }

  /** One commit: a coming row without its id deletes, any other replaces or adds. */
  private void merge(Table table, Dataset<Row> coming, Column match, String id) {
    warehouse.create(table);
    var assignments =
        Arrays.stream(table.schema().fieldNames())
            .collect(Collectors.toMap(c -> c, c -> col("coming." + c)));
    warehouse
        .delta(table)
        .as("standing")
        .merge(coming.as("coming"), match)
        .whenMatched(col("coming." + id).isNull())
        .delete()
        .whenMatched()
        .update(assignments)
        .whenNotMatched(col("coming." + id).isNotNull())
        .insert(assignments)
        .execute();
  }
}
