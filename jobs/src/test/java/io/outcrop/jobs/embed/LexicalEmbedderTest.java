package io.outcrop.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class LexicalEmbedderTest {
  private static final StructType SENTENCES =
      new StructType()
          .add(AxisSentences.TEXT_HASH, DataTypes.StringType)
          .add(AxisSentences.SENTENCE, DataTypes.StringType)
          .add(AxisSentences.TRACES, DataTypes.LongType);

  @Test
  void vectors_alikeTexts_areNearerThanUnlike() {
    List<String> texts =
        List.of("refund my late order", "refund for a late order", "write python code for me");
    LexicalModel model = train(texts);
    float[] refund = model.vector(texts.get(0));
    assertThat(dot(refund, model.vector(texts.get(1))))
        .isGreaterThan(dot(refund, model.vector(texts.get(2))) + 0.3);
  }

  @Test
  void vectors_smallVocabulary_keepAllCosines() {
    // With as many dimensions as the texts span, the projection is a rotation.
    List<String> texts = List.of("a b", "a c", "d", "a b c d");
    LexicalModel model = train(texts);
    Vocabulary vocabulary = vocabulary(texts);
    for (String left : texts) {
      for (String right : texts) {
        assertThat(dot(model.vector(left), model.vector(right)))
            .isCloseTo(
                sparseDot(vocabulary.vector(left), vocabulary.vector(right)),
                org.assertj.core.data.Offset.offset(5e-3));
      }
    }
  }

  @Test
  void vector_textOfUnknownTerms_isZero() {
    assertThat(train(List.of("a b", "a c")).vector("zzz")).containsOnly(0f);
  }

  @Test
  void vector_anyText_isUnitLengthOnTheGrid() {
    float[] vector = train(List.of("a b c", "a c", "b d")).vector("a d b");
    assertThat(dot(vector, vector)).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
    for (float entry : vector) {
      double scaled = entry * (double) (1 << 20);
      assertThat(scaled).isEqualTo(Math.rint(scaled));
    }
  }

  @Test
  void train_noText_givesAnEmptyModel() {
    LexicalModel model = train(List.of());
    assertThat(model.terms()).isZero();
    assertThat(model.vector("a")).containsExactly(0f);
  }

  @Test
  void train_fewerDimensionsThanTerms_keepsMostOfTheStructure() {
    List<String> texts = generated(300);
    LexicalOptions narrow = new LexicalOptions(8, 20_000, 2, 50, 3, 1_000, 7);
    LexicalModel model = LexicalEmbedder.train(texts, ones(texts.size()), narrow);
    assertThat(model.dimensions()).isEqualTo(8);
    // Text i is of theme i mod 6.
    assertThat(dot(model.vector(texts.get(0)), model.vector(texts.get(6)))).isGreaterThan(0.8);
    assertThat(dot(model.vector(texts.get(0)), model.vector(texts.get(1)))).isLessThan(0.3);
  }

  @Test
  void train_sparkInAnyOrderAndPartitions_equalsLocalTraining() {
    SparkSession spark = LocalSpark.session();
    List<String> texts = generated(200);
    LexicalModel local = LexicalEmbedder.train(texts, ones(texts.size()), options());
    List<String> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(3));
    for (int partitions : new int[] {1, 5}) {
      Dataset<Row> sentences = sentences(spark, shuffled).repartition(partitions);
      LexicalModel trained = LexicalEmbedder.train(sentences, options());
      Map<String, float[]> vectors = new TreeMap<>();
      for (Row row : LexicalEmbedder.embed(sentences, trained).collectAsList()) {
        vectors.put(row.getString(1), floats(row.getList(3)));
      }
      assertThat(vectors).hasSize(texts.size());
      vectors.forEach(
          (text, vector) -> assertThat(vector).as(text).containsExactly(local.vector(text)));
    }
  }

  @Test
  void model_savedAndLoaded_givesTheSameVectors() {
    LexicalModel model = train(generated(80));
    LexicalModel loaded = LexicalModel.fromTable(model.toTable(LocalSpark.session()));
    assertThat(loaded.dimensions()).isEqualTo(model.dimensions());
    for (String text : generated(20)) {
      assertThat(loaded.vector(text)).containsExactly(model.vector(text));
    }
  }

  static Dataset<Row> sentences(SparkSession spark, List<String> texts) {
    List<Row> rows = new ArrayList<>();
    for (String text : texts) {
      rows.add(RowFactory.create("%08x".formatted(text.hashCode()), text, 1L));
    }
    return spark.createDataFrame(rows, SENTENCES);
  }

  /** Distinct texts of six themes of eight words, with some noise. */
  private static List<String> generated(int count) {
    Random random = new Random(11);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = 0; w < 12; w++) {
        text.append("theme").append(i % 6).append("x").append(random.nextInt(8)).append(". ");
      }
      texts.add(text.append("noise").append(i).toString());
    }
    return texts;
  }

  private static LexicalModel train(List<String> texts) {
    return LexicalEmbedder.train(texts, ones(texts.size()), options());
  }

  private static Vocabulary vocabulary(List<String> texts) {
    LocalCorpus corpus = new LocalCorpus(texts, ones(texts.size()));
    return Vocabulary.of(corpus.commonest(100, 1), corpus.traces());
  }

  private static LexicalOptions options() {
    return LexicalOptions.defaults();
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double sparseDot(Vocabulary.TermVector left, Vocabulary.TermVector right) {
    double sum = 0;
    for (int i = 0; i < left.terms().length; i++) {
      int at = Arrays.binarySearch(right.terms(), left.terms()[i]);
      sum += at < 0 ? 0 : left.weights()[i] / 1024.0 * (right.weights()[at] / 1024.0);
    }
    return sum;
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}
