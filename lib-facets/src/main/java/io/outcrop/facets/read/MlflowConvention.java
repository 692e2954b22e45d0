package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.SpanKind;

/** MLflow's attributes on spans of OpenTelemetry; each value is JSON, written as a text. */
final class MlflowConvention implements Convention {
  private static final Prefix OWN = Prefix.of("mlflow.");

  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    if (!a.mayHavePrefix(OWN)) {
      return;
    }
    a.drop("mlflow.spanType");
    draft.inputValue(plain(a, "mlflow.spanInputs"));
    draft.outputValue(plain(a, "mlflow.spanOutputs"));
    for (String key :
        new String[] {"mlflow.llm.model", "mlflow.trace.user", "mlflow.trace.session"}) {
      a.put(key, plain(a, key));
    }
    JsonNode usage = Json.structured(a.take("mlflow.chat.tokenUsage"));
    if (usage != null) {
      a.putIfAbsent("gen_ai.usage.input_tokens", usage.get("input_tokens"));
      a.putIfAbsent("gen_ai.usage.output_tokens", usage.get("output_tokens"));
    }
  }

  private static JsonNode plain(Attributes a, String key) {
    JsonNode value = a.take(key);
    return value != null && value.isTextual() ? Json.NODES.textNode(Json.plainText(value)) : value;
  }
}
