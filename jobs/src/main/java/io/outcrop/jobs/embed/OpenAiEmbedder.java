package io.outcrop.jobs.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.outcrop.facets.llm.EmbeddingServer;
import io.outcrop.facets.llm.ModelException;
import io.outcrop.facets.llm.ModelSettings;
import io.outcrop.facets.llm.Provider;
import io.outcrop.facets.llm.Secret;
import io.outcrop.jobs.Digest;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.llm.KeySource;
import io.outcrop.jobs.tables.EmbeddingCacheTable;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The embedder that asks a server for vectors, over OpenAI's interface.
 *
 * <p>The driver asks, as it does language models, and commits what it gets to {@code
 * facts.embedding_cache} as it goes: so the key stays in one process, and a start after a stop asks
 * only for what is left.
 */
final class OpenAiEmbedder implements Embedder {
  private static final String DEFAULT_VARIABLE = "OPENAI_API_KEY";

  private final Warehouse warehouse;
  private final OutcropConfig.OpenAi config;
  private final ModelSettings settings;
  private final int dimensions;
  private final String hash;

  private OpenAiEmbedder(
      Warehouse warehouse, OutcropConfig.OpenAi config, ModelSettings settings, int dimensions) {
    this.warehouse = warehouse;
    this.config = config;
    this.settings = settings;
    this.dimensions = dimensions;
    this.hash =
        new Digest()
            .add("openai")
            .add(config.baseUrl())
            .add(config.model())
            .add(Integer.toString(dimensions))
            .hex(12);
  }

  /**
   * Asks for a first vector.
   *
   * @param environment where the key is, unless it is in a file
   * @throws UserError if the server gives none
   */
  static OpenAiEmbedder open(
      Warehouse warehouse, OutcropConfig.OpenAi config, Map<String, String> environment) {
    Secret key =
        new KeySource(
                "the server of embeddings",
                config.keyEnv().isEmpty() ? DEFAULT_VARIABLE : config.keyEnv(),
                config.keyFile(),
                "outcrop.embed.openai.api-key-file")
            .key(!config.baseUrl().isEmpty(), environment);
    ModelSettings settings =
        new ModelSettings(
            Provider.OPENAI,
            config.model(),
            config.baseUrl(),
            key,
            Duration.ofSeconds(config.timeoutSeconds()),
            config.requests());
    try (EmbeddingServer server = server(settings, config)) {
      float[] first = server.vectors(List.of("a sentence")).get(0);
      if (first == null) {
        throw unusable("it takes no text");
      }
      return new OpenAiEmbedder(warehouse, config, settings, first.length);
    } catch (ModelException e) {
      throw unusable(e.getMessage());
    }
  }

  private static EmbeddingServer server(ModelSettings settings, OutcropConfig.OpenAi config) {
    return new EmbeddingServer(settings, config.dimensions(), config.attempts());
  }

  private static UserError unusable(String cause) {
    return new UserError(
        "Cannot use outcrop.embed.embedder = openai.",
        cause,
        "check the key, and base-url, model and dimensions under outcrop.embed.openai, or set the"
            + " embedder to lexical");
  }

  @Override
  public Optional<String> modelHash() {
    return Optional.of(hash);
  }

  @Override
  public Dataset<Row> embed(Dataset<Row> sentences) {
    try (EmbeddingServer server = server(settings, config)) {
      new EmbeddingCalls(warehouse, server, config, hash, dimensions)
          .ask(
              sentences.join(
                  cached().select(AxisSentences.TEXT_HASH),
                  new String[] {AxisSentences.TEXT_HASH},
                  "left_anti"));
    }
    return sentences
        .join(cached(), AxisSentences.TEXT_HASH)
        .withColumn(EmbeddingsTable.MODEL_HASH, lit(hash));
  }

  /** One vector for each text; two processes may have asked for one. */
  private Dataset<Row> cached() {
    return warehouse
        .read(EmbeddingCacheTable.TABLE)
        .where(col(EmbeddingCacheTable.MODEL_HASH).equalTo(hash))
        .groupBy(EmbeddingCacheTable.TEXT_HASH)
        .agg(min(EmbeddingCacheTable.VECTOR).as(EmbeddingCacheTable.VECTOR));
  }
}
