package io.outcrop.jobs.tables;

import java.util.List;

/**
 * {@code facts.embedding_cache}: vectors that a server was asked for, so that none is paid for
 * twice. It is committed to while phase 3 works.
 */
public final class EmbeddingCacheTable {
  public static final String TEXT_HASH = EmbeddingsTable.TEXT_HASH;
  public static final String MODEL_HASH = EmbeddingsTable.MODEL_HASH;
  public static final String VECTOR = EmbeddingsTable.VECTOR;

  /**
   * One vector.
   *
   * @param textHash of the sentence
   * @param modelHash of the server and its model
   * @param vector of unit length
   */
  public record CachedVector(String textHash, String modelHash, List<Float> vector) {}

  public static final RecordRows<CachedVector> ROWS = RecordRows.of(CachedVector.class);
  public static final Table TABLE = Table.lasting(Zone.FACTS, "embedding_cache", ROWS.schema());

  private EmbeddingCacheTable() {}
}
