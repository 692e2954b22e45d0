package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Translates the members of LangSmith's runs to the attributes that conventions know. */
final class LangSmithFields {
  private static final Map<String, String> KEPT =
      Map.of(
          "session_id", "langsmith.project.id",
          "session_name", "langsmith.project.name",
          "reference_example_id", "langsmith.reference_example_id",
          "first_token_time", "langsmith.first_token_time",
          "tags", "tag.tags");

  private LangSmithFields() {}

  static void run(RawSpan span, ObjectNode run) {
    Attributes a = span.attributes;
    JsonNode extra = Members.structured(run, "extra");
    JsonNode metadata = Members.structured(extra, "metadata");
    metadata = metadata.isObject() ? metadata : Members.structured(run, "metadata");
    span.name = Members.text(run, "name");
    span.endTime = Times.of(run.get("end_time"));
    String kind = kind(run, metadata);
    a.put("openinference.span.kind", kind);
    status(span, run);
    KEPT.forEach((member, key) -> a.put(key, Json.structured(Members.first(run, member))));
    Members.putAll(metadata, "langsmith.metadata.", a);
    a.putIfAbsent("langsmith.metadata.thread_id", Members.first(run, "thread_id"));
    a.put("agent.name", Members.text(metadata, "lc_agent_name"));
    a.put("gen_ai.prompt.name", Members.text(metadata, "lc_hub_repo"));
    a.put("gen_ai.prompt.version", Members.text(metadata, "lc_hub_commit_hash"));
    JsonNode outputs = Members.structured(run, "outputs");
    content(span, kind, Members.structured(run, "inputs"), outputs);
    if (kind.equals("LLM") || kind.equals("EMBEDDING")) {
      model(a, extra, metadata, outputs);
      tokens(a, run, metadata, outputs);
    }
    cost(a, run);
    feedback(span, Members.structured(run, "feedback_stats"));
    offloaded(a, "langsmith.inputs_s3_urls", Members.structured(run, "inputs_s3_urls"));
    offloaded(a, "langsmith.outputs_s3_urls", Members.structured(run, "outputs_s3_urls"));
  }

  private static String kind(ObjectNode run, JsonNode metadata) {
    String type = Members.text(run, "run_type");
    return switch (type == null ? "" : type.strip().toUpperCase(Locale.ROOT)) {
      case "LLM" -> "LLM";
      case "TOOL" -> "TOOL";
      case "CHAIN" -> isAgent(run, metadata) ? "AGENT" : "CHAIN";
      case "RETRIEVER" -> "RETRIEVER";
      case "EMBEDDING" -> "EMBEDDING";
      case "PROMPT" -> "PROMPT";
      default -> "UNKNOWN";
    };
  }

  private static boolean isAgent(ObjectNode run, JsonNode metadata) {
    String name = Members.text(run, "name");
    return name != null
        && (name.contains("Agent")
            || name.endsWith("_agent")
            || name.endsWith("-agent")
            || name.endsWith(" agent")
            // Metadata reaches all runs below; a root's own is the agent's.
            || (Members.first(metadata, "ls_agent_type") != null
                && Members.id(run, "parent_run_id") == null));
  }

  private static void status(RawSpan span, ObjectNode run) {
    String status = Members.text(run, "status");
    JsonNode error = Members.first(run, "error");
    if (error != null) {
      ErrorText.fail(span, error);
    } else if (status != null) {
      span.statusCode = status.equalsIgnoreCase("success") ? "OK" : status;
    }
  }

  private static void content(RawSpan span, String kind, JsonNode inputs, JsonNode outputs) {
    Attributes a = span.attributes;
    JsonNode documents = Members.structured(outputs, "documents");
    if (kind.equals("RETRIEVER") && documents.isArray()) {
      a.put("retrieval.documents", documents);
    } else if (kind.equals("TOOL")) {
      a.put("output.value", result(alone(outputs, "output")));
    } else {
      a.put("output.value", outputs);
    }
    boolean wrapped = kind.equals("TOOL") || kind.equals("RETRIEVER");
    a.put("input.value", wrapped ? alone(alone(inputs, "input"), "query") : inputs);
    JsonNode reason = kind.equals("LLM") ? ModelAnswer.finishReason(outputs) : null;
    a.put("gen_ai.response.finish_reasons", reason);
  }

