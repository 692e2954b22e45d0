package io.outcrop.jobs.tables;

import java.time.Instant;

/**
 * {@code facts.llm_batches}: batches handed in to a provider, so that one that was paid for is
 * collected whatever happened in between.
 */
public final class LlmBatchesTable {
  public static final String BATCH_ID = "batch_id";
  public static final String MODEL = "model";
  public static final String STATUS = "status";

  public static final String PENDING = "pending";
  public static final String COLLECTED = "collected";

  /** One batch; status is pending or collected. */
  public record LlmBatch(
      String batchId,
      String role,
      String model,
      long questions,
      String status,
      Instant handedInAt) {}

  public static final RecordRows<LlmBatch> ROWS = RecordRows.of(LlmBatch.class);
  public static final Table TABLE = Table.lasting(Zone.FACTS, "llm_batches", ROWS.schema());

  private LlmBatchesTable() {}
}
