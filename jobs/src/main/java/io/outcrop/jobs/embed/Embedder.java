package io.outcrop.jobs.embed;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.Warehouse;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gives sentences vectors. */
public interface Embedder {
  /**
   * Adds the columns vector (array of float, of unit length on a grid of 2^-20, or zero for an
   * empty sentence) and model_hash (the embedder and all it learned).
   *
   * @param sentences text_hash, sentence, traces; distinct
   */
  Dataset<Row> embed(Dataset<Row> sentences);

  /** Identifies a model that is there before the run; empty for one that learns from the run. */
  Optional<String> modelHash();

  /**
   * The embedder that a configuration asks for, ready to embed.
   *
   * @throws UserError if it cannot be used here
   */
  static Embedder of(Warehouse warehouse, OutcropConfig config) {
    return switch (config.embed().embedder()) {
      case "spark-nlp" -> {
        requireSparkNlp(Embedder.class.getClassLoader());
        yield SparkNlpEmbedder.open(warehouse.spark(), config.embed().model());
      }
      case "openai" -> OpenAiEmbedder.open(warehouse, config.embed().openAi(), System.getenv());
      default -> new LexicalEmbedder(Embed.options(config));
    };
  }

  /** Checks for Spark NLP without touching a class of ours that cannot be linked without it. */
  static void requireSparkNlp(ClassLoader loader) {
    try {
      Class.forName("com.johnsnowlabs.nlp.embeddings.MPNetEmbeddings", false, loader);
    } catch (ClassNotFoundException e) {
      throw new UserError(
          "Cannot use outcrop.embed.embedder = spark-nlp.",
          "Spark NLP is not on the class path",
          "add --packages com.johnsnowlabs.nlp:spark-nlp_2.12:5.5.3, or set the embedder to"
              + " lexical");
    }
  }
}