  /** The one member of an object, where it has no other. */
  private static JsonNode alone(JsonNode object, String key) {
    return object.isObject() && object.size() == 1 && object.has(key) ? object.get(key) : object;
  }

  /** What a tool gave back, which LangChain may wrap into a message. */
  private static JsonNode result(JsonNode output) {
    JsonNode message = output.path("kwargs").isObject() ? output.get("kwargs") : output;
    boolean ofTool = message.has("tool_call_id") && message.has("content");
    return ofTool ? message.get("content") : output;
  }

  private static void model(Attributes a, JsonNode extra, JsonNode metadata, JsonNode outputs) {
    JsonNode parameters = Members.structured(extra, "invocation_params");
    JsonNode asked = Members.first(metadata, "ls_model_name");
    a.put(
        "gen_ai.request.model",
        asked == null ? Members.first(parameters, "model", "model_name", "model_id") : asked);
    a.put("gen_ai.response.model", Members.text(outputs.path("llm_output"), "model_name", "model"));
    a.put("gen_ai.provider.name", Members.first(metadata, "ls_provider"));
    a.put("llm.invocation_parameters", parameters);
  }

  private static void tokens(Attributes a, ObjectNode run, JsonNode metadata, JsonNode outputs) {
    JsonNode prompt = Members.first(run, "prompt_tokens");
    JsonNode completion = Members.first(run, "completion_tokens");
    boolean counted = positive(prompt) || positive(completion);
    if (counted) {
      a.put("gen_ai.usage.input_tokens", prompt);
      a.put("gen_ai.usage.output_tokens", completion);
      ModelAnswer.cache(Members.structured(run, "prompt_token_details"), a);
      return;
    }
    // A run that was written before it was counted says 0.
    ModelAnswer.tokens(ModelAnswer.usage(outputs), a);
    ModelAnswer.tokens(Members.structured(metadata, "usage_metadata"), a);
    a.putIfAbsent("gen_ai.usage.input_tokens", prompt);
    a.putIfAbsent("gen_ai.usage.output_tokens", completion);
  }

  private static boolean positive(JsonNode count) {
    Long value = Numbers.count(count);
    return value != null && value > 0;
  }

  private static void cost(Attributes a, ObjectNode run) {
    Double total = Numbers.decimal(Members.first(run, "total_cost"));
    Double prompt = Numbers.decimal(Members.first(run, "prompt_cost"));
    Double completion = Numbers.decimal(Members.first(run, "completion_cost"));
    if (total == null && (prompt != null || completion != null)) {
      total = (prompt == null ? 0 : prompt) + (completion == null ? 0 : completion);
    }
    if (total != null) {
      a.put("llm.cost.total", Json.NODES.numberNode(total));
    }
  }

  /** Feedback summed up by key; a label only where all of it agrees. */
  private static void feedback(RawSpan span, JsonNode stats) {
    for (Iterator<Map.Entry<String, JsonNode>> it = stats.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> key = it.next();
      JsonNode values = Members.structured(key.getValue(), "values");
      JsonNode label =
          values.isObject() && values.size() == 1
              ? Json.NODES.textNode(values.fieldNames().next())
              : null;
      JsonNode comments = Members.structured(key.getValue(), "comments");
      VendorRecord.evaluation(
          span, key.getKey(), Members.first(key.getValue(), "avg"), label, comments.get(0));
    }
  }

  /** Where content lies that was kept out of the run; signed addresses are secrets and go. */
  private static void offloaded(Attributes a, String key, JsonNode urls) {
    ObjectNode kept = Json.NODES.objectNode();
    urls.fields()
        .forEachRemaining(
            member -> {
              JsonNode address = member.getValue().path("s3_url");
              if (address.isTextual()) {
                kept.set(member.getKey(), address);
              }
            });
    a.put(key, kept.isEmpty() ? null : kept);
  }
}
