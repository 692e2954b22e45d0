package io.outcrop.jobs.embed;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.StandardAxes;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.LexicalModelsTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedNightsTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final AxisSpec AXIS = StandardAxes.task();

  @TempDir private Path folder;

  @Test
  void model_nextNight_isTheStandingOneUntilItIsOldOrSmall() {
    Warehouse warehouse = new Warehouse(SPARK, folder.toUri().toString());
    String first = modelOf(warehouse, "2026-01-01", sentences(30, "refund"));
    assertThat(modelOf(warehouse, "2026-01-01", sentences(30, "refund"))).isEqualTo(first);
    assertThat(modelOf(warehouse, "2026-01-07", sentences(40, "invoice"))).isEqualTo(first);
    assertThat(modelOf(warehouse, "2025-12-31", sentences(40, "invoice"))).isNotEqualTo(first);
    assertThat(modelOf(warehouse, "2026-01-02", sentences(60, "invoice"))).isNotEqualTo(first);
    assertThat(modelOf(warehouse, "2026-01-09", sentences(40, "invoice"))).isNotEqualTo(first);
  }

  @Test
  void embed_textsOfAnEarlierRun_areNotEmbeddedAgain() {
    Warehouse warehouse = new Warehouse(SPARK, folder.toUri().toString());
    Dataset<Row> known =
        LexicalEmbedderTest.sentences(SPARK, List.of("refund an order"))
            .withColumn(EmbeddingsTable.VECTOR, array(lit(0.6f), lit(0.8f)))
            .withColumn(EmbeddingsTable.MODEL_HASH, lit("fixed"))
            .withColumn(EmbeddingsTable.UNIT, lit("trace"))
            .withColumn(EmbeddingsTable.AXIS, lit("task"));
    warehouse.replaceRun(EmbeddingsTable.TABLE, known, "earlier");
    Dataset<Row> now =
        LexicalEmbedderTest.sentences(SPARK, List.of("refund an order", "write a poem"));
    List<Row> rows =
        KnownVectors.embed(warehouse, new Fixed(), "fixed", now)
            .orderBy(col(EmbeddingsTable.SENTENCE))
            .select(EmbeddingsTable.SENTENCE, EmbeddingsTable.VECTOR)
            .collectAsList();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).<Float>getList(1)).containsExactly(0.6f, 0.8f);
    assertThat(rows.get(1).<Float>getList(1)).containsExactly(1f, 0f);
  }

  private static String modelOf(Warehouse warehouse, String end, Dataset<Row> sentences) {
    LocalDate date = LocalDate.parse(end);
    OutcropConfig config = OutcropConfig.load(null, List.of());
    LexicalModels models =
        new LexicalModels(
            warehouse, new Run("run-" + end, date.minusDays(29), date, 100, "x", config));
    String hash = models.model(AXIS, sentences, sentences.count(), Embed.options(config)).hash();
    models.save();
    assertThat(warehouse.read(LexicalModelsTable.TABLE).isEmpty()).isFalse();
    return hash;
  }

  private static Dataset<Row> sentences(int count, String word) {
    return LexicalEmbedderTest.sentences(
        SPARK,
        IntStream.range(0, count)
            .mapToObj(i -> word + " order number" + i % 9 + " x" + i)
            .toList());
  }

  /** Gives every text the same vector. */
  private record Fixed() implements Embedder {
    @Override
    public Dataset<Row> embed(Dataset<Row> sentences) {
      return sentences
          .withColumn(EmbeddingsTable.VECTOR, array(lit(1f), lit(0f)))
          .withColumn(EmbeddingsTable.MODEL_HASH, lit("fixed"));
    }

    @Override
    public Optional<String> modelHash() {
      return Optional.of("fixed");
    }
  }
}
