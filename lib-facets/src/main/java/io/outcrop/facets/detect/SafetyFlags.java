package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether a guardrail or a provider's filter objected.
 *
 * <p>A guardrail's span objects where an attribute, or a member of the JSON that it gives back,
 * says that it was triggered, or that what it looked at is not safe, or blocked; or where it failed
 * with a content filter's error. A model call objects by its finish reason. It cannot see a
 * guardrail that leaves no span, nor one that answers in plain words only.
 */
public final class SafetyFlags {
  private static final Set<String> BAD =
      Set.of(
          "triggered",
          "tripwire_triggered",
          "flagged",
          "blocked",
          "violation",
          "violated",
          "unsafe",
          "is_unsafe",
          "rejected",
          "is_blocked",
          "should_block",
          "tripped",
          "intervened",
          "detected",
          "has_violation",
          "is_flagged",
          "policy_violation",
          "injection_detected",
          "pii_detected",
          "toxic",
          "tripwiretriggered",
          "failed");
  private static final Set<String> GOOD =
      Set.of(
          "safe",
          "is_safe",
          "passed",
          "pass",
          "allowed",
          "valid",
          "is_valid",
          "ok",
          "approved",
          "success",
          "validation_passed");
  private static final Set<String> VERDICTS =
      Set.of(
          "action",
          "verdict",
          "result",
          "decision",
          "outcome",
          "status",
          "label",
          "category_result",
          "guardrail_action",
          "classification",
          "rating");
  private static final Set<String> OBJECTS =
      Set.of(
          "block",
          "blocked",
          "deny",
          "denied",
          "reject",
          "rejected",
          "unsafe",
          "fail",
          "failed",
          "flagged",
          "guardrail_intervened",
          "intervened",
          "triggered",
          "violation",
          "harmful",
          "not_allowed",
          "disallowed",
          "mask",
          "redact",
          "sanitize");
  private static final Set<String> REASONS =
      Set.of(
          "content_filter",
          "safety",
          "prohibited_content",
          "blocklist",
          "spii",
          "recitation_safety",
          "guardrail_intervened",
          "refusal_safety",
          "image_safety");

  private SafetyFlags() {}

  /** True or false; null where nothing was there to object. */
  public static Boolean in(TraceView view) {
    boolean any = false;
    for (Span span : view.trace().spans()) {
      boolean guards = span.kind() == SpanKind.GUARDRAIL || isModeration(span);
      if (guards) {
        any = true;
        if (objects(span)) {
          return true;
        }
      }
      boolean stopped =
          span.kind() == SpanKind.LLM
              && span.finishReasons().stream()
                  .anyMatch(r -> REASONS.contains(r.toLowerCase(Locale.ROOT)));
      if (stopped || (span.kind() == SpanKind.LLM && span.failed() && filtered(span))) {
        return true;
      }
    }
    return any ? Boolean.FALSE : null;
  }

  private static boolean isModeration(Span span) {
    if (span.kind() != SpanKind.OTHER
        && span.kind() != SpanKind.TOOL
        && span.kind() != SpanKind.EVALUATOR) {
      return false;
    }
    List<String> tokens = span.name() == null ? List.of() : NameTokens.of(span.name());
    return tokens.contains("guardrail")
        || tokens.contains("guardrails")
        || tokens.contains("moderation")
        || tokens.contains("moderate");
  }

  private static boolean objects(Span span) {
    for (Map.Entry<String, String> entry : span.attributes().entrySet()) {
      String key = entry.getKey().toLowerCase(Locale.ROOT);
      if (says(key.substring(key.lastIndexOf('.') + 1), entry.getValue())) {
        return true;
      }
    }
    String output = span.outputText() == null ? span.toolResult() : span.outputText();
    return (span.failed() && filtered(span)) || (output != null && outputObjects(output));
  }

  private static boolean filtered(Span span) {
    ErrorClass errorClass = ErrorClass.of(span.errorType(), span.errorMessage(), null);
    return errorClass == ErrorClass.CONTENT_FILTER;
  }

  private static boolean says(String name, String value) {
    String text = value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    boolean yes = text.equals("true") || text.equals("1") || text.equals("yes");
    boolean no = text.equals("false") || text.equals("0") || text.equals("no");
    return (BAD.contains(name) && yes)
        || (GOOD.contains(name) && no)
        || (VERDICTS.contains(name) && OBJECTS.contains(text));
  }

  /** Names and values of JSON, wherever they stand in it; or one word as the whole output. */
  private static boolean outputObjects(String output) {
    String text = output.strip();
    if (text.length() <= 24 && text.indexOf('"') < 0) {
      return OBJECTS.contains(text.toLowerCase(Locale.ROOT));
    }
    int end = Math.min(text.length(), 20_000);
    for (int open = text.indexOf('"'); open >= 0 && open < end; ) {
      int close = text.indexOf('"', open + 1);
      if (close < 0) {
        return false;
      }
      int colon = close + 1;
      while (colon < text.length() && Character.isWhitespace(text.charAt(colon))) {
        colon++;
      }
      if (colon < text.length()
          && text.charAt(colon) == ':'
          && says(
              text.substring(open + 1, close).toLowerCase(Locale.ROOT), value(text, colon + 1))) {
        return true;
      }
      open = text.indexOf('"', close + 1);
    }
    return false;
  }

  private static String value(String text, int from) {
    int start = from;
    while (start < text.length()
        && (Character.isWhitespace(text.charAt(start)) || text.charAt(start) == '"')) {
      start++;
    }
    int end = start;
    while (end < text.length() && "\",}] \n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(start, end);
  }
}
