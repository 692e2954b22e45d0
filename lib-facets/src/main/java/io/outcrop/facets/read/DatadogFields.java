package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Translates the members of Datadog's spans to the attributes that conventions know. */
final class DatadogFields {
  /** Tags that have a name of their own in OpenTelemetry. */
  private static final Map<String, String> TAGS =
      Map.of(
          "ml_app", "datadog.ml_app",
          "service", "service.name",
          "version", "service.version",
          "error", "datadog.error",
          "error_type", "error.type",
          "source", "datadog.source");

  private static final Map<String, String> METRICS =
      Map.of(
          "input_tokens", "gen_ai.usage.input_tokens",
          "output_tokens", "gen_ai.usage.output_tokens",
          "cache_read_input_tokens", "gen_ai.usage.cache_read.input_tokens",
          "cache_write_input_tokens", "gen_ai.usage.cache_creation.input_tokens",
          "reasoning_output_tokens", "gen_ai.usage.reasoning.output_tokens",
          "total_tokens", "gen_ai.usage.total_tokens");

  private DatadogFields() {}

  static void span(RawSpan span, ObjectNode node) {
    Attributes a = span.attributes;
    JsonNode meta = Members.structured(node, "meta");
    // A search gives at the top what tracers write into meta.
    meta = meta.isObject() ? meta : node;
    a.put("openinference.span.kind", kind(node, meta));
    owners(span, node);
    metrics(a, Members.structured(node, "metrics"));
    a.put("gen_ai.request.model", Members.first(meta, "model_name"));
    a.put("gen_ai.provider.name", Members.first(meta, "model_provider"));
    a.put("metadata", Members.structured(meta, "metadata"));
    a.put("datadog.expected_output", Members.first(meta, "expected_output"));
    a.put("datadog.collection_errors", Members.first(node, "collection_errors"));
    content(a, Members.structured(meta, "input"), true);
    content(a, Members.structured(meta, "output"), false);
    error(span, node, meta);
    for (JsonNode link : Members.structured(node, "span_links")) {
      String trace = Members.id(link, "trace_id");
      String target = Members.id(link, "span_id");
      if (trace != null && target != null) {
        span.links.add(new RawSpan.Link(trace, target));
      }
    }
  }

  /** What is said of who runs a span, by itself or by the batch that it was sent in. */
  static void owners(RawSpan span, ObjectNode node) {
    Attributes a = span.attributes;
    a.putIfAbsent("session.id", Members.first(node, "session_id"));
    a.putIfAbsent("service.name", Members.first(node, "service"));
    a.putIfAbsent("datadog.ml_app", Members.first(node, "ml_app"));
    for (JsonNode tag : Members.structured(node, "tags")) {
      String text = tag.asText();
      int colon = text.indexOf(':');
      if (colon > 0 && colon < text.length() - 1) {
        String key = text.substring(0, colon).strip();
        a.putIfAbsent(
            TAGS.getOrDefault(key, key), Json.NODES.textNode(text.substring(colon + 1).strip()));
      }
    }
  }

  private static String kind(ObjectNode node, JsonNode meta) {
    String kind = Members.text(meta.path("span"), "kind");
    kind = kind == null ? Members.text(meta, "span.kind", "kind") : kind;
    kind = kind == null ? Members.text(node, "span_kind") : kind;
    return switch (kind == null ? "" : kind.strip().toLowerCase(Locale.ROOT)) {
      case "llm" -> "LLM";
      case "agent" -> "AGENT";
      case "workflow", "experiment" -> "CHAIN";
      case "tool" -> "TOOL";
      case "embedding" -> "EMBEDDING";
      case "retrieval" -> "RETRIEVER";
      default -> "UNKNOWN";
    };
  }

  private static void metrics(Attributes a, JsonNode metrics) {
    for (Iterator<Map.Entry<String, JsonNode>> it = metrics.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> metric = it.next();
      String known = METRICS.get(metric.getKey());
      a.put(known == null ? "datadog.metrics." + metric.getKey() : known, metric.getValue());
    }
  }

  private static void content(Attributes a, JsonNode content, boolean input) {
    JsonNode messages = Members.structured(content, "messages");
    if (messages.isArray()) {
      a.put(input ? "gen_ai.input.messages" : "gen_ai.output.messages", messages(messages));
    }
    JsonNode documents = Members.structured(content, "documents");
    if (documents.isArray() && !input) {
      a.put("retrieval.documents", documents);
    }
    JsonNode value = content.isObject() ? Members.first(content, "value") : content;
    if (value == null && input && documents.isArray()) {
      value = documents;
    }
    a.put(input ? "input.value" : "output.value", value);
    JsonNode prompt = Members.structured(content, "prompt");
    if (prompt.isObject()) {
      a.put("gen_ai.prompt.name", Members.first(prompt, "id", "name"));
      a.put("gen_ai.prompt.version", Members.first(prompt, "version"));
    }
  }

  /** Messages with the ids of calls under OpenAI's name, and each tool's result as a message. */
  private static JsonNode messages(JsonNode list) {
    ArrayNode messages = Json.NODES.arrayNode(list.size());
    for (JsonNode element : list) {
      JsonNode results = Members.structured(element, "tool_results");
      for (JsonNode result : results) {
        ObjectNode message = messages.addObject().put("role", "tool");
        message.set("tool_call_id", Members.first(result, "tool_id"));
        message.set("content", Members.first(result, "result"));
      }
      if (!results.isEmpty() && Members.text(element, "content") == null) {
        continue;
      }
      messages.add(withCallIds(element));
    }
    return messages;
  }

  private static JsonNode withCallIds(JsonNode element) {
    if (!(element instanceof ObjectNode message)) {
      return element;
    }
    for (JsonNode call : message.path("tool_calls")) {
      if (call instanceof ObjectNode object && object.has("tool_id") && !object.has("id")) {
        object.set("id", object.get("tool_id"));
      }
    }
    if (!message.has("role")) {
      message.put("role", "");
    }
    return message;
  }

  private static void error(RawSpan span, ObjectNode node, JsonNode meta) {
    String status = Members.text(node, "status");
    span.statusCode = status;
    JsonNode error = Members.structured(meta, "error");
    boolean failed = status != null && status.strip().equalsIgnoreCase("error");
    if (failed && error.isObject()) {
      String stated = span.attributes.text("error.type");
      ErrorText.fail(span, error);
      if (stated != null) {
        span.attributes.put("error.type", stated);
      }
    }
  }
}
