package io.outcrop.jobs.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.johnsnowlabs.ml.onnx.OnnxWrapper;
import com.johnsnowlabs.nlp.DocumentAssembler;
import com.johnsnowlabs.nlp.embeddings.MPNetEmbeddings;
import io.outcrop.jobs.Digest;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.tables.EmbeddingsTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Map$;
import scala.collection.mutable.Builder;

/**
 * The embedder that runs MPNet in Spark NLP: the mean of a sentence's token vectors.
 *
 * <p>The only class that needs Spark NLP on the class path.
 */
final class SparkNlpEmbedder implements Embedder {
  /** The model that is downloaded where no folder is given. */
  private static final String BY_NAME = "all_mpnet_base_v2";

  /** Word pieces that all-mpnet-base-v2 was trained to read; more are cut. */
  private static final int MOST_PIECES = 384;

  private static final String THREADS = "spark.jsl.settings.onnx.intraOpNumThreads";
  private static final String DOCUMENT = "outcrop_document";
  private static final String ANNOTATIONS = "outcrop_annotations";
  private static final String RAW = "outcrop_raw";
  private static final int PARTITIONS_PER_CORE = 4;
  private static final float GRID = 1 << SubspaceIteration.GRID_BITS;

  private final MPNetEmbeddings model;
  private final String hash;
  private final int dimensions;

  private SparkNlpEmbedder(MPNetEmbeddings model, String hash, int dimensions) {
    this.model = model;
    this.hash = hash;
    this.dimensions = dimensions;
  }

  /**
   * Loads a model and embeds a first sentence with it.
   *
   * @param folder of an exported model; empty for the model by name, which is downloaded
   * @throws UserError if the model cannot be had or gives no vector
   */
  static SparkNlpEmbedder open(SparkSession spark, String folder) {
    if (spark.conf().getOption(THREADS).isEmpty()) {
      // Tasks are the parallelism, and one thread adds up in the same order everywhere.
      spark.conf().set(THREADS, "1");
    }
    return folder.isEmpty() ? byName(spark) : fromFolder(spark, folder);
  }

  /** Identifies the model by its content. */
  String hash() {
    return hash;
  }

  @Override
  public Optional<String> modelHash() {
    return Optional.of(hash);
  }

  int dimensions() {
    return dimensions;
  }

  @Override
  public Dataset<Row> embed(Dataset<Row> sentences) {
    int partitions =
        PARTITIONS_PER_CORE * sentences.sparkSession().sparkContext().defaultParallelism();
    Dataset<Row> raw =
        annotated(model, sentences.repartition(partitions, col(AxisSentences.TEXT_HASH)));
    StructType schema =
        sentences
            .schema()
            .add(
                LexicalEmbedder.VECTOR,
                DataTypes.createArrayType(DataTypes.FloatType, false),
                false);
    int sentence = schema.fieldIndex(AxisSentences.SENTENCE);
    int length = dimensions;
    MapFunction<Row, Row> toVector =
        row -> {
          List<Object> values = new ArrayList<>();
          for (int i = 0; i < row.size() - 1; i++) {
            values.add(row.get(i));
          }
          int last = row.size() - 1;
          values.add(
              row.getString(sentence).isBlank()
                  ? new float[length]
                  : unit(row.isNullAt(last) ? null : row.getList(last), length));
          return RowFactory.create(values.toArray());
        };
    return raw.map(toVector, Encoders.row(schema))
        .withColumn(EmbeddingsTable.MODEL_HASH, lit(hash));
  }

  private static SparkNlpEmbedder fromFolder(SparkSession spark, String uri) {
    ModelFolder folder =
        ModelFolder.copy(uri, spark.sparkContext().hadoopConfiguration(), modelsFolder(uri));
    try {
      MPNetEmbeddings model = configured(load(spark, folder));
      return new SparkNlpEmbedder(model, folder.hash(), probe(spark, model));
    } catch (Exception | LinkageError e) {
      requireAllClasses(e);
      throw ModelFolder.unusable(uri, "Spark NLP cannot run it: " + describe(rootCause(e)));
    }
  }

  private static SparkNlpEmbedder byName(SparkSession spark) {
    try {
      MPNetEmbeddings model = configured(MPNetEmbeddings.pretrained(BY_NAME));
      return new SparkNlpEmbedder(model, hashOfName(), probe(spark, model));
    } catch (Exception | LinkageError e) {
      requireAllClasses(e);
      throw new UserError(
          "Cannot download the embedding model " + BY_NAME + " by name.",
          describe(rootCause(e)),
          "allow the download, or set outcrop.embed.model to a folder that Spark can read, with an"
              + " exported MPNet as model.onnx and its assets/vocab.txt");
    }
  }

