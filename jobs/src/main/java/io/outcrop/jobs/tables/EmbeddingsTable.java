package io.outcrop.jobs.tables;

import java.util.List;

/** {@code facts.embeddings}: a vector for each distinct sentence of an axis. */
public final class EmbeddingsTable {
  public static final String RUN_ID = Table.RUN_ID;
  public static final String UNIT = "unit";
  public static final String AXIS = "axis";
  public static final String TEXT_HASH = "text_hash";
  public static final String MODEL_HASH = "model_hash";
  public static final String SENTENCE = "sentence";
  public static final String TRACES = "traces";
  public static final String VECTOR = "vector";

  /**
   * One sentence.
   *
   * @param unit trace or session
   * @param textHash what traces are joined by
   * @param modelHash the embedder and all it learned
   * @param traces how many traces of the window have this sentence
   * @param vector of unit length, or zero for an empty sentence
   */
  public record Embedding(
      String runId,
      String unit,
      String axis,
      String textHash,
      String modelHash,
      String sentence,
      long traces,
      List<Float> vector) {}

  public static final RecordRows<Embedding> ROWS = RecordRows.of(Embedding.class);
  public static final Table TABLE = Table.ofRuns(Zone.FACTS, "embeddings", ROWS.schema());

  private EmbeddingsTable() {}
}
