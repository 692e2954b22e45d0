package io.outcrop.facets.llm;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.LogLevel;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that gives texts vectors, over OpenAI's interface through its SDK; vLLM, Ollama and Text
 * Embeddings Inference speak it too. Calls that fail for a while are made again, with the patience
 * that the server asks for.
 *
 * <p>A batch that the server cannot take is asked in halves, and a text that it cannot take alone
 * is cut in half, so that one that is too long costs only itself.
 */
public final class EmbeddingServer implements AutoCloseable {
  private static final int SHORTEST = 64;

  private final ModelSettings settings;
  private final int dimensions;
  private final OpenAIClient client;

  /**
   * Opens a server. Nothing is sent yet.
   *
   * @param dimensions to ask for; 0 for the model's own
   * @param attempts how often a call is made where it fails
   */
  public EmbeddingServer(ModelSettings settings, int dimensions, int attempts) {
    this.settings = settings;
    this.dimensions = dimensions;
    OpenAIOkHttpClient.Builder builder =
        OpenAIOkHttpClient.builder()
            .apiKey(settings.keyText())
            .timeout(settings.timeout())
            .maxIdleConnections(settings.connections())
            .keepAliveDuration(Duration.ofMinutes(1))
            .maxRetries(attempts - 1)
            .logLevel(LogLevel.OFF);
    if (!settings.baseUrl().isEmpty()) {
      builder.baseUrl(settings.baseUrl());
    }
    this.client = builder.build();
  }

  /**
   * The vectors of texts, in their order, as the server gave them; null for one that is blank or
   * that the server cannot take at any length.
   *
   * @throws ModelException where the server gives none
   */
  public List<float[]> vectors(List<String> texts) throws ModelException {
    List<String> asked = texts.stream().filter(text -> !text.isBlank()).toList();
    List<float[]> found = asked.isEmpty() ? List.of() : ask(asked);
    List<float[]> all = new ArrayList<>(texts.size());
    int next = 0;
    for (String text : texts) {
      all.add(text.isBlank() ? null : found.get(next++));
    }
    return all;
  }

  private List<float[]> ask(List<String> texts) throws ModelException {
    try {
      return checked(client.embeddings().create(params(texts)), texts.size());
    } catch (OpenAIServiceException e) {
      if (!isTooMuch(e.statusCode())) {
        throw Failures.ofStatus(e.statusCode(), settings.hide(e.getMessage()), null);
      }
      return less(texts);
    } catch (OpenAIException e) {
      throw Failures.ofConnection(e);
    }
  }

  /** Statuses that servers give to a batch or a text that is too large for them. */
  private static boolean isTooMuch(int status) {
    return status == 400 || status == 413 || status == 422;
  }

  private List<float[]> less(List<String> texts) throws ModelException {
    List<float[]> found = new ArrayList<>();
    if (texts.size() > 1) {
      int half = texts.size() / 2;
      found.addAll(ask(texts.subList(0, half)));
      found.addAll(ask(texts.subList(half, texts.size())));
    } else if (texts.get(0).length() > SHORTEST) {
      String text = texts.get(0);
      int end = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
      found.addAll(ask(List.of(text.substring(0, end))));
    } else {
      // A server that takes no text at all is told by the first call of a run, not here.
      found.add(null);
    }
    return found;
  }

  private EmbeddingCreateParams params(List<String> texts) {
    EmbeddingCreateParams.Builder params =
        EmbeddingCreateParams.builder()
            .model(settings.model())
            .inputOfArrayOfStrings(texts)
            // Not every server knows the other encoding, which is the SDK's default.
            .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT);
    if (dimensions > 0) {
      params.dimensions(dimensions);
    }
    return params.build();
  }

  private List<float[]> checked(CreateEmbeddingResponse response, int texts) throws ModelException {
    float[][] vectors = new float[texts][];
    try {
      for (Embedding embedding : response.data()) {
        int index = Math.toIntExact(embedding.index());
        if (index < 0 || index >= vectors.length || vectors[index] != null) {
          throw unusable("it answered for a text that was not asked, or twice for one");
        }
        vectors[index] = numbers(embedding.embedding());
      }
    } catch (OpenAIException | ArithmeticException e) {
      throw unusable("its answer is not of the interface: " + e.getClass().getSimpleName());
    }
    for (float[] vector : vectors) {
      if (vector == null) {
        throw unusable("it gave fewer vectors than it was asked for");
      }
    }
    return List.of(vectors);
  }

  private static float[] numbers(List<Float> raw) throws ModelException {
    float[] numbers = new float[raw.size()];
    double square = 0;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = raw.get(i);
      square += (double) numbers[i] * numbers[i];
    }
    if (!(square > 0) || Double.isInfinite(square)) {
      throw unusable("it gave a vector without a length");
    }
    return numbers;
  }

  private static ModelException unusable(String problem) {
    return new ModelException(ModelException.Kind.REJECTED, problem, null);
  }

  @Override
  public void close() {
    client.close();
  }
}