  private static String hashOfName() {
    return new Digest().add("spark-nlp").add("en").add(BY_NAME).hex(12);
  }

  /** A folder that goes with the session; executors fetch the model from there. */
  private static File modelsFolder(String uri) {
    File folder = new File(SparkFiles.getRootDirectory(), "embedding-models");
    try {
      return Files.createDirectories(folder.toPath()).toFile();
    } catch (IOException e) {
      throw new UserError(
          "Cannot copy the embedding model " + uri + " to " + folder + ".",
          String.valueOf(e.getMessage()),
          "point spark.local.dir to a folder with enough room");
    }
  }

  /** What {@code loadSavedModel} does, but under a file name that is one model's alone. */
  private static MPNetEmbeddings load(SparkSession spark, ModelFolder folder) {
    String file = folder.onnx().getName();
    OnnxWrapper onnx =
        OnnxWrapper.read(
            spark,
            folder.onnx().getParent(),
            false,
            true,
            file.substring(0, file.lastIndexOf('.')),
            Option.empty(),
            Option.empty());
    MPNetEmbeddings model = new MPNetEmbeddings().setVocabulary(ids(folder.vocabulary()));
    model.set(model.engine(), "onnx");
    return model.setModelIfNotSet(spark, Option.empty(), Option.apply(onnx), Option.empty());
  }

  private static scala.collection.immutable.Map<String, Object> ids(List<String> vocabulary) {
    Builder<Tuple2<String, Object>, scala.collection.immutable.Map<String, Object>> ids =
        Map$.MODULE$.newBuilder();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.$plus$eq(new Tuple2<>(vocabulary.get(id), id));
    }
    return ids.result();
  }

  private static MPNetEmbeddings configured(MPNetEmbeddings model) {
    // In a batch, Spark NLP 5.5.3 pads with the id of <s> and attends to the padding: only alone
    // has
    // a sentence its own vector.
    model.setBatchSize(1);
    model.setMaxSentenceLength(MOST_PIECES);
    model.setInputCols(new String[] {DOCUMENT});
    model.setOutputCol(ANNOTATIONS);
    return model;
  }

  /** Adds the model's own vector as the last column; null where it gave none. */
  private static Dataset<Row> annotated(MPNetEmbeddings model, Dataset<Row> sentences) {
    DocumentAssembler assembler = new DocumentAssembler();
    assembler.setInputCol(AxisSentences.SENTENCE);
    assembler.setOutputCol(DOCUMENT);
    return model
        .transform(assembler.transform(sentences))
        .withColumn(RAW, col(ANNOTATIONS).getItem(0).getField("embeddings"))
        .drop(DOCUMENT, ANNOTATIONS);
  }

  /** Length of a vector, learned from one. */
  private static int probe(SparkSession spark, MPNetEmbeddings model) {
    StructType schema = new StructType().add(AxisSentences.SENTENCE, DataTypes.StringType, false);
    Row row =
        annotated(model, spark.createDataFrame(List.of(RowFactory.create("a sentence")), schema))
            .first();
    int last = row.size() - 1;
    int length = row.isNullAt(last) ? 0 : row.getList(last).size();
    unit(length == 0 ? null : row.getList(last), length);
    return length;
  }

  /** A vector of unit length on the grid. */
  private static float[] unit(List<Float> raw, int length) {
    double square = 0;
    if (raw != null) {
      for (float entry : raw) {
        square += (double) entry * entry;
      }
    }
    // The annotator prints its errors and goes on with no vector.
    if (raw == null || raw.size() != length || !(square > 0) || Double.isInfinite(square)) {
      throw new IllegalStateException(
          "the model gave a sentence no vector of length; its own message stands in the log of the"
              + " process that ran it");
    }
    float[] unit = new float[length];
    double norm = Math.sqrt(square);
    for (int i = 0; i < length; i++) {
      unit[i] = (float) (StrictMath.rint(raw.get(i) / norm * GRID) / GRID);
    }
    return unit;
  }

  /** Blames the class path, not the model, for a class that is missing. */
  private static void requireAllClasses(Throwable thrown) {
    Throwable root = rootCause(thrown);
    if (root instanceof LinkageError || root instanceof ClassNotFoundException) {
      throw new UserError(
          "Cannot use outcrop.embed.embedder = spark-nlp.",
          "Spark NLP is on the class path without all that it needs: " + describe(root),
          "add it with --packages com.johnsnowlabs.nlp:spark-nlp_2.12:5.5.3, which brings the rest");
    }
  }

  private static Throwable rootCause(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String describe(Throwable root) {
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return root.getClass().getSimpleName() + ": " + message;
  }
}
