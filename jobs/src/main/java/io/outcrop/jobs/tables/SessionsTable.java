package io.outcrop.jobs.tables;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** {@code facts.sessions}: one row for each session, its traces in order of start. */
public final class SessionsTable {
  public static final String SESSION_ID = "session_id";
  public static final String TENANT_ID = "tenant_id";
  public static final String USER_ID = "user_id";
  public static final String SESSION_DATE = "session_date";

  /**
   * One session. Ids of sessions are unique within a tenant alone.
   *
   * @param userId null where its traces name none, or two
   * @param sessionDate UTC trace date of its first trace
   * @param sessionNumber which of its user's sessions it is, 1 for the first; null without a user
   * @param traces how many traces it has
   * @param traceIds of its traces in order of start; of a longer session the first 1,000
   * @param taskSummaries of the same traces in the same order, those that have one
   * @param lastCompletionStatus how its last trace ended
   * @param abandoned whether its last trace was left without a resolution
   * @param corrections traces in which the user corrects the agent
   * @param engagedFollowUps traces in which the user builds on an answer
   * @param costUsd sum over the traces whose cost is known; null where none is
   * @param costEstimated whether any of it was reckoned by the table of prices
   * @param latencyMs sum over its traces, without the time between them
   * @param failingShare of its traces, 0 to 1
   * @param issues of all its traces, sorted
   */
  public record Session(
      String sessionId,
      String tenantId,
      String userId,
      LocalDate sessionDate,
      Instant firstTime,
      Instant lastTime,
      Integer sessionNumber,
      long traces,
      List<String> traceIds,
      List<String> taskSummaries,
      List<String> agents,
      String lastCompletionStatus,
      Boolean lastStrongCompletion,
      boolean abandoned,
      boolean escalated,
      long corrections,
      long engagedFollowUps,
      long turnCount,
      long toolCallCount,
      Long totalTokens,
      Double costUsd,
      boolean costEstimated,
      Long latencyMs,
      long failingTraces,
      double failingShare,
      List<String> issues) {}

  public static final RecordRows<Session> ROWS = RecordRows.of(Session.class);
  public static final Table TABLE = Table.lasting(Zone.FACTS, "sessions", ROWS.schema());

  private SessionsTable() {}
}
