package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.SpanKind;
import java.util.Map;

/** OpenInference: lists flattened to names with an index in them, or nested as Phoenix does. */
final class OpenInferenceConvention implements Convention {
  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    a.drop("openinference.span.kind", "input.mime_type", "output.mime_type");
    MessageReader reader = new MessageReader();
    JsonNode input = list(a, "llm.input_messages");
    JsonNode output = list(a, "llm.output_messages");
    draft.input(input == null ? null : reader.read(input, "user"));
    draft.output(output == null ? null : reader.read(output, "assistant"));
    draft.finishReasons.addAll(reader.finishReasons());
    draft.finishReasons(a.take("llm.finish_reason"));
    retrieval(a, draft);
    prompts(a, draft);
    if (kind == SpanKind.TOOL) {
      draft.toolName(a.takeText("tool.name"));
    }
    draft.inputValue(a.take("input.value"));
    draft.outputValue(a.take("output.value"));
    if (kind == SpanKind.TOOL && draft.inputValue == null) {
      draft.toolArguments(a.take("tool.parameters"));
    }
    draft.normalised("prompt.version", a.takeText("llm.prompt_template.version"));
    draft.normalised("prompt.name", a.takeText("prompt.id"));
  }

  private static JsonNode list(Attributes a, String key) {
    if (!a.mayHavePrefix(key)) {
      return null;
    }
    JsonNode nested = Json.structured(a.take(key));
    Map<String, JsonNode> flat = a.takePrefix(key + ".");
    return flat.isEmpty() ? nested : Flattened.tree(flat);
  }

  private static void retrieval(Attributes a, Draft draft) {
    JsonNode documents = list(a, "retrieval.documents");
    JsonNode ranked = list(a, "reranker.output_documents");
    a.takePrefix("reranker.input_documents.");
    if (documents != null) {
      Documents.fill(documents, draft);
    } else if (ranked != null) {
      Documents.fill(ranked, draft);
    }
    draft.inputValue(a.take("reranker.query"));
  }

  /** Completion models: prompts and choices in place of messages. */
  private static void prompts(Attributes a, Draft draft) {
    JsonNode prompts = list(a, "llm.prompts");
    JsonNode choices = list(a, "llm.choices");
    draft.inputValue(texts(prompts, "prompt"));
    draft.outputValue(texts(choices, "completion"));
  }

  private static JsonNode texts(JsonNode list, String wrapper) {
    if (list == null || !list.isArray()) {
      return list;
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode element : list) {
      JsonNode inner = element.path(wrapper).path("text");
      String part = Json.text(inner.isMissingNode() ? element : inner);
      text.append(text.isEmpty() ? "" : "\n").append(part);
    }
    return Json.NODES.textNode(text.toString());
  }
}
