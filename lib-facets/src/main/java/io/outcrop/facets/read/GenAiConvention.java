package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.ContentReferences;
import io.outcrop.facets.trace.SpanKind;

/** OpenTelemetry's GenAI conventions since 1.37: content as attributes of the span. */
final class GenAiConvention implements Convention {
  private static final String DETAILS = "gen_ai.client.inference.operation.details";

  private final QuotedMessages quoted;

  GenAiConvention(int maxTextChars) {
    this.quoted = new QuotedMessages(maxTextChars);
  }

  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    for (RawSpan.Event event : span.events) {
      if (event.name().equals(DETAILS)) {
        a.putAbsent(event.attributes());
      }
    }
    if (kind != SpanKind.OTHER) {
      a.drop("gen_ai.operation.name");
    }
    messages(a, draft);
    tool(span, kind, draft);
    retrieval(a, draft);
    draft.finishReasons(a.take("gen_ai.response.finish_reasons"));
    for (String reference : ContentReferences.KEYS) {
      draft.normalised(reference, a.takeText(reference));
    }
    draft.normalised("prompt.name", a.takeText("gen_ai.prompt.name"));
    draft.normalised("prompt.version", a.takeText("gen_ai.prompt.version"));
  }

  private void messages(Attributes a, Draft draft) {
    MessageReader reader = new MessageReader();
    JsonNode system = a.take("gen_ai.system_instructions");
    if (system != null) {
      draft.quotedSystem = quoted.parts(system, "system");
      if (draft.quotedSystem == null) {
        draft.system(reader.readParts(system, "system"));
      }
    }
    messages(a.take("gen_ai.input.messages"), "user", reader, draft);
    messages(a.take("gen_ai.output.messages"), "assistant", reader, draft);
    draft.finishReasons.addAll(reader.finishReasons());
  }

  private void messages(JsonNode value, String role, MessageReader reader, Draft draft) {
    if (value == null) {
      return;
    }
    String copied = quoted.messages(value, reader.finishReasons());
    if (copied != null) {
      draft.quoted(copied, role.equals("user"));
      return;
    }
    var messages = reader.read(value, role);
    if (role.equals("user")) {
      draft.input(messages);
      draft.inputValue(messages == null ? value : null);
    } else {
      draft.output(messages);
      draft.outputValue(messages == null ? value : null);
    }
  }

  private static void tool(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    if (kind == SpanKind.TOOL) {
      draft.toolName(a.takeText("gen_ai.tool.name", "mcp.tool.name"));
      draft.toolArguments(a.takeFirst("gen_ai.tool.call.arguments", "gen_ai.tool.arguments"));
      draft.toolResult(a.takeFirst("gen_ai.tool.call.result", "gen_ai.tool.result"));
    }
  }

  private static void retrieval(Attributes a, Draft draft) {
    draft.inputValue(a.takeFirst("gen_ai.retrieval.query.text", "gen_ai.memory.query.text"));
    JsonNode documents = Json.structured(a.take("gen_ai.retrieval.documents"));
    if (documents != null) {
      Documents.fill(documents, draft);
    }
  }
}
