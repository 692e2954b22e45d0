package io.outcrop.jobs.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.Warehouse;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Vectors that a model gave the same texts in earlier runs: only what is new is embedded. */
final class KnownVectors {
  private KnownVectors() {}

  /**
   * Sentences with their vectors.
   *
   * @param sentences text_hash, sentence, traces; distinct
   * @param modelHash of the embedder, whose vectors of one text are one
   */
  static Dataset<Row> embed(
      Warehouse warehouse, Embedder embedder, String modelHash, Dataset<Row> sentences) {
    Dataset<Row> known =
        warehouse
            .read(EmbeddingsTable.TABLE)
            .where(col(EmbeddingsTable.MODEL_HASH).equalTo(modelHash))
            .groupBy(EmbeddingsTable.TEXT_HASH, EmbeddingsTable.MODEL_HASH)
            .agg(min(EmbeddingsTable.VECTOR).as(EmbeddingsTable.VECTOR));
    Dataset<Row> old = sentences.join(known, EmbeddingsTable.TEXT_HASH);
    Dataset<Row> fresh =
        sentences.join(
            known.select(EmbeddingsTable.TEXT_HASH),
            new String[] {EmbeddingsTable.TEXT_HASH},
            "left_anti");
    return old.unionByName(embedder.embed(fresh));
  }
}
