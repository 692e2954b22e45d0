package io.outcrop.facets.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.LogLevel;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import io.outcrop.facets.llm.ModelException.Kind;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * OpenAI's chat completions through its SDK, the interface that vLLM, Ollama and gateways speak
 * too. The answer is text under a strict JSON schema. OpenAI keeps equal prefixes by itself.
 */
final class OpenAiModel implements BatchModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Batch.Status> ENDED =
      Set.of(
          Batch.Status.COMPLETED,
          Batch.Status.FAILED,
          Batch.Status.EXPIRED,
          Batch.Status.CANCELLED);

  private final ModelSettings settings;
  private final OpenAIClient client;

  OpenAiModel(ModelSettings settings) {
    this.settings = settings;
    OpenAIOkHttpClient.Builder builder =
        OpenAIOkHttpClient.builder()
            .apiKey(settings.keyText())
            .timeout(settings.timeout())
            .maxIdleConnections(settings.connections())
            .keepAliveDuration(Duration.ofMinutes(1))
            // Retries are ours: they must count against pace, budget and deadline.
            .maxRetries(0)
            .logLevel(LogLevel.OFF);
    if (!settings.baseUrl().isEmpty()) {
      builder.baseUrl(settings.baseUrl());
    }
    this.client = builder.build();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Reply ask(Question question) throws ModelException {
    try {
      ChatCompletionCreateParams.Builder params =
          ChatCompletionCreateParams.builder()
              .model(settings.model())
              .addSystemMessage(question.prompt().instructions())
              .addUserMessage(question.data())
              .responseFormat(format(question.prompt()));
      // Other servers know the older name alone.
      if (settings.baseUrl().isEmpty()) {
        params.maxCompletionTokens(question.prompt().maxAnswerTokens());
      } else {
        params.putAdditionalBodyProperty(
            "max_tokens", JsonValue.from(question.prompt().maxAnswerTokens()));
      }
      return reply(client.chat().completions().create(params.build()));
    } catch (OpenAIException e) {
      throw failure(e);
    }
  }

  private static ResponseFormatJsonSchema format(Prompt prompt) {
    ResponseFormatJsonSchema.JsonSchema.Schema.Builder schema =
        ResponseFormatJsonSchema.JsonSchema.Schema.builder();
    schema(prompt)
        .fields()
        .forEachRemaining(
            field ->
                schema.putAdditionalProperty(
                    field.getKey(), JsonValue.fromJsonNode(field.getValue())));
    return ResponseFormatJsonSchema.builder()
        .jsonSchema(
            ResponseFormatJsonSchema.JsonSchema.builder()
                .name(prompt.name())
                .strict(true)
                .schema(schema.build())
                .build())
        .build();
  }

  private static JsonNode schema(Prompt prompt) {
    try {
      return JSON.readTree(prompt.schema());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The schema of " + prompt.name() + " is no JSON", e);
    }
  }

  private static Reply reply(ChatCompletion completion) {
    String json =
        completion.choices().isEmpty()
            ? ""
            : completion.choices().get(0).message().content().orElse("");
    return new Reply(json, completion.usage().map(OpenAiModel::usage).orElse(Usage.NONE));
  }

  private static Usage usage(CompletionUsage usage) {
    long kept =
        usage
            .promptTokensDetails()
            .flatMap(CompletionUsage.PromptTokensDetails::cachedTokens)
            .orElse(0L);
    return new Usage(usage.promptTokens() - kept, usage.completionTokens(), kept, 0);
  }

  private ModelException failure(OpenAIException e) {
    if (e instanceof OpenAIServiceException service) {
      List<String> wait = service.headers().values("retry-after");
      return Failures.ofStatus(
          service.statusCode(),
          settings.hide(service.code().orElse("")),
          wait.isEmpty() ? null : wait.get(0));
    }
    if (e instanceof OpenAIIoException) {
      return Failures.ofConnection(e);
    }
    return new ModelException(Kind.UNREADABLE, settings.hide(e.getClass().getSimpleName()), null);
  }

  @Override
  public String submit(Map<String, Question> questions) throws ModelException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    questions.forEach((id, question) -> lines.writeBytes(line(id, question)));
    try {
      String file =
          client
              .files()
              .create(
                  FileCreateParams.builder()
                      .purpose(FilePurpose.BATCH)
                      .file(
                          MultipartField.<InputStream>builder()
                              .value(new ByteArrayInputStream(lines.toByteArray()))
                              .filename("questions.jsonl")
                              .contentType("application/jsonl")
                              .build())
                      .build())
              .id();
      return client
          .batches()
          .create(
              BatchCreateParams.builder()
                  .inputFileId(file)
                  .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                  .completionWindow(BatchCreateParams.CompletionWindow._24H)
                  .build())
          .id();
    } catch (OpenAIException e) {
      throw failure(e);
    }
  }

  private byte[] line(String id, Question question) {
    ObjectNode line = JSON.createObjectNode();
    line.put("custom_id", id).put("method", "POST").put("url", "/v1/chat/completions");
    ObjectNode body = line.putObject("body").put("model", settings.model());
    body.put("max_completion_tokens", question.prompt().maxAnswerTokens());
    body.putArray("messages")
        .add(
            JSON.createObjectNode()
                .put("role", "system")
                .put("content", question.prompt().instructions()))
        .add(JSON.createObjectNode().put("role", "user").put("content", question.data()));
    ObjectNode format = body.putObject("response_format").put("type", "json_schema");
    format
        .putObject("json_schema")
        .put("name", question.prompt().name())
        .put("strict", true)
        .set("schema", schema(question.prompt()));
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isEnded(String batchId) throws ModelException {
    try {
      return ENDED.contains(client.batches().retrieve(batchId).status());
    } catch (OpenAIException e) {
      throw failure(e);
    }
  }

  @Override
  public void answers(String batchId, Answers answers) throws ModelException {
    try {
      Batch batch = client.batches().retrieve(batchId);
      // Questions that were not answered stand in the other file; they are asked again.
      Optional<String> file = batch.outputFileId();
      if (file.isEmpty()) {
        return;
      }
      try (HttpResponse content = client.files().content(file.get());
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(content.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          answer(JSON.readTree(line), answers);
        }
      }
    } catch (OpenAIException e) {
      throw failure(e);
    } catch (JsonProcessingException e) {
      throw new ModelException(Kind.UNREADABLE, "the batch's file is no JSON", null);
    } catch (IOException e) {
      throw Failures.ofConnection(new UncheckedIOException(e));
    }
  }

  private static void answer(JsonNode line, Answers answers) {
    String id = line.path("custom_id").asText();
    JsonNode response = line.path("response");
    JsonNode body = response.path("body");
    int status = response.path("status_code").asInt();
    if (status != 200) {
      answers.failed(id, Failures.ofStatus(status, "in the batch", null));
      return;
    }
    JsonNode usage = body.path("usage");
    long kept = usage.path("prompt_tokens_details").path("cached_tokens").asLong();
    answers.answered(
        id,
        new Reply(
            body.path("choices").path(0).path("message").path("content").asText(""),
            new Usage(
                usage.path("prompt_tokens").asLong() - kept,
                usage.path("completion_tokens").asLong(),
                kept,
                0)));
  }

  @Override
  public void close() {
    client.close();
  }
}
