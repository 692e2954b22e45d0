package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.SpanKind;

/** OpenInference: lists flattened to names with an index in them, or nested as Phoenix does. */
final class OpenInferenceConvention implements Convention {
  private static final Names SAID_ELSEWHERE =
      Names.of("openinference.span.kind", "input.mime_type", "output.mime_type");
  private static final Names LLM_FINISH_REASON = Names.of("llm.finish_reason");
  private static final Names TOOL_NAME = Names.of("tool.name");
  private static final Names INPUT_VALUE = Names.of("input.value");
  private static final Names OUTPUT_VALUE = Names.of("output.value");
  private static final Names TOOL_PARAMETERS = Names.of("tool.parameters");
  private static final Names LLM_PROMPT_TEMPLATE_VERSION = Names.of("llm.prompt_template.version");
  private static final Names PROMPT_ID = Names.of("prompt.id");
  private static final Names RERANKER_QUERY = Names.of("reranker.query");
  private static final AttributeList LLM_INPUT_MESSAGES = AttributeList.of("llm.input_messages");
  private static final AttributeList LLM_OUTPUT_MESSAGES = AttributeList.of("llm.output_messages");
  private static final AttributeList RETRIEVAL_DOCUMENTS = AttributeList.of("retrieval.documents");
  private static final AttributeList RERANKER_OUTPUT_DOCUMENTS =
      AttributeList.of("reranker.output_documents");
  private static final AttributeList LLM_PROMPTS = AttributeList.of("llm.prompts");
  private static final AttributeList LLM_CHOICES = AttributeList.of("llm.choices");
  private static final Prefix RERANKER_INPUT_DOCUMENTS = Prefix.of("reranker.input_documents.");

  /** Of all names that are asked for here. */
  private static final Prefix OWN =
      Prefix.any(
          Prefix.of("openinference."),
          Prefix.of("input."),
          Prefix.of("output."),
          Prefix.of("llm."),
          Prefix.of("tool."),
          Prefix.of("prompt."),
          Prefix.of("retrieval."),
          Prefix.of("reranker."));

  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    if (!a.mayHavePrefix(OWN)) {
      return;
    }
    a.drop(SAID_ELSEWHERE);
    JsonNode input = LLM_INPUT_MESSAGES.take(a);
    JsonNode output = LLM_OUTPUT_MESSAGES.take(a);
    if (input != null || output != null) {
      MessageReader reader = new MessageReader();
      draft.input(input == null ? null : reader.read(input, "user"));
      draft.output(output == null ? null : reader.read(output, "assistant"));
      draft.finishReasons.addAll(reader.finishReasons());
    }
    draft.finishReasons(a.take(LLM_FINISH_REASON));
    retrieval(a, draft);
    prompts(a, draft);
    if (kind == SpanKind.TOOL) {
      draft.toolName(a.takeText(TOOL_NAME));
    }
    draft.inputValue(a.take(INPUT_VALUE));
    draft.outputValue(a.take(OUTPUT_VALUE));
    if (kind == SpanKind.TOOL && draft.inputValue == null) {
      draft.toolArguments(a.take(TOOL_PARAMETERS));
    }
    draft.normalised("prompt.version", a.takeText(LLM_PROMPT_TEMPLATE_VERSION));
    draft.normalised("prompt.name", a.takeText(PROMPT_ID));
  }

  private static void retrieval(Attributes a, Draft draft) {
    JsonNode documents = RETRIEVAL_DOCUMENTS.take(a);
    JsonNode ranked = RERANKER_OUTPUT_DOCUMENTS.take(a);
    a.takePrefix(RERANKER_INPUT_DOCUMENTS);
    if (documents != null) {
      Documents.fill(documents, draft);
    } else if (ranked != null) {
      Documents.fill(ranked, draft);
    }
    draft.inputValue(a.take(RERANKER_QUERY));
  }

  /** Completion models: prompts and choices in place of messages. */
  private static void prompts(Attributes a, Draft draft) {
    JsonNode prompts = LLM_PROMPTS.take(a);
    JsonNode choices = LLM_CHOICES.take(a);
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
