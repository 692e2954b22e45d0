package io.outcrop.facets.llm;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.LogLevel;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.CacheControlEphemeral;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoice;
import com.anthropic.models.messages.ToolChoiceTool;
import com.anthropic.models.messages.batches.BatchCreateParams;
import com.anthropic.models.messages.batches.MessageBatch;
import com.anthropic.models.messages.batches.MessageBatchIndividualResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.llm.ModelException.Kind;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Anthropic's Messages API through its SDK. The answer is the input of a tool that the model must
 * use; the instructions and the tool are marked to be kept by the provider.
 */
final class AnthropicModel implements BatchModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelSettings settings;
  private final AnthropicClient client;

  AnthropicModel(ModelSettings settings) {
    this.settings = settings;
    AnthropicOkHttpClient.Builder builder =
        AnthropicOkHttpClient.builder()
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
      return reply(
          client
              .messages()
              .create(
                  MessageCreateParams.builder()
                      .model(settings.model())
                      .maxTokens(question.prompt().maxAnswerTokens())
                      .systemOfTextBlockParams(List.of(instructions(question.prompt())))
                      .addTool(tool(question.prompt()))
                      .toolChoice(choice(question.prompt()))
                      .addUserMessage(question.data())
                      .build()));
    } catch (AnthropicException e) {
      throw failure(e);
    }
  }

  private static TextBlockParam instructions(Prompt prompt) {
    return TextBlockParam.builder()
        .text(prompt.instructions())
        .cacheControl(CacheControlEphemeral.builder().build())
        .build();
  }

  private static ToolChoice choice(Prompt prompt) {
    return ToolChoice.ofTool(
        ToolChoiceTool.builder().name(prompt.name()).disableParallelToolUse(true).build());
  }

  private static Tool tool(Prompt prompt) {
    try {
      JsonNode schema = JSON.readTree(prompt.schema());
      Tool.InputSchema.Builder input = Tool.InputSchema.builder();
      schema
          .fields()
          .forEachRemaining(
              field ->
                  input.putAdditionalProperty(
                      field.getKey(), JsonValue.fromJsonNode(field.getValue())));
      return Tool.builder()
          .name(prompt.name())
          .description("Takes the answer.")
          .inputSchema(input.build())
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The schema of " + prompt.name() + " is no JSON", e);
    }
  }

  private static Reply reply(Message message) {
    String json = "";
    for (ContentBlock block : message.content()) {
      if (block.isToolUse()) {
        JsonNode input = block.asToolUse()._input().convert(JsonNode.class);
        json = input == null ? "" : input.toString();
      }
    }
    com.anthropic.models.messages.Usage usage = message.usage();
    return new Reply(
        json,
        new Usage(
            usage.inputTokens(),
            usage.outputTokens(),
            usage.cacheReadInputTokens().orElse(0L),
            usage.cacheCreationInputTokens().orElse(0L)));
  }

  private ModelException failure(AnthropicException e) {
    if (e instanceof AnthropicServiceException service) {
      List<String> wait = service.headers().values("retry-after");
      return Failures.ofStatus(
          service.statusCode(),
          settings.hide(service.apiMessage().orElse("")),
          wait.isEmpty() ? null : wait.get(0));
    }
    if (e instanceof AnthropicIoException) {
      return Failures.ofConnection(e);
    }
    return new ModelException(Kind.UNREADABLE, settings.hide(e.getClass().getSimpleName()), null);
  }

  @Override
  public String submit(Map<String, Question> questions) throws ModelException {
    BatchCreateParams.Builder batch = BatchCreateParams.builder();
    questions.forEach((id, question) -> batch.addRequest(request(id, question)));
    try {
      return client.messages().batches().create(batch.build()).id();
    } catch (AnthropicException e) {
      throw failure(e);
    }
  }

  private BatchCreateParams.Request request(String id, Question question) {
    return BatchCreateParams.Request.builder()
        .customId(id)
        .params(
            BatchCreateParams.Request.Params.builder()
                .model(settings.model())
                .maxTokens(question.prompt().maxAnswerTokens())
                .systemOfTextBlockParams(List.of(instructions(question.prompt())))
                .addTool(tool(question.prompt()))
                .toolChoice(choice(question.prompt()))
                .addUserMessage(question.data())
                .build())
        .build();
  }

  @Override
  public boolean isEnded(String batchId) throws ModelException {
    try {
      return client
          .messages()
          .batches()
          .retrieve(batchId)
          .processingStatus()
          .equals(MessageBatch.ProcessingStatus.ENDED);
    } catch (AnthropicException e) {
      throw failure(e);
    }
  }

  @Override
  public void answers(String batchId, Answers answers) throws ModelException {
    try (StreamResponse<MessageBatchIndividualResponse> results =
        client.messages().batches().resultsStreaming(batchId)) {
      Iterator<MessageBatchIndividualResponse> each = results.stream().iterator();
      while (each.hasNext()) {
        answer(each.next(), answers);
      }
    } catch (AnthropicException e) {
      throw failure(e);
    }
  }

  private static void answer(MessageBatchIndividualResponse response, Answers answers) {
    if (response.result().isSucceeded()) {
      answers.answered(response.customId(), reply(response.result().asSucceeded().message()));
    } else {
      // Canceled and expired ones were never paid for, and may be asked again.
      Kind kind = response.result().isErrored() ? Kind.REJECTED : Kind.TIMED_OUT;
      answers.failed(
          response.customId(), new ModelException(kind, "not answered in the batch", null));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
