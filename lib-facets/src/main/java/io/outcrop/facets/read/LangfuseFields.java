package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Translates the members of Langfuse's records to the attributes that its own SDK would have set,
 * so that one convention serves both. Keys are written in camel case or, in exports, with
 * underscores.
 */
final class LangfuseFields {
  private static final Map<String, String> OBSERVATION =
      Map.ofEntries(
          Map.entry("type", "langfuse.observation.type"),
          Map.entry("input", "langfuse.observation.input"),
          Map.entry("output", "langfuse.observation.output"),
          Map.entry("level", "langfuse.observation.level"),
          Map.entry("statusMessage", "langfuse.observation.status_message"),
          Map.entry("status_message", "langfuse.observation.status_message"),
          Map.entry("model", "langfuse.observation.model.name"),
          Map.entry("provided_model_name", "langfuse.observation.model.name"),
          Map.entry("modelParameters", "langfuse.observation.model.parameters"),
          Map.entry("model_parameters", "langfuse.observation.model.parameters"),
          Map.entry("promptName", "langfuse.observation.prompt.name"),
          Map.entry("prompt_name", "langfuse.observation.prompt.name"),
          Map.entry("promptVersion", "langfuse.observation.prompt.version"),
          Map.entry("prompt_version", "langfuse.observation.prompt.version"),
          Map.entry("environment", "langfuse.environment"),
          Map.entry("version", "langfuse.version"));

  private static final Map<String, String> TRACE =
      Map.ofEntries(
          Map.entry("name", "langfuse.trace.name"),
          Map.entry("tags", "langfuse.trace.tags"),
          Map.entry("input", "langfuse.trace.input"),
          Map.entry("output", "langfuse.trace.output"),
          Map.entry("userId", "langfuse.user.id"),
          Map.entry("user_id", "langfuse.user.id"),
          Map.entry("sessionId", "langfuse.session.id"),
          Map.entry("session_id", "langfuse.session.id"),
          Map.entry("environment", "langfuse.environment"),
          Map.entry("release", "langfuse.release"),
          Map.entry("version", "langfuse.version"));

  private LangfuseFields() {}

  /**
   * Takes apart the metadata of an observation: OpenTelemetry's attributes of span, resource and
   * scope, as Langfuse stores them, and what the user gave.
   */
  static void metadata(RawSpan span, JsonNode value) {
    JsonNode metadata = Json.structured(value);
    if (!metadata.isObject()) {
      span.attributes.put("metadata", metadata);
      return;
    }
    ObjectNode own = Json.NODES.objectNode();
    for (Iterator<Map.Entry<String, JsonNode>> it = metadata.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> member = it.next();
      JsonNode inner = Json.structured(member.getValue());
      switch (member.getKey()) {
        case "attributes" -> putAll(inner, span.attributes);
        case "resourceAttributes" -> putAll(inner, span.resource);
        case "scope" -> span.scopeName = Json.text(inner.get("name"));
        default -> own.set(member.getKey(), member.getValue());
      }
    }
    if (!own.isEmpty()) {
      span.attributes.putIfAbsent("metadata", own);
    }
  }

  private static void putAll(JsonNode members, Attributes target) {
    members.fields().forEachRemaining(m -> target.put(m.getKey(), m.getValue()));
  }

  static void observation(RawSpan span, JsonNode node) {
    copy(OBSERVATION, node, span.attributes);
    JsonNode usage = first(node, "usageDetails", "usage_details", "usage");
    span.attributes.putIfAbsent("langfuse.observation.usage_details", notEmpty(usage));
    JsonNode cost = first(node, "costDetails", "cost_details");
    span.attributes.putIfAbsent("langfuse.observation.cost_details", notEmpty(cost));
    JsonNode total = first(node, "totalCost", "total_cost", "calculatedTotalCost");
    Double stated = Numbers.decimal(total);
    if (stated != null && stated > 0) {
      span.attributes.putIfAbsent("langfuse.observation.cost", total);
    }
  }

  static void trace(RawSpan span, JsonNode trace) {
    copy(TRACE, trace, span.attributes);
    JsonNode metadata = Json.structured(trace.path("metadata"));
    if (metadata.isObject()) {
      ObjectNode own = metadata.deepCopy();
      own.remove(List.of("attributes", "resourceAttributes", "scope"));
      if (!own.isEmpty()) {
        span.attributes.putIfAbsent("langfuse.trace.metadata", own);
      }
    }
  }

  private static void copy(Map<String, String> names, JsonNode node, Attributes target) {
    for (Iterator<Map.Entry<String, JsonNode>> it = node.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> member = it.next();
      String name = names.get(member.getKey());
      if (name != null) {
        target.putIfAbsent(name, notEmpty(member.getValue()));
      }
    }
  }

  /** Adds a score in the form of OpenInference's evaluations. */
  static void score(RawSpan span, JsonNode score, int number) {
    String prefix = "evaluations." + number + ".evaluation.";
    JsonNode label = first(score, "stringValue", "string_value");
    span.attributes.put(prefix + "name", score.get("name"));
    span.attributes.put(prefix + "score", score.get("value"));
    span.attributes.put(prefix + "label", label);
    span.attributes.put(prefix + "explanation", score.get("comment"));
  }

  private static JsonNode notEmpty(JsonNode node) {
    boolean empty =
        node == null
            || (node.isContainerNode() && node.isEmpty())
            || (node.isTextual() && node.textValue().isEmpty());
    return empty ? null : node;
  }

  private static JsonNode first(JsonNode node, String... keys) {
    for (String key : keys) {
      if (node.hasNonNull(key)) {
        return node.get(key);
      }
    }
    return null;
  }
}
