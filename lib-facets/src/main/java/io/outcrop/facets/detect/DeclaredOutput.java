package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.outcrop.facets.trace.Span;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The form that a span declares for its output: JSON, and a schema where one is given.
 *
 * @param schema a JSON Schema, missing where none is given
 */
record DeclaredOutput(JsonNode schema) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CHARS = 100_000;
  private static final List<String> SCHEMAS =
      List.of(
          "response_schema",
          "responseschema",
          "output_schema",
          "outputschema",
          "gen_ai.request.json_schema",
          "llm.json_schema",
          "ai.schema");
  private static final List<String> PARAMETERS =
      List.of(
          "llm.invocation_parameters",
          "gen_ai.request.parameters",
          "model_parameters",
          "langfuse.observation.model.parameters");

  /** What a span's attributes declare; empty where they declare nothing. */
  static Optional<DeclaredOutput> of(Span span) {
    DeclaredOutput found = null;
    for (Map.Entry<String, String> attribute : span.attributes().entrySet()) {
      String key = attribute.getKey().toLowerCase(Locale.ROOT);
      String value = attribute.getValue();
      if (value.length() > MAX_CHARS || key.contains("tool") || key.startsWith("logfire.")) {
        continue;
      }
      DeclaredOutput here = null;
      if (PARAMETERS.contains(key)) {
        here = ofParameters(json(value));
      } else if (key.endsWith("response_format") || key.endsWith("responseformat")) {
        here = ofFormat(json(value), value);
      } else if (key.endsWith("output.type") || key.endsWith("output_type")) {
        here = value.equalsIgnoreCase("json") ? plainJson() : null;
      } else if (key.endsWith("response_mime_type") || key.endsWith("responsemimetype")) {
        here = value.contains("json") ? plainJson() : null;
      } else if (isSchemaKey(key)) {
        JsonNode schema = json(value);
        here = schema.isObject() ? new DeclaredOutput(unwrapped(schema)) : null;
      }
      boolean better = found == null || found.schema.isMissingNode();
      found = here != null && better ? here : found;
    }
    return Optional.ofNullable(found);
  }

  private static boolean isSchemaKey(String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    return SCHEMAS.contains(key)
        || SCHEMAS.contains(last)
        || key.endsWith("output.schema")
        || key.endsWith("response.schema");
  }

  private static DeclaredOutput ofParameters(JsonNode parameters) {
    JsonNode format = parameters.path("response_format");
    format = format.isMissingNode() ? parameters.path("text").path("format") : format;
    if (!format.isMissingNode()) {
      return ofFormat(format, format.asText(""));
    }
    for (JsonNode at : List.of(parameters, parameters.path("generation_config"))) {
      for (String key : List.of("response_schema", "responseSchema", "response_json_schema")) {
        if (at.path(key).isObject()) {
          return new DeclaredOutput(at.get(key));
        }
      }
      if (at.path("response_mime_type").asText("").contains("json")
          || at.path("format").asText("").equals("json")) {
        return plainJson();
      }
    }
    return parameters.path("format").isObject()
        ? new DeclaredOutput(parameters.get("format"))
        : null;
  }

  private static DeclaredOutput ofFormat(JsonNode format, String plain) {
    String type = format.path("type").asText(plain).toLowerCase(Locale.ROOT);
    if (format.path("json_schema").isObject()) {
      return new DeclaredOutput(unwrapped(format.get("json_schema")));
    }
    if (format.path("schema").isObject()) {
      return new DeclaredOutput(format.get("schema"));
    }
    if (format.path("properties").isObject()) {
      return new DeclaredOutput(format);
    }
    return type.contains("json") ? plainJson() : null;
  }

  private static JsonNode unwrapped(JsonNode schema) {
    return schema.path("schema").isObject() ? schema.get("schema") : schema;
  }

  private static DeclaredOutput plainJson() {
    return new DeclaredOutput(MissingNode.getInstance());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // "json_object" without quotes is a word, not JSON.
      return MissingNode.getInstance();
    }
  }

  /** Whether an output has the declared form. */
  boolean isMet(String output) {
    String text = unfenced(output.strip());
    JsonNode value = json(text);
    return !text.isEmpty() && !value.isMissingNode() && JsonShape.fits(value, schema);
  }

  /** A fence of Markdown around the whole is taken off by every parser of models' output. */
  static String unfenced(String text) {
    if (!text.startsWith("```") || !text.endsWith("```") || text.length() < 6) {
      return text;
    }
    int line = text.indexOf('\n');
    return line < 0
        ? text
        : text.substring(line + 1, Math.max(line + 1, text.length() - 3)).strip();
  }
}
