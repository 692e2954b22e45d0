package io.outcrop.jobs.tables;

import java.time.Instant;

/** {@code ops.costs}: measured tokens and dollars, a row for each execution, phase and model. */
public final class CostsTable {
  public static final String EXECUTION = "execution";

  /**
   * What one execution of a phase has spent on a model.
   *
   * @param runId the run, or "-" for facets, which belong to none
   * @param execution the execution, as {@code facts.llm_cache} names it
   * @param mode live or batch
   * @param asked questions that were to be answered
   * @param cached questions of the phase whose answer was there already
   * @param answered questions with an answer that could be used
   * @param invalid questions whose answer could not be used, even after a repair
   * @param unanswered questions without any answer
   * @param requests requests sent, each attempt for itself; of batches their questions
   * @param limited requests turned away for their number (429)
   * @param failed requests that failed otherwise
   * @param repairs answers asked for once more
   * @param costUsd dollars; 0 for a model without a price
   * @param priced whether the model has a price
   * @param status done; stopped, where not all could be asked; killed, where the process did not
   *     live to write this row: then it was made of the answers that were kept, and other counts
   *     are 0
   * @param reason why it stopped; null unless it did
   */
  public record Cost(
      String runId,
      String execution,
      String phase,
      String role,
      String model,
      String mode,
      long asked,
      long cached,
      long answered,
      long invalid,
      long unanswered,
      long requests,
      long limited,
      long failed,
      long repairs,
      long inputTokens,
      long outputTokens,
      long cacheReadTokens,
      long cacheWriteTokens,
      double costUsd,
      boolean priced,
      String status,
      String reason,
      Instant completedAt) {}

  public static final RecordRows<Cost> ROWS = RecordRows.of(Cost.class);
  public static final Table TABLE = Table.lasting(Zone.OPS, "costs", ROWS.schema());

  private CostsTable() {}
}
