package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.trace.SpanKind;
import java.util.Map;

/** OpenLLMetry (Traceloop): indexed prompts and completions, and its workflow entities. */
final class TraceloopConvention implements Convention {
  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    draft.normalised(
        "prompt.version", a.takeText("traceloop.prompt.version", "traceloop.prompt.version_hash"));
    draft.normalised("prompt.name", a.takeText("traceloop.prompt.key"));
    MessageReader reader = new MessageReader();
    for (String prefix : new String[] {"gen_ai.prompt", "llm.prompts"}) {
      JsonNode messages = messages(a, prefix);
      draft.input(messages == null ? null : reader.read(messages, "user"));
      draft.inputValue(messages);
    }
    for (String prefix : new String[] {"gen_ai.completion", "llm.completions"}) {
      JsonNode messages = messages(a, prefix);
      draft.output(messages == null ? null : reader.read(messages, "assistant"));
      draft.outputValue(messages);
    }
    draft.finishReasons.addAll(reader.finishReasons());
    draft.inputValue(a.take("traceloop.entity.input"));
    draft.outputValue(a.take("traceloop.entity.output"));
    if (kind == SpanKind.TOOL) {
      draft.toolName(a.takeText("traceloop.entity.name"));
    }
    a.drop("traceloop.span.kind", "llm.request.type");
    retrieved(span, draft);
  }

  /** What a vector store gave, each document an event. */
  private static void retrieved(RawSpan span, Draft draft) {
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

  /** The list under a prefix, or the bare attribute of that name. */
  private static JsonNode messages(Attributes a, String prefix) {
    if (!a.mayHavePrefix(prefix)) {
      return null;
    }
    JsonNode bare = Json.structured(a.take(prefix));
    Map<String, JsonNode> flat = a.takePrefix(prefix + ".");
    if (flat.isEmpty()) {
      return bare;
    }
    JsonNode tree = Flattened.tree(flat);
    if (!tree.isArray()) {
      // Not messages but other names that begin alike.
      flat.forEach((key, value) -> a.put(prefix + "." + key, value));
      return bare;
    }
    return tree;
  }
}
