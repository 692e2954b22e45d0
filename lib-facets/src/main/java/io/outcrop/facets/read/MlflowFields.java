package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Json.TooDeepException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/**
 * Translates the members of MLflow's spans and traces to the attributes that conventions know. The
 * values of its own attributes are JSON, written as text once more.
 */
final class MlflowFields {
  private static final Map<String, String> NAMES =
      Map.of(
          "mlflow.spanInputs", "input.value",
          "mlflow.spanOutputs", "output.value",
          "mlflow.llm.provider", "gen_ai.provider.name",
          "mlflow.traceRequestId", "mlflow.trace_id");

  private MlflowFields() {}

  static void attributes(RawSpan span, JsonNode attributes) {
    Attributes a = span.attributes;
    for (Iterator<Map.Entry<String, JsonNode>> it = attributes.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> member = it.next();
      String key = member.getKey();
      JsonNode value = key.startsWith("mlflow.") ? decoded(member.getValue()) : member.getValue();
      switch (key) {
        case "mlflow.spanType" -> a.put("openinference.span.kind", kind(value));
        case "mlflow.chat.tokenUsage" -> ModelAnswer.tokens(Json.structured(value), a);
        case "mlflow.linkedPrompts" -> prompt(a, value);
        default -> a.put(NAMES.getOrDefault(key, key), value);
      }
    }
    JsonNode output = a.get("output.value");
    a.putIfAbsent(
        "gen_ai.response.finish_reasons",
        output == null ? null : ModelAnswer.finishReason(Json.structured(output)));
    JsonNode documents = Json.structured(output);
    boolean retriever = "RETRIEVER".equals(a.text("openinference.span.kind"));
    if (retriever && documents != null && documents.isArray()) {
      a.put("retrieval.documents", documents);
    }
  }

  private static void prompt(Attributes a, JsonNode prompts) {
    JsonNode first = Json.structured(prompts).path(0);
    a.put("gen_ai.prompt.name", Members.first(first, "name"));
    a.put("gen_ai.prompt.version", Members.first(first, "version"));
  }

  private static String kind(JsonNode type) {
    return switch (type.asText("").strip().toUpperCase(Locale.ROOT)) {
      case "LLM", "CHAT_MODEL" -> "LLM";
      case "CHAIN", "WORKFLOW" -> "CHAIN";
      case "AGENT" -> "AGENT";
      case "TOOL" -> "TOOL";
      case "RETRIEVER" -> "RETRIEVER";
      case "EMBEDDING" -> "EMBEDDING";
      case "RERANKER" -> "RERANKER";
      case "EVALUATOR" -> "EVALUATOR";
      case "GUARDRAIL" -> "GUARDRAIL";
      default -> "UNKNOWN";
    };
  }

  /** A value that was written as JSON once more. */
  private static JsonNode decoded(JsonNode value) {
    if (!value.isTextual()) {
      return value;
    }
    try (JsonParser parser = Json.FACTORY.createParser(value.textValue())) {
      if (parser.nextToken() == null) {
        return value;
      }
      JsonNode inner = Json.tree(parser);
      return parser.nextToken() == null ? inner : value;
    } catch (IOException | TooDeepException e) {
      // Cut off, or from a producer that did not encode it.
      return value;
    }
  }

  /** What the trace says: who ran it for every span, and the rest for its roots. */
  static void info(RawSpan span, ObjectNode info, boolean root) {
    Attributes a = span.attributes;
    JsonNode metadata = Members.structured(info, "trace_metadata", "request_metadata");
    JsonNode tags = Members.structured(info, "tags");
    a.putIfAbsent("mlflow.trace.user", Members.first(metadata, "mlflow.trace.user"));
    a.putIfAbsent("mlflow.trace.session", Members.first(metadata, "mlflow.trace.session"));
    JsonNode location = info.path("trace_location").path("mlflow_experiment");
    JsonNode experiment = Members.first(location, "experiment_id");
    a.put(
        "mlflow.experiment_id",
        experiment == null ? Json.text(info.get("experiment_id")) : Json.text(experiment));
    if (root) {
      own(metadata, a);
      own(tags, a);
      a.putIfAbsent("mlflow.trace_name", Members.first(tags, "mlflow.traceName"));
      a.putIfAbsent("mlflow.client_request_id", Members.first(info, "client_request_id"));
    }
  }

  /** What users gave goes by its bare name; MLflow's own keeps its name. */
  private static void own(JsonNode members, Attributes target) {
    members
        .fields()
        .forEachRemaining(
            m -> {
              boolean large = m.getKey().startsWith("mlflow.traceInputs");
              large |= m.getKey().startsWith("mlflow.traceOutputs");
              if (!large && !m.getKey().equals("mlflow.trace.tokenUsage")) {
                target.putIfAbsent(m.getKey(), m.getValue());
              }
            });
  }

  /** A trace without spans, from what is said of it as a whole. */
  static void whole(RawSpan span, ObjectNode info, JsonNode data) {
    JsonNode tags = Members.structured(info, "tags");
    span.name = Members.text(tags, "mlflow.traceName");
    span.statusCode = Members.text(info, "state", "status");
    JsonNode millis = Members.first(info, "execution_duration_ms", "execution_time_ms");
    Double duration = Numbers.decimal(millis);
    if (duration != null) {
      span.endTime =
          VendorRecord.end(span.startTime, Json.NODES.numberNode(duration.doubleValue() * 1e6));
    }
    JsonNode request = Members.first(data, "request", "inputs");
    JsonNode response = Members.first(data, "response", "outputs");
    span.attributes.put(
        "input.value", request == null ? Members.first(info, "request_preview") : request);
    span.attributes.put(
        "output.value", response == null ? Members.first(info, "response_preview") : response);
  }

  /** OpenTelemetry's id where the span gives it in any form, else MLflow's; null where neither. */
  static String spanTraceId(ObjectNode node, JsonNode ids, JsonNode attributes) {
    String stated = Ids.trace(Members.text(node, "otel_trace_id"));
    stated = stated == null ? Ids.trace(Members.text(ids, "trace_id")) : stated;
    if (stated != null) {
      return stated;
    }
    String named = Members.text(ids, "trace_id");
    JsonNode request = attributes.path("mlflow.traceRequestId");
    named = named == null && request.isTextual() ? decoded(request).asText() : named;
    return ofName(named);
  }

  static String traceId(JsonNode info) {
    return ofName(Members.text(info, "trace_id", "request_id"));
  }

  /** The id that {@code tr-ID} or {@code trace:/place/ID} names. */
  private static String ofName(String name) {
    if (Ids.isAbsent(name)) {
      return null;
    }
    String id = name.strip();
    id = id.startsWith("trace:/") ? id.substring(id.lastIndexOf('/') + 1) : id;
    String bare = id.startsWith("tr-") ? id.substring(3) : id;
    String otel = Ids.trace(bare);
    return otel != null ? otel : Ids.isAbsent(id) ? null : Ids.vendor(id);
  }

  static String spanId(String text) {
    String otel = Ids.span(text);
    return otel != null || Ids.isAbsent(text) ? otel : Ids.vendor(text);
  }
}
