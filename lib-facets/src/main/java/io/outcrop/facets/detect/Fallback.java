package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether the agent fell back: to another model after a failure, to another tool of the same kind
 * with the same argument after a failure, to a generic canned answer, or as an attribute says.
 *
 * <p>A specific apology ("I couldn't find order 17") is no canned answer.
 */
public final class Fallback {
  private static final int CANNED_CHARS = 320;
  private static final int MIN_SHARED_ARGUMENT = 8;
  private static final Set<String> NEGATIVE = Set.of("", "false", "0", "none", "no", "null");
  private static final Phrases CANNED =
      Phrases.of(
          "unable|able|can't|cannot to|help|assist|process|complete .. at this|the time|moment",
          "unable to help|assist|process|complete|answer .. request|that|you right|at|now|this",
          "unable to help|assist|answer|process|complete .. at this|the time|moment",
          "unable to process|handle|complete|fulfill your|this|the request",
          "something went wrong",
          "try|trying again later",
          "error occurred|has",
          "an|unexpected error occurred|has",
          "experiencing technical",
          "technical difficulties|issues|problem",
          "temporarily unavailable",
          "stopped due to iteration|max|time",
          "iteration limit or time limit",
          "having trouble processing|answering|understanding|with .. request|right",
          "didn't|don't understand",
          "did|do not understand",
          "didn't quite understand|catch|get",
          "cannot|can't process your request",
          "no response|answer was generated|available",
          "i don't know",
          "ist ein fehler aufgetreten",
          "etwas .. schiefgelaufen|schief",
          "später erneut|noch|nochmal|wieder",
          "habe .. nicht verstanden",
          "algo salió mal",
          "ocurrido|ocurrió|ocorreu|verificato un|um error|erro|errore",
          "más tarde|mais tarde",
          "no he|te|le|lo entendido|entiendo|entendí",
          "une erreur est survenue",
          "plus tard",
          "n'ai pas compris",
          "não entendi|compreendi",
          "algo deu errado",
          "qualcosa è andato storto",
          "più tardi",
          "non ho capito");
  private static final String[] CANNED_DENSE = {
    "\u8bf7\u7a0d\u540e\u518d\u8bd5",
    "\u51fa\u73b0\u4e86\u9519\u8bef",
    "\u6211\u6ca1\u6709\u7406\u89e3",
    "\u30a8\u30e9\u30fc\u304c\u767a\u751f",
    "\u3057\u3070\u3089\u304f\u3057\u3066",
    "\u7406\u89e3\u3067\u304d\u307e\u305b\u3093"
  };

  private Fallback() {}

  public static boolean in(TraceView view) {
    return stated(view) || isCanned(view) || otherModel(view) || otherTool(view.calls());
  }

  /** Whether the final text is a canned answer that fits any request. */
  public static boolean isCanned(TraceView view) {
    String text = view.conversation().finalText();
    if (text == null || text.length() > CANNED_CHARS || Replies.asks(text)) {
      return false;
    }
    List<Sentence> sentences = Sentence.of(text);
    return sentences.size() <= 4
        && (sentences.stream().anyMatch(CANNED::in)
            || Arrays.stream(CANNED_DENSE).anyMatch(text::contains))
        && text.chars().noneMatch(Character::isDigit);
  }

  private static boolean stated(TraceView view) {
    for (Span span : view.trace().spans()) {
      if (span.name() != null && NameTokens.of(span.name()).contains("fallback")) {
        return true;
      }
      for (Map.Entry<String, String> entry : span.attributes().entrySet()) {
        String key = entry.getKey();
        boolean says =
            key.endsWith("fallback")
                || key.endsWith("fallback_used")
                || key.endsWith("is_fallback")
                || key.endsWith("fallback.used")
                || key.endsWith("fallback_triggered");
        if (says && !NEGATIVE.contains(entry.getValue().toLowerCase(Locale.ROOT))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean otherModel(TraceView view) {
    Map<String, Span> before = new HashMap<>();
    for (Span call : view.trace().modelCalls()) {
      String parent = view.trace().parent(call).map(Span::spanId).orElse("");
      Span earlier = before.put(parent, call);
      boolean switched =
          earlier != null
              && earlier.failed()
              && earlier.model() != null
              && call.model() != null
              && !related(earlier.model(), call.model());
      if (switched) {
        return true;
      }
    }
    return false;
  }

  /** The same model under a longer, dated or prefixed name. */
  private static boolean related(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    String shorter = a.length() < b.length() ? a : b;
    String longer = a.length() < b.length() ? b : a;
    int at = longer.indexOf(shorter);
    if (at < 0) {
      return false;
    }
    String rest = longer.substring(at + shorter.length());
    return rest.isEmpty()
        || (rest.length() > 1 && Character.isDigit(rest.charAt(1)))
        || rest.endsWith("latest");
  }

  private static boolean otherTool(List<Call> calls) {
    for (int i = 1; i < calls.size(); i++) {
      Call failed = calls.get(i - 1);
      Call next = calls.get(i);
      boolean same =
          failed.action() == next.action()
              && (next.action() == Action.SEARCH || next.action() == Action.LOOK_UP)
              && !failed.tool().equals(next.tool());
      if (same
          && failed.failed()
          && failed.arguments() != null
          && failed.arguments().length() >= MIN_SHARED_ARGUMENT
          && Objects.equals(failed.arguments(), next.arguments())) {
        return true;
      }
    }
    return false;
  }
}
