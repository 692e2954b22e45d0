package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Rows of Braintrust's logs and experiments, each a span or the summary of a trace. */
final class BraintrustDialect implements Dialect {
  private static final Map<String, String> KEPT =
      Map.of(
          "project_id", "braintrust.project_id",
          "org_id", "braintrust.org_id",
          "experiment_id", "braintrust.experiment_id",
          "expected", "braintrust.expected",
          "origin", "braintrust.origin",
          "context", "braintrust.context",
          "comments", "braintrust.comments",
          "tags", "tag.tags",
          "metadata", "metadata");

  @Override
  public String name() {
    return "braintrust";
  }

  @Override
  public boolean matches(ObjectNode record) {
    return record.has("root_span_id")
        && Members.hasAny(
            record,
            "span_parents",
            "span_attributes",
            "_xact_id",
            "_pagination_key",
            "is_root",
            "metrics");
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    if (record.path("_object_delete").asBoolean(false)) {
      out.skip();
      return;
    }
    JsonNode metrics = Members.structured(record, "metrics");
    JsonNode start = Members.first(metrics, "start");
    start = start == null ? record.get("created") : start;
    String id = Members.id(record, "span_id", "id");
    RawSpan span = VendorRecord.span(record, Members.id(record, "root_span_id"), id, start, out);
    if (span == null) {
      return;
    }
    span.parentSpanId = parent(record);
    span.endTime = Times.of(Members.first(metrics, "end"));
    span.version = version(Members.text(record, "_xact_id"));
    JsonNode described = Members.structured(record, "span_attributes");
    span.name = Members.text(described, "name");
    fill(span, record, kind(described), metrics);
    out.span(span);
  }

  private static String parent(ObjectNode record) {
    JsonNode parents = Members.structured(record, "span_parents");
    String first = parents.isArray() ? Json.text(parents.get(0)) : Json.text(parents);
    boolean root = record.path("is_root").asBoolean(false);
    return root || Ids.isAbsent(first) ? null : Ids.vendor(first);
  }

  private static Long version(String transaction) {
    return transaction == null ? null : Numbers.integer(transaction.strip());
  }

  private static String kind(JsonNode described) {
    String type = Members.text(described, "type");
    String purpose = Members.text(described, "purpose");
    if ("scorer".equalsIgnoreCase(purpose)) {
      return "EVALUATOR";
    }
    return switch (type == null ? "" : type.strip().toLowerCase(Locale.ROOT)) {
      case "llm" -> "LLM";
      case "tool" -> "TOOL";
      case "task", "function", "eval", "automation", "preprocessor" -> "CHAIN";
      case "score", "classifier", "facet", "review" -> "EVALUATOR";
      default -> "UNKNOWN";
    };
  }

  private static void fill(RawSpan span, ObjectNode record, String kind, JsonNode metrics) {
    Attributes a = span.attributes;
    a.put("openinference.span.kind", kind);
    KEPT.forEach((member, key) -> a.put(key, Json.structured(Members.first(record, member))));
    a.put("input.value", Json.structured(Members.first(record, "input")));
    JsonNode output = Members.structured(record, "output");
    a.put("output.value", output);
    a.put("gen_ai.response.finish_reasons", ModelAnswer.finishReason(output));
    JsonNode error = Members.first(record, "error");
    if (error != null) {
      ErrorText.fail(span, error);
    }
    JsonNode metadata = Members.structured(record, "metadata");
    a.put("gen_ai.request.model", Members.first(metadata, "model"));
    a.put("gen_ai.provider.name", Members.first(metadata, "provider"));
    JsonNode prompt = Members.structured(metadata, "prompt");
    a.put("gen_ai.prompt.name", Members.first(prompt, "key", "name", "id"));
    a.put("gen_ai.prompt.version", Members.first(prompt, "version"));
    metrics(a, metrics);
    scores(span, Members.structured(record, "scores"));
    Members.putAll(Members.structured(record, "facets"), "braintrust.facets.", a);
    Members.putAll(Members.structured(record, "classifications"), "braintrust.classifications.", a);
  }

  private static void metrics(Attributes a, JsonNode metrics) {
    ModelAnswer.tokens(metrics, a);
    a.put("llm.cost.total", Members.first(metrics, "estimated_cost"));
    a.put(
        "gen_ai.usage.reasoning.output_tokens",
        Members.first(metrics, "completion_reasoning_tokens"));
    a.put("braintrust.time_to_first_token", Members.first(metrics, "time_to_first_token"));
  }

  private static void scores(RawSpan span, JsonNode scores) {
    for (Iterator<Map.Entry<String, JsonNode>> it = scores.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> score = it.next();
      if (!score.getValue().isNull()) {
        VendorRecord.evaluation(span, score.getKey(), score.getValue(), null, null);
      }
    }
  }
}
