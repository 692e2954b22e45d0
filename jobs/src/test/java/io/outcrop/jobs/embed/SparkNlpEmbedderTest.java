package io.outcrop.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.FacetUse;
import io.outcrop.jobs.axes.Rendering;
import io.outcrop.jobs.cluster.ClusterOptions;
import io.outcrop.jobs.cluster.ClusterResult;
import io.outcrop.jobs.cluster.Clustering;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkNlpEmbedderTest {
  private static final String OUTPUT = "last_hidden_state";

  @TempDir static Path models;
  private static SparkSession spark;
  private static SparkNlpEmbedder embedder;

  @BeforeAll
  static void open() throws IOException {
    spark = LocalSpark.session();
    Path folder = TinyModel.write(models.resolve("good"), OUTPUT);
    embedder =
        (SparkNlpEmbedder)
            Embedder.of(new Warehouse(spark, "file:/nowhere"), config(folder.toUri().toString()));
  }

  @Test
  void embed_anySentence_isUnitLengthOnTheGrid() {
    Map<String, List<Float>> vectors = embed(1, "write my code", "late orders", "xyz");
    assertThat(vectors).hasSize(3);
    for (List<Float> vector : vectors.values()) {
      assertThat(vector).hasSize(TinyModel.DIMENSIONS);
      assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5));
      for (float entry : vector) {
        double scaled = entry * (double) (1 << 20);
        assertThat(scaled).isEqualTo(Math.rint(scaled));
      }
    }
  }

  @Test
  void embed_alikeSentences_areNearerThanUnlike() {
    Map<String, List<Float>> vectors =
        embed(1, "refund my late order", "refund my late orders", "write code");
    List<Float> refund = vectors.get("refund my late order");
    assertThat(dot(refund, vectors.get("refund my late orders")))
        .isGreaterThan(dot(refund, vectors.get("write code")) + 0.3);
  }

  @Test
  void embed_besideLongerSentences_isTheVectorOfTheSentenceAlone() {
    // Spark NLP would pad the short one with tokens that it attends to.
    List<Float> alone = embed(1, "refund").get("refund");
    Map<String, List<Float>> among =
        embed(1, "write a code. ".repeat(40), "refund", "my late order");
    assertThat(among.get("refund")).isEqualTo(alone);
    assertThat(among.get("my late order")).isNotEqualTo(alone);
  }

  @Test
  void embed_anyPartitions_givesTheSameVectors() {
    String[] sentences = {"refund my order", "late", "write a code", "my my my", "a . a"};
    assertThat(embed(4, sentences)).isEqualTo(embed(1, sentences));
  }

  @Test
  void embed_emptyOrBlankSentence_isZeroAndDisturbsNoOther() {
    Map<String, List<Float>> vectors = embed(1, "", "   ", "refund");
    assertThat(vectors.get("")).hasSize(TinyModel.DIMENSIONS).containsOnly(0f);
    assertThat(vectors.get("   ")).hasSize(TinyModel.DIMENSIONS).containsOnly(0f);
    assertThat(vectors.get("refund")).isEqualTo(embed(1, "refund").get("refund"));
  }

  @Test
  void embed_longerThanTheModelReads_isCutNotRefused() {
    String long500 = "refund ".repeat(500);
    assertThat(dot(embed(1, long500).get(long500), embed(1, long500).get(long500)))
        .isCloseTo(1, within(1e-5));
  }

  @Test
  void embed_anySentence_namesTheModelByItsContent() throws IOException {
    Row row = embedder.embed(LexicalEmbedderTest.sentences(spark, List.of("refund"))).first();
    assertThat(row.<String>getAs(EmbeddingsTable.MODEL_HASH))
        .isEqualTo(embedder.hash())
        .matches("[0-9a-f]{12}");
    Path copy = TinyModel.write(models.resolve("elsewhere"), OUTPUT);
    assertThat(SparkNlpEmbedder.open(spark, copy.toString()).hash()).isEqualTo(embedder.hash());
    Path other = TinyModel.write(models.resolve("other-vocabulary"), OUTPUT);
    Files.writeString(
        other.resolve("assets/vocab.txt"),
        Files.readString(other.resolve("assets/vocab.txt")).replace("refund", "return"));
    assertThat(SparkNlpEmbedder.open(spark, other.toString()).hash()).isNotEqualTo(embedder.hash());
  }

  @Test
  void clustering_modelsVectors_findsThemes() {
    FactsTable facts = new FactsTable();
    for (int i = 0; i < 60; i++) {
      String filler = " a".repeat(i % 3);
      String task = i % 2 == 0 ? "refund my late order" + filler : "write code" + filler;
      facts.add("t" + i, Map.of("tenant_id", "tenant" + i % 6, "task_summary", task));
    }
    Dataset<Row> traces = facts.in(spark);
    AxisSpec axis =
        new AxisSpec("task", "trace", List.of(new FacetUse("task_summary", 1, Rendering.TEXT, "")));
    Dataset<Row> embedded = embedder.embed(AxisSentences.distinctSentences(traces, axis)).cache();
    try (ClusterResult result = Clustering.run(traces, axis, embedded, ClusterOptions.defaults())) {
      assertThat(result.assignments().count()).isEqualTo(60);
      Map<String, String> leaf = new TreeMap<>();
      result
          .assignments()
          .collectAsList()
          .forEach(row -> leaf.put(row.getAs("trace_id"), row.getAs("leaf_id")));
      assertThat(leaf.get("t0")).isEqualTo(leaf.get("t30")).isNotEqualTo(leaf.get("t1"));
    } finally {
      embedded.unpersist();
    }
  }

  @Test
  void open_missingFolder_saysWhatBelongsThere() {
    Path missing = models.resolve("nowhere");
    assertThatThrownBy(
            () -> Embedder.of(new Warehouse(spark, "file:/nowhere"), config(missing.toString())))
        .isInstanceOf(UserError.class)
        .hasMessage(
            """
            Cannot use the embedding model %s.
              Cause:  there is no file model.onnx in it
              Remedy: give outcrop.embed.model a folder that Spark can read, with an exported \
            MPNet as model.onnx and its assets/vocab.txt"""
                .formatted(missing));
  }

  @Test
  void open_unknownFileSystem_isTheUsersError() {
    assertThatThrownBy(
            () ->
                Embedder.of(new Warehouse(spark, "file:/nowhere"), config("nosuch://bucket/model")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot use the embedding model nosuch://bucket/model.")
        .hasMessageContaining("No FileSystem for scheme \"nosuch\"");
  }

  @Test
  void open_vocabularyOfAnotherModel_namesTheMissingPieces() throws IOException {
    Path folder = TinyModel.write(models.resolve("bert"), OUTPUT);
    Files.write(folder.resolve("assets/vocab.txt"), List.of("[PAD]", "[UNK]", "[CLS]"));
    assertThatThrownBy(
            () -> Embedder.of(new Warehouse(spark, "file:/nowhere"), config(folder.toString())))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("assets/vocab.txt lacks the word pieces <s>, </s>");
  }

  @Test
  void open_fileThatIsNoModel_isTheUsersErrorAndSpoilsNothing() throws IOException {
    Path folder = TinyModel.write(models.resolve("garbage"), OUTPUT);
    Files.writeString(folder.resolve("model.onnx"), "not a model");
    assertThatThrownBy(
            () -> Embedder.of(new Warehouse(spark, "file:/nowhere"), config(folder.toString())))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot use the embedding model " + folder)
        .hasMessageContaining("Spark NLP cannot run it: OrtException");
    assertThat(embed(1, "refund").get("refund")).isNotEmpty();
  }

  @Test
  void open_modelWithoutTheOutput_isFoundBeforeTheNight() throws IOException {
    Path folder = TinyModel.write(models.resolve("other-output"), "logits");
    assertThatThrownBy(
            () -> Embedder.of(new Warehouse(spark, "file:/nowhere"), config(folder.toString())))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Spark NLP cannot run it")
        .hasMessageContaining("no vector");
  }

  @Test
  void requireSparkNlp_notOnTheClassPath_saysHowToAddIt() {
    assertThatThrownBy(() -> Embedder.requireSparkNlp(ClassLoader.getPlatformClassLoader()))
        .isInstanceOf(UserError.class)
        .hasMessage(
            """
            Cannot use outcrop.embed.embedder = spark-nlp.
              Cause:  Spark NLP is not on the class path
              Remedy: add --packages com.johnsnowlabs.nlp:spark-nlp_2.12:5.5.3, or set the \
            embedder to lexical""");
  }

  private static OutcropConfig config(String model) {
    return OutcropConfig.load(
        null, List.of("outcrop.embed.embedder=spark-nlp", "outcrop.embed.model=" + model));
  }

  private static Map<String, List<Float>> embed(int partitions, String... sentences) {
    Dataset<Row> rows =
        LexicalEmbedderTest.sentences(spark, List.of(sentences)).repartition(partitions);
    Map<String, List<Float>> vectors = new TreeMap<>();
    for (Row row : embedder.embed(rows).collectAsList()) {
      vectors.put(
          row.getAs(AxisSentences.SENTENCE),
          new ArrayList<>(row.getList(row.fieldIndex(LexicalEmbedder.VECTOR))));
    }
    return vectors;
  }

  private static double dot(List<Float> left, List<Float> right) {
    double sum = 0;
    for (int i = 0; i < left.size(); i++) {
      sum += (double) left.get(i) * right.get(i);
    }
    return sum;
  }
}
