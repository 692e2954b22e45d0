package io.outcrop.jobs.synth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.jobs.synth.Step.Message;
import io.outcrop.jobs.synth.Step.ToolCall;

/** The names under which a producer writes its spans, as OTLP/JSON. */
enum Convention {
  /** OpenTelemetry's semantic conventions for generative AI. */
  GEN_AI {
    @Override
    void write(Step step, ObjectNode span, ArrayNode attributes) {
      String operation =
          switch (step.kind) {
            case AGENT -> "invoke_agent";
            case CHAT -> "chat";
            case TOOL -> "execute_tool";
            case RETRIEVER -> "retrieval";
            case GUARDRAIL -> "guardrail";
          };
      span.put("name", operation + " " + step.name);
      text(attributes, "gen_ai.operation.name", operation);
      switch (step.kind) {
        case AGENT -> text(attributes, "gen_ai.agent.name", step.name);
        case CHAT -> {
          text(attributes, "gen_ai.request.model", step.model);
          list(attributes, "gen_ai.response.finish_reasons", step.finish);
          number(attributes, "gen_ai.usage.input_tokens", step.inputTokens);
          number(attributes, "gen_ai.usage.output_tokens", step.outputTokens);
        }
        case TOOL -> {
          text(attributes, "gen_ai.tool.name", step.name);
          text(attributes, "gen_ai.tool.call.id", step.callId);
          text(attributes, "gen_ai.tool.call.arguments", step.arguments.toString());
          if (!step.failed()) {
            text(attributes, "gen_ai.tool.call.result", step.result);
          }
        }
        case RETRIEVER -> {
          text(attributes, "gen_ai.data_source.id", step.name);
          text(attributes, "gen_ai.retrieval.query.text", step.input.get(0).text());
          text(attributes, "gen_ai.retrieval.documents", documents(step).toString());
        }
        case GUARDRAIL -> {
          text(attributes, "openinference.span.kind", "GUARDRAIL");
          text(attributes, "output.value", step.result);
        }
      }
      if (step.kind == Step.Kind.CHAT || step.kind == Step.Kind.AGENT) {
        messages(attributes, "gen_ai.input.messages", step.input);
        messages(attributes, "gen_ai.output.messages", step.output);
      }
    }

    private void messages(ArrayNode attributes, String key, Iterable<Message> said) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      for (Message message : said) {
        ObjectNode one = all.addObject().put("role", message.role());
        ArrayNode parts = one.putArray("parts");
        if (message.answers() != null) {
          parts
              .addObject()
              .put("type", "tool_call_response")
              .put("id", message.answers())
              .put("response", message.text());
        } else if (message.text() != null) {
          parts.addObject().put("type", "text").put("content", message.text());
        }
        for (ToolCall call : message.calls()) {
          parts
              .addObject()
              .put("type", "tool_call")
              .put("id", call.id())
              .put("name", call.tool())
              .set("arguments", call.arguments());
        }
      }
      if (!all.isEmpty()) {
        text(attributes, key, all.toString());
      }
    }

    private ArrayNode documents(Step step) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      step.documents.forEach(
          d ->
              all.addObject()
                  .put("id", d.id())
                  .put("content", d.content())
                  .put("score", d.score()));
      return all;
    }
  },

  /** OpenInference, as Phoenix and its instrumentations write it. */
  OPEN_INFERENCE {
    @Override
    void write(Step step, ObjectNode span, ArrayNode attributes) {
      span.put("name", step.kind == Step.Kind.CHAT ? "ChatCompletion" : step.name);
      String kind = step.kind == Step.Kind.CHAT ? "LLM" : step.kind.name();
      text(attributes, "openinference.span.kind", kind);
      switch (step.kind) {
        case AGENT -> {
          text(attributes, "agent.name", step.name);
          values(attributes, step);
        }
        case CHAT -> {
          text(attributes, "llm.model_name", step.model);
          number(attributes, "llm.token_count.prompt", step.inputTokens);
          number(attributes, "llm.token_count.completion", step.outputTokens);
          text(attributes, "llm.finish_reason", step.finish);
          messages(attributes, "llm.input_messages", step.input);
          messages(attributes, "llm.output_messages", step.output);
        }
        case TOOL -> {
          text(attributes, "tool.name", step.name);
          text(attributes, "input.value", step.arguments.toString());
          text(attributes, "input.mime_type", "application/json");
          if (!step.failed()) {
            text(attributes, "output.value", step.result);
          }
        }
        case RETRIEVER -> {
          text(attributes, "input.value", step.input.get(0).text());
          for (int i = 0; i < step.documents.size(); i++) {
            String at = "retrieval.documents." + i + ".document.";
            text(attributes, at + "id", step.documents.get(i).id());
            text(attributes, at + "content", step.documents.get(i).content());
            real(attributes, at + "score", step.documents.get(i).score());
          }
        }
        case GUARDRAIL -> text(attributes, "output.value", step.result);
      }
    }

    private void values(ArrayNode attributes, Step step) {
      if (!step.input.isEmpty()) {
        text(attributes, "input.value", step.input.get(0).text());
      }
      if (!step.output.isEmpty()) {
        text(attributes, "output.value", step.output.get(0).text());
      }
    }

    private void messages(ArrayNode attributes, String key, Iterable<Message> said) {
      int number = 0;
      for (Message message : said) {
        String at = key + "." + number++ + ".message.";
        text(attributes, at + "role", message.role());
        if (message.text() != null) {
          text(attributes, at + "content", message.text());
        }
        if (message.answers() != null) {
          text(attributes, at + "tool_call_id", message.answers());
        }
        for (int i = 0; i < message.calls().size(); i++) {
          ToolCall call = message.calls().get(i);
          String function = at + "tool_calls." + i + ".tool_call.";
          text(attributes, function + "id", call.id());
          text(attributes, function + "function.name", call.tool());
          text(attributes, function + "function.arguments", call.arguments().toString());
        }
      }
    }
  };

  abstract void write(Step step, ObjectNode span, ArrayNode attributes);

  /** The span that a step becomes. */
  final ObjectNode span(Step step, String traceId) {
    ObjectNode span = Story.node().put("traceId", traceId).put("spanId", step.id);
    if (step.parent != null) {
      span.put("parentSpanId", step.parent);
    }
    span.put("kind", 1)
        .put("startTimeUnixNano", step.start + "000000")
        .put("endTimeUnixNano", step.end + "000000");
    ArrayNode attributes = JsonNodeFactory.instance.arrayNode();
    write(step, span, attributes);
    step.extra.forEach((key, value) -> text(attributes, key, value));
    ObjectNode status = Story.node();
    if (step.failed()) {
      text(attributes, "error.type", step.errorType);
      status.put("code", 2).put("message", step.errorMessage);
    }
    span.set("attributes", attributes);
    span.set("status", status);
    return span;
  }

  private static void text(ArrayNode attributes, String key, String value) {
    attribute(attributes, key, Story.node().put("stringValue", value));
  }

  private static void number(ArrayNode attributes, String key, long value) {
    attribute(attributes, key, Story.node().put("intValue", Long.toString(value)));
  }

  private static void real(ArrayNode attributes, String key, double value) {
    attribute(attributes, key, Story.node().put("doubleValue", value));
  }

  private static void list(ArrayNode attributes, String key, String value) {
    ObjectNode array = Story.node();
    array.withObject("/arrayValue").withArray("values").addObject().put("stringValue", value);
    attribute(attributes, key, array);
  }

  private static void attribute(ArrayNode attributes, String key, JsonNode value) {
    attributes.addObject().put("key", key).set("value", value);
  }
}
