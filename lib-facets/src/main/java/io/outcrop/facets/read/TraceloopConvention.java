package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.trace.SpanKind;

/** OpenLLMetry (Traceloop): indexed prompts and completions, and its workflow entities. */
final class TraceloopConvention implements Convention {
  private static final Names TRACELOOP_PROMPT_VERSION_NAMES =
      Names.of("traceloop.prompt.version", "traceloop.prompt.version_hash");
  private static final Names TRACELOOP_PROMPT_KEY = Names.of("traceloop.prompt.key");
  private static final Names TRACELOOP_ENTITY_INPUT = Names.of("traceloop.entity.input");
  private static final Names TRACELOOP_ENTITY_OUTPUT = Names.of("traceloop.entity.output");
  private static final Names TRACELOOP_ENTITY_NAME = Names.of("traceloop.entity.name");
  private static final Names TRACELOOP_SPAN_KIND_NAMES =
      Names.of("traceloop.span.kind", "llm.request.type");
  private static final AttributeList[] PROMPTS = {
    AttributeList.of("gen_ai.prompt"), AttributeList.of("llm.prompts")
  };
  private static final AttributeList[] COMPLETIONS = {
    AttributeList.of("gen_ai.completion"), AttributeList.of("llm.completions")
  };
  private static final Names REQUEST_TYPE = Names.of("llm.request.type");
  private static final Prefix OWN =
      Prefix.any(
          Prefix.of("traceloop."),
          PROMPTS[0].beginning(),
          PROMPTS[1].beginning(),
          COMPLETIONS[0].beginning(),
          COMPLETIONS[1].beginning());

  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    if (!a.mayHavePrefix(OWN) && !a.mayHave(REQUEST_TYPE)) {
      retrieved(span, draft);
      return;
    }
    draft.normalised("prompt.version", a.takeText(TRACELOOP_PROMPT_VERSION_NAMES));
    draft.normalised("prompt.name", a.takeText(TRACELOOP_PROMPT_KEY));
    MessageReader reader = null;
    for (AttributeList list : PROMPTS) {
      JsonNode messages = list.takeList(a);
      if (messages != null) {
        reader = reader == null ? new MessageReader() : reader;
        draft.input(reader.read(messages, "user"));
        draft.inputValue(messages);
      }
    }
    for (AttributeList list : COMPLETIONS) {
      JsonNode messages = list.takeList(a);
      if (messages != null) {
        reader = reader == null ? new MessageReader() : reader;
        draft.output(reader.read(messages, "assistant"));
        draft.outputValue(messages);
      }
    }
    if (reader != null) {
      draft.finishReasons.addAll(reader.finishReasons());
    }
    draft.inputValue(a.take(TRACELOOP_ENTITY_INPUT));
    draft.outputValue(a.take(TRACELOOP_ENTITY_OUTPUT));
    if (kind == SpanKind.TOOL) {
      draft.toolName(a.takeText(TRACELOOP_ENTITY_NAME));
    }
    a.drop(TRACELOOP_SPAN_KIND_NAMES);
    retrieved(span, draft);
  }

  /** What a vector store gave, each document an event. */
  private static void retrieved(RawSpan span, Draft draft) {
    if (span.events.isEmpty()) {
      return;
    }
    ArrayNode documents = Json.NODES.arrayNode();
    for (RawSpan.Event event : span.events) {
      if (event.name().equals("db.query.result")) {
        ObjectNode document = documents.addObject();
        event.attributes().forEach((key, value) -> document.set(last(key), value));
        document.set("content", document.remove("document"));
      }
    }
    if (!documents.isEmpty()) {
      Documents.fill(documents, draft);
    }
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
