package io.outcrop.jobs.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;

import io.outcrop.jobs.embed.AxisSentences;
import io.outcrop.jobs.embed.LexicalEmbedder;
import io.outcrop.jobs.embed.LexicalOptions;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** How fast made-up sentences in a Delta table are embedded, beside one read of them. */
public final class EmbedSpeed {
  private static final int PER_PARTITION = 50_000;
  private static final int WORDS = 30_000;
  private static final StructType SENTENCES =
      new StructType().add(AxisSentences.SENTENCE, DataTypes.StringType, false);

  private final SparkSession spark;
  private final LexicalOptions options;

  public EmbedSpeed(SparkSession spark, LexicalOptions options) {
    this.spark = spark;
    this.options = options;
  }

  /**
   * One round.
   *
   * @param read seconds that reading all rows takes
   * @param embed seconds that reading, training and embedding take
   */
  public record Figures(double read, double embed) {}

  /** Makes a table of sentences of 12 to 35 words, some words far more frequent than others. */
  public void make(String path, long count) {
    int parts = (int) Math.max(1, (count + PER_PARTITION - 1) / PER_PARTITION);
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(LongStream.range(0, parts).boxed().toList(), parts)
            .flatMap(
                part ->
                    LongStream.range(
                            part * PER_PARTITION, Math.min(count, (part + 1) * PER_PARTITION))
                        .mapToObj(i -> RowFactory.create(sentence(i)))
                        .iterator());
    spark
        .createDataFrame(rows, SENTENCES)
        .withColumn(
            AxisSentences.TEXT_HASH, substring(sha2(col(AxisSentences.SENTENCE), 256), 1, 32))
        .withColumn(AxisSentences.TRACES, lit(1L))
        .write()
        .format("delta")
        .save(path);
  }

  private static String sentence(long number) {
    SplittableRandom random = new SplittableRandom(number);
    int length = 12 + random.nextInt(24);
    StringBuilder sentence = new StringBuilder();
    for (int i = 0; i < length; i++) {
      double drawn = random.nextDouble();
      int word = (int) (WORDS * drawn * drawn * drawn);
      sentence.append(i == 0 ? "" : random.nextInt(8) == 0 ? ", " : " ");
      for (int rest = word + 37; rest > 0; rest /= 19) {
        sentence.append("bcdfghjklmnprstvwxz".charAt(rest % 19)).append("aeiou".charAt(rest % 5));
      }
    }
    return sentence.toString();
  }

  /** Reads a table of sentences, then embeds it. */
  public Figures measure(String path) {
    double read = seconds(() -> drain(spark.read().format("delta").load(path)));
    double embed =
        seconds(
            () ->
                drain(new LexicalEmbedder(options).embed(spark.read().format("delta").load(path))));
    return new Figures(read, embed);
  }

  private static void drain(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
