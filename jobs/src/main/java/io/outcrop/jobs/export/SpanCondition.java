package io.outcrop.jobs.export;

import java.util.Map;

/**
 * A facet=value item as a condition on single spans in OTTL, the language of the OpenTelemetry
 * Collector's transform processor, with the names of the GenAI conventions. Most facets are told by
 * the whole of a trace and have none.
 */
final class SpanCondition {
  private static final String TOOL = "attributes[\"gen_ai.operation.name\"] == \"execute_tool\"";
  private static final String FAILED = "status.code == STATUS_CODE_ERROR";
  private static final Map<String, String> ERRORS =
      Map.of(
          "timeout", "(?i)time.?out|deadline",
          "rate_limit", "(?i)rate.?limit|429|quota|throttl",
          "auth", "(?i)unauthori|401|authenticat",
          "permission", "(?i)permission|forbidden|403|denied",
          "not_found", "(?i)not.?found|404",
          "network", "(?i)connection|network|dns|socket",
          "server", "(?i)internal|50[0-9]|unavailable",
          "context_length", "(?i)context.?(length|window)",
          "step_limit", "(?i)max.?(steps|turns|iterations)|recursion");

  private SpanCondition() {}

  /** The condition; null where single spans do not tell. */
  static String of(String facet, String value) {
    return switch (facet) {
      case "tool_error_count", "swallowed_errors", "retry_count" ->
          value.equals("none") ? null : TOOL + " and " + FAILED;
      case "origin_tool" -> equal("gen_ai.tool.name", value) + " and " + FAILED;
      case "distinct_tools" -> equal("gen_ai.tool.name", value);
      case "origin_error_class" -> error(value);
      case "timed_out" -> error("timeout");
      case "truncated" -> finished("length|max_tokens|max_output_tokens");
      case "finish_reasons" -> finished(value.replaceAll("[^A-Za-z0-9_ -]", "."));
      case "model_versions" -> equal("gen_ai.response.model", value);
      case "agent" -> equal("gen_ai.agent.name", value);
      case "agent_version" -> equal("gen_ai.agent.version", value);
      case "service" -> "resource." + equal("service.name", value);
      case "environment" -> "resource." + equal("deployment.environment.name", value);
      case "completion_status" -> value.equals("failed") ? "IsRootSpan() and " + FAILED : null;
      default -> null;
    };
  }

  private static String equal(String attribute, String value) {
    return "attributes[\"%s\"] == %s".formatted(attribute, literal(value));
  }

  private static String error(String errorClass) {
    String pattern = ERRORS.get(errorClass);
    return pattern == null
        ? null
        : FAILED + " and IsMatch(attributes[\"error.type\"], " + literal(pattern) + ")";
  }

  private static String finished(String reasons) {
    return "attributes[\"gen_ai.response.finish_reasons\"] != nil and"
        + " IsMatch(String(attributes[\"gen_ai.response.finish_reasons\"]), "
        + literal(reasons)
        + ")";
  }

  /** A text of strangers as a literal. */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                literal.append('\\').appendCodePoint(c);
              } else if (Character.isISOControl(c)) {
                literal.append(' ');
              } else {
                literal.appendCodePoint(c);
              }
            });
    return literal.append('"').toString();
  }
}
