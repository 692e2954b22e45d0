package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.ContentReferences;
import io.outcrop.facets.trace.SpanKind;

/** OpenTelemetry's GenAI conventions since 1.37: content as attributes of the span. */
final class GenAiConvention implements Convention {
  private static final Names GEN_AI_OPERATION_NAME = Names.of("gen_ai.operation.name");
  private static final Names GEN_AI_RESPONSE_FINISH_REASONS =
      Names.of("gen_ai.response.finish_reasons");
  private static final Names GEN_AI_PROMPT_NAME = Names.of("gen_ai.prompt.name");
  private static final Names GEN_AI_PROMPT_VERSION = Names.of("gen_ai.prompt.version");
  private static final Names GEN_AI_SYSTEM_INSTRUCTIONS = Names.of("gen_ai.system_instructions");
  private static final Names GEN_AI_INPUT_MESSAGES = Names.of("gen_ai.input.messages");
  private static final Names GEN_AI_OUTPUT_MESSAGES = Names.of("gen_ai.output.messages");
  private static final Names GEN_AI_TOOL_NAME_NAMES = Names.of("gen_ai.tool.name", "mcp.tool.name");
  private static final Names GEN_AI_TOOL_CALL_ARGUMENTS_NAMES =
      Names.of("gen_ai.tool.call.arguments", "gen_ai.tool.arguments");
  private static final Names GEN_AI_TOOL_CALL_RESULT_NAMES =
      Names.of("gen_ai.tool.call.result", "gen_ai.tool.result");
  private static final Names GEN_AI_RETRIEVAL_QUERY_TEXT_NAMES =
      Names.of("gen_ai.retrieval.query.text", "gen_ai.memory.query.text");
  private static final Names GEN_AI_RETRIEVAL_DOCUMENTS = Names.of("gen_ai.retrieval.documents");

  private static final Names MESSAGES =
      Names.of("gen_ai.system_instructions", "gen_ai.input.messages", "gen_ai.output.messages");
  private static final Names REFERENCES = Names.of(ContentReferences.KEYS);

  /** Of all names that are asked for here. */
  private static final Prefix OWN = Prefix.any(Prefix.of("gen_ai."), Prefix.of("mcp."));

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
    if (!a.mayHavePrefix(OWN)) {
      return;
    }
    if (kind != SpanKind.OTHER) {
      a.drop(GEN_AI_OPERATION_NAME);
    }
    messages(a, draft);
    tool(span, kind, draft);
    retrieval(a, draft);
    draft.finishReasons(a.take(GEN_AI_RESPONSE_FINISH_REASONS));
    for (int i = 0; a.hasAny(REFERENCES) && i < REFERENCES.size(); i++) {
      String reference = REFERENCES.text(i);
      draft.normalised(reference, a.takeText(reference));
    }
    draft.normalised("prompt.name", a.takeText(GEN_AI_PROMPT_NAME));
    draft.normalised("prompt.version", a.takeText(GEN_AI_PROMPT_VERSION));
  }

  private void messages(Attributes a, Draft draft) {
    if (!a.hasAny(MESSAGES)) {
      return;
    }
    MessageReader reader = new MessageReader();
    JsonNode system = a.take(GEN_AI_SYSTEM_INSTRUCTIONS);
    if (system != null) {
      draft.quotedSystem = quoted.parts(system, "system");
      if (draft.quotedSystem == null) {
        draft.system(reader.readParts(system, "system"));
      }
    }
    messages(a.take(GEN_AI_INPUT_MESSAGES), "user", reader, draft);
    messages(a.take(GEN_AI_OUTPUT_MESSAGES), "assistant", reader, draft);
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
      draft.toolName(a.takeText(GEN_AI_TOOL_NAME_NAMES));
      draft.toolArguments(a.takeFirst(GEN_AI_TOOL_CALL_ARGUMENTS_NAMES));
      draft.toolResult(a.takeFirst(GEN_AI_TOOL_CALL_RESULT_NAMES));
    }
  }

  private static void retrieval(Attributes a, Draft draft) {
    draft.inputValue(a.takeFirst(GEN_AI_RETRIEVAL_QUERY_TEXT_NAMES));
    JsonNode documents = Json.structured(a.take(GEN_AI_RETRIEVAL_DOCUMENTS));
    if (documents != null) {
      Documents.fill(documents, draft);
    }
  }
}
