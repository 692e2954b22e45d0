package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
          Map.entry("providedModelName", "langfuse.observation.model.name"),
          Map.entry("modelParameters", "langfuse.observation.model.parameters"),
          Map.entry("model_parameters", "langfuse.observation.model.parameters"),
          Map.entry("promptName", "langfuse.observation.prompt.name"),
          Map.entry("prompt_name", "langfuse.observation.prompt.name"),
          Map.entry("promptVersion", "langfuse.observation.prompt.version"),
          Map.entry("prompt_version", "langfuse.observation.prompt.version"),
          Map.entry("completionStartTime", "langfuse.observation.completion_start_time"),
          Map.entry("completion_start_time", "langfuse.observation.completion_start_time"),
          Map.entry("toolDefinitions", "gen_ai.tool.definitions"),
          Map.entry("tool_definitions", "gen_ai.tool.definitions"),
          Map.entry("userId", "langfuse.user.id"),
          Map.entry("user_id", "langfuse.user.id"),
          Map.entry("sessionId", "langfuse.session.id"),
          Map.entry("session_id", "langfuse.session.id"),
          Map.entry("traceName", "langfuse.trace.name"),
          Map.entry("trace_name", "langfuse.trace.name"),
          Map.entry("tags", "langfuse.trace.tags"),
          Map.entry("release", "langfuse.release"),
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

  private static final Set<String> TEXT_SCORES = Set.of("TEXT", "CORRECTION");
  private static final double MAX_LATENCY = 1e9;

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

  /** Takes the resource alone out of a trace's metadata: the attributes are those of a span. */
  static void resource(RawSpan span, JsonNode metadata) {
    JsonNode resource = Json.structured(Json.structured(metadata).path("resourceAttributes"));
    putAll(resource, span.resource);
  }

  private static void putAll(JsonNode members, Attributes target) {
    members.fields().forEachRemaining(m -> target.put(m.getKey(), m.getValue()));
  }

  static void observation(RawSpan span, JsonNode node) {
    copy(OBSERVATION, node, span.attributes);
    span.attributes.putIfAbsent("langfuse.observation.usage_details", usage(node));
    toolCalls(span, node);
    JsonNode cost = first(node, "costDetails", "cost_details");
    span.attributes.putIfAbsent("langfuse.observation.cost_details", notEmpty(cost));
    JsonNode total = first(node, "totalCost", "total_cost", "calculatedTotalCost");
    Double stated = Numbers.decimal(total);
    if (stated != null && stated > 0) {
      span.attributes.putIfAbsent("langfuse.observation.cost", total);
    }
  }

  /** Tokens by name; older records have them as members of their own, zero where unknown. */
  private static JsonNode usage(JsonNode node) {
    JsonNode details = first(node, "usageDetails", "usage_details");
    if (details != null) {
      return notEmpty(Json.structured(details));
    }
    JsonNode older = Json.structured(first(node, "usage"));
    JsonNode source = older == null || !older.isObject() ? node : older;
    ObjectNode usage = Json.NODES.objectNode();
    count(source, "input", usage, "input", "promptTokens", "prompt_tokens", "inputTokens");
    count(source, "output", usage, "output", "completionTokens", "completion_tokens");
    return notEmpty(usage);
  }

  private static void count(JsonNode node, String name, ObjectNode target, String... keys) {
    Long count = Numbers.count(first(node, keys));
    if (count != null && count > 0) {
      target.put(name, count.longValue());
    }
  }

  /**
   * Calls of tools stand in a column of their own too; they matter where the output is left out.
   */
  private static void toolCalls(RawSpan span, JsonNode node) {
    JsonNode calls = Json.structured(first(node, "toolCalls", "tool_calls"));
    if (calls == null || !calls.isArray() || span.attributes.has("langfuse.observation.output")) {
      return;
    }
    ObjectNode message = Json.NODES.objectNode().put("role", "assistant");
    ArrayNode list = message.putArray("tool_calls");
    calls.forEach(call -> list.add(Json.structured(call)));
    span.attributes.put("langfuse.observation.output", list.isEmpty() ? null : message);
  }

  /**
   * The end, or where only the duration is told, the end by that. It is in seconds; some exports
   * wrote whole milliseconds, which show as a whole number behind a start that is none.
   */
  static Instant end(Instant start, JsonNode node) {
    Instant end = Times.of(first(node, "endTime", "end_time"));
    Double latency = Numbers.decimal(node.get("latency"));
    if (end != null || start == null || latency == null || latency < 0 || latency > MAX_LATENCY) {
      return end;
    }
    boolean millis =
        node.has("start_time")
            && latency == Math.rint(latency)
            && !start.equals(start.truncatedTo(ChronoUnit.SECONDS));
    return start.plusMillis(Math.round(millis ? latency : latency * 1_000));
  }

  /** What a trace says of itself: for its own record, and for each of its observations. */
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

  /**
   * Adds a score in the form of OpenInference's evaluations. The value of a score whose substance
   * is a text, such as a corrected answer, is a filler.
   */
  static void score(RawSpan span, JsonNode score, int number) {
    String prefix = "evaluations." + number + ".evaluation.";
    JsonNode value = score.get("value");
    JsonNode label = first(score, "stringValue", "string_value");
    JsonNode comment = first(score, "comment");
    String type = String.valueOf(Json.text(first(score, "dataType", "data_type")));
    if (label != null && TEXT_SCORES.contains(type.toUpperCase(Locale.ROOT))) {
      comment = label;
      label = null;
      value = null;
    } else if (label == null && value != null && Numbers.decimal(value) == null) {
      label = value;
      value = null;
    }
    span.attributes.put(prefix + "name", score.get("name"));
    span.attributes.put(prefix + "score", value);
    span.attributes.put(prefix + "label", label);
    span.attributes.put(prefix + "explanation", comment);
  }

  private static JsonNode notEmpty(JsonNode node) {
    boolean empty =
        node == null
            || (node.isContainerNode() && node.isEmpty())
            || (node.isTextual() && node.textValue().isEmpty());
    return empty ? null : node;
  }

  /** The first of these members that is not null, or null. */
  static JsonNode first(JsonNode node, String... keys) {
    for (String key : keys) {
      if (node.hasNonNull(key)) {
        return node.get(key);
      }
    }
    return null;
  }
}
