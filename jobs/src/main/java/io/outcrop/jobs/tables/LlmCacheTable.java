package io.outcrop.jobs.tables;

import java.time.Instant;

/**
 * {@code facts.llm_cache}: answers of language models, so that none is paid for twice. The one
 * table that is committed to while a phase works.
 */
public final class LlmCacheTable {
  public static final String KEY = "key";
  public static final String ROLE = "role";
  public static final String MODEL = "model";
  public static final String VALUE = "value";
  public static final String PROBLEM = "problem";
  public static final String ANSWERED_AT = "answered_at";
  public static final String EXECUTION = "execution";

  /**
   * One answer.
   *
   * @param key hash of rendered content, prompt, model and schema
   * @param value the answer as JSON, checked and redacted; null where it could not be used
   * @param problem what was wrong with an answer that could not be used, even after a repair; else
   *     null
   * @param inputTokens tokens of the answer and of its repair
   * @param costMicroUsd millionths of a dollar; 0 without a price
   * @param batch whether it came in a batch
   * @param execution the execution of a phase that asked
   */
  public record CachedAnswer(
      String key,
      String role,
      String model,
      String value,
      String problem,
      long inputTokens,
      long outputTokens,
      long cacheReadTokens,
      long cacheWriteTokens,
      long costMicroUsd,
      boolean batch,
      Instant answeredAt,
      String execution) {}

  public static final RecordRows<CachedAnswer> ROWS = RecordRows.of(CachedAnswer.class);
  public static final Table TABLE = Table.lasting(Zone.FACTS, "llm_cache", ROWS.schema());

  private LlmCacheTable() {}
}
