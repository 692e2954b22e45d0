package io.outcrop.jobs.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.jobs.tables.EmbeddingsTable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/**
 * The embedder that needs no model: latent semantic analysis trained in the job.
 *
 * <p>Words and pairs of words, sublinear frequency, rarity, unit length, and a truncated singular
 * value decomposition. The result does not depend on partitions, order or cores.
 */
public final class LexicalEmbedder implements Embedder {
  public static final String VECTOR = "vector";

  private static final long ROWS_PER_PARTITION = 5_000;
  private static final int MOST_PARTITIONS = 64;
  private static final long HASH_RANGE = 1L << 32;

  private final LexicalOptions options;

  /** An embedder that trains a model on whatever sentences it is given. */
  public LexicalEmbedder(LexicalOptions options) {
    this.options = options;
  }

  @Override
  public Optional<String> modelHash() {
    return Optional.empty();
  }

  @Override
  public Dataset<Row> embed(Dataset<Row> sentences) {
    LexicalModel model = train(sentences, options);
    return embed(sentences, model).withColumn(EmbeddingsTable.MODEL_HASH, lit(model.hash()));
  }

  /**
   * Trains on distinct sentences.
   *
   * @param sentences text_hash, sentence, traces
   */
  public static LexicalModel train(Dataset<Row> sentences, LexicalOptions options) {
    Row size = sentences.agg(count(lit(1)), sum(AxisSentences.TRACES)).first();
    long count = size.getLong(0);
    if (count == 0) {
      return train(new LocalCorpus(List.of(), new long[0]), options);
    }
    Dataset<Row> kept = sentences;
    long traces = size.getLong(1);
    if (count > options.trainingSentences()) {
      kept = sentences.where(sampled(options.trainingSentences() / (double) count));
      Row sample = kept.agg(count(lit(1)), sum(AxisSentences.TRACES)).first();
      count = sample.getLong(0);
      traces = sample.isNullAt(1) ? 0 : sample.getLong(1);
    }
    JavaPairRDD<String, Long> texts =
        kept.select(AxisSentences.SENTENCE, AxisSentences.TRACES)
            .coalesce(
                Math.min(
                    partitions(count), kept.sparkSession().sparkContext().defaultParallelism()))
            .javaRDD()
            .mapToPair(row -> new Tuple2<>(row.getString(0), row.getLong(1)));
    return train(new SparkCorpus(texts, count, traces), options);
  }

  /** Trains on texts in memory, such as the names of clusters. */
  public static LexicalModel train(List<String> texts, long[] traces, LexicalOptions options) {
    return train(new LocalCorpus(texts, traces), options);
  }

  private static LexicalModel train(Corpus corpus, LexicalOptions options) {
    try (corpus) {
      long minTraces = corpus.sentences() >= options.largeFrom() ? options.minTraces() : 1;
      Vocabulary vocabulary =
          Vocabulary.of(corpus.commonest(options.vocabulary(), minTraces), corpus.traces());
      if (vocabulary.size() == 0) {
        return new LexicalModel(vocabulary, new int[0][]);
      }
      corpus.index(vocabulary);
      int[][] projection = new SubspaceIteration(corpus, vocabulary.size(), options).run();
      return new LexicalModel(vocabulary, projection);
    }
  }

  /** Adds the column vector (array of float) to sentences. */
  public static Dataset<Row> embed(Dataset<Row> sentences, LexicalModel model) {
    Broadcast<LexicalModel> shared =
        JavaSparkContext.fromSparkContext(sentences.sparkSession().sparkContext()).broadcast(model);
    return VectorRows.with(
        sentences, AxisSentences.SENTENCE, VECTOR, text -> shared.value().vector(text));
  }

  /** Whether a sentence belongs to the given share of all, chosen by its hash. */
  public static Column sampled(double share) {
    Column hash =
        conv(substring(col(AxisSentences.TEXT_HASH), 1, 8), 16, 10).cast(DataTypes.LongType);
    return hash.lt((long) (share * HASH_RANGE));
  }

  /** Partitions that suit so many rows, whatever the number of cores. */
  public static int partitions(long rows) {
    return (int) Math.max(1, Math.min(MOST_PARTITIONS, rows / ROWS_PER_PARTITION));
  }
}
