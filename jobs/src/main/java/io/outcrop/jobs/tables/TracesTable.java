package io.outcrop.jobs.tables;

import static org.apache.spark.sql.functions.col;

import io.outcrop.facets.TraceFacets;
import org.apache.spark.sql.Column;

/** {@code facts.traces}: one row of facets for each trace. */
public final class TracesTable {
  public static final String TRACE_ID = "trace_id";
  public static final String TRACE_DATE = "trace_date";
  public static final String START_TIME = "start_time";
  public static final String TENANT_ID = "tenant_id";
  public static final String USER_ID = "user_id";
  public static final String SESSION_ID = "session_id";
  public static final String SESSION_NUMBER = "session_number";
  public static final String INPUT_HASH = "input_hash";
  public static final String FACET_VERSION = "facet_version";
  public static final String FACET_SOURCE = "facet_source";
  public static final String FAILING = "failing";

  /** {@code facet_source} of a trace that a model was to be asked about and did not answer. */
  public static final String UNANSWERED = "rule: the model did not answer";

  /** How {@code facet_source} ends where no answer came to a question about parts of the trace. */
  public static final String PARTLY_UNANSWERED = "; some facets of your own did not get an answer";

  public static final RecordRows<TraceFacets> ROWS = RecordRows.of(TraceFacets.class);
  public static final Table TABLE = Table.lasting(Zone.FACTS, "traces", ROWS.schema(), TRACE_DATE);

  private TracesTable() {}

  /** Whether a model was to be asked something about a trace that it has not answered. */
  public static Column isUnanswered() {
    return col(FACET_SOURCE).equalTo(UNANSWERED).or(col(FACET_SOURCE).endsWith(PARTLY_UNANSWERED));
  }
}
