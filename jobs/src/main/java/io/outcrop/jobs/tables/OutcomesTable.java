package io.outcrop.jobs.tables;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code telemetry.outcomes}: what side files say of traces and sessions, one row for each file, id
 * and name; of several files the latest row counts.
 */
public final class OutcomesTable {
  public static final String SUBJECT = "subject";
  public static final String SUBJECT_ID = "subject_id";
  public static final String NAME = "name";
  public static final String VALUE = "value";
  public static final String SCORE = "score";
  public static final String TIME = "time";
  public static final String SOURCE_OBJECT = "source_object";

  public static final String TRACE = "trace";
  public static final String SESSION = "session";

  /**
   * One outcome.
   *
   * @param subject trace or session
   * @param subjectId the trace's or the session's id
   * @param score the value where it is a number
   * @param time null where the file does not say
   */
  public record Outcome(
      String subject,
      String subjectId,
      String name,
      String value,
      Double score,
      Instant time,
      String sourceObject) {}

  public static final RecordRows<Outcome> ROWS = RecordRows.of(Outcome.class);
  public static final Table TABLE =
      new Table(
          Zone.TELEMETRY,
          "outcomes",
          ROWS.schema(),
          List.of(),
          false,
          Map.of("delta.enableChangeDataFeed", "true"));

  private OutcomesTable() {}
}
