package io.outcrop.jobs.runs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.SessionsTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One run: a window over {@code facts.traces}, seen under one configuration.
 *
 * @param id hash of window, configuration and input snapshot: the same night again is the same run
 * @param windowStart first trace date of the window
 * @param windowEnd last trace date of the window
 * @param traces traces in the window
 * @param inputSnapshot order-free hash of the window's facets
 */
public record Run(
    String id,
    LocalDate windowStart,
    LocalDate windowEnd,
    long traces,
    String inputSnapshot,
    OutcropConfig config) {

  /** What a model has filled differs from what rules filled; by rule alone it says nothing new. */
  private static final String HASH =
      "bit_xor(IF(facet_source = 'rule' OR facet_source IS NULL,"
          + " xxhash64(trace_id, input_hash, facet_version),"
          + " xxhash64(trace_id, input_hash, facet_version, facet_source)))";

  /**
   * Which traces to look at.
   *
   * @param date last day of the window; null means the latest trace date that is not in the future
   * @param since first day, over the configured length; null means by length
   * @param until last day, like {@code date}
   */
  public record Window(LocalDate date, LocalDate since, LocalDate until) {
    public static final Window LATEST = new Window(null, null, null);
  }

  /** The run that the warehouse's facets, a window and a configuration make. */
  public static Run of(Warehouse warehouse, OutcropConfig config, Window window, Clock clock) {
    Dataset<Row> traces = warehouse.read(TracesTable.TABLE);
    LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
    LocalDate end = window.until() != null ? window.until() : window.date();
    if (end == null) {
      Row latest =
          traces
              .where(col(TracesTable.TRACE_DATE).leq(lit(today)))
              .agg(max(TracesTable.TRACE_DATE))
              .head();
      end = latest.isNullAt(0) ? today : latest.getLocalDate(0);
    }
    LocalDate start = window.since();
    if (start == null && config.windowDays() > 0) {
      start = end.minusDays(config.windowDays() - 1L);
    }
    if (start == null) {
      Row earliest = traces.agg(min(TracesTable.TRACE_DATE)).head();
      LocalDate first = earliest.isNullAt(0) ? end : earliest.getLocalDate(0);
      start = first.isAfter(end) ? end : first;
    }
    Row snapshot =
        inWindow(takingPart(traces, config), start, end)
            .agg(count(lit(1)), coalesce(expr(HASH), lit(0L)))
            .head();
    String inputSnapshot =
        String.format(Locale.ROOT, "%d-%016x", snapshot.getLong(0), snapshot.getLong(1));
    Digest identity =
        new Digest()
            .add(start.toString())
            .add(end.toString())
            .add(config.identity())
            .add(inputSnapshot);
    String tracked = TrackedFacets.identity(TrackedFacets.active(warehouse));
    String id = (tracked.isEmpty() ? identity : identity.add(tracked)).hex(12);
    return new Run(id, start, end, snapshot.getLong(0), inputSnapshot, config);
  }

  /**
   * The window's rows of {@code facts.traces}, but for those of tenants that stay out; tracked
   * patterns are facets among their own.
   */
  public Dataset<Row> traces(Warehouse warehouse) {
    return TrackedFacets.in(
        warehouse,
        inWindow(takingPart(warehouse.read(TracesTable.TABLE), config), windowStart, windowEnd));
  }

  /** The sessions that began in the window, but for those of tenants that stay out. */
  public Dataset<Row> sessions(Warehouse warehouse) {
    Object[] out = config.publish().optOut().toArray();
    Dataset<Row> sessions =
        warehouse
            .read(SessionsTable.TABLE)
            .where(col(SessionsTable.SESSION_DATE).between(lit(windowStart), lit(windowEnd)));
    return out.length == 0
        ? sessions
        : sessions.where(coalesce(not(col(SessionsTable.TENANT_ID).isin(out)), lit(true)));
  }

  /** A trace that names two tenants may be of one that stays out. */
  private static Dataset<Row> takingPart(Dataset<Row> traces, OutcropConfig config) {
    Object[] out = config.publish().optOut().toArray();
    return out.length == 0
        ? traces
        : traces.where(
            coalesce(not(col(TracesTable.TENANT_ID).isin(out)), lit(true))
                .and(coalesce(col("tenants").leq(1), lit(true))));
  }

  private static Dataset<Row> inWindow(Dataset<Row> traces, LocalDate start, LocalDate end) {
    return traces.where(
        col(TracesTable.TRACE_DATE).geq(lit(start)).and(col(TracesTable.TRACE_DATE).leq(lit(end))));
  }
}
