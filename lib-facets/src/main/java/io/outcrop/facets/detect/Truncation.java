package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a model's output was cut off.
 *
 * <p>By a finish reason that says so, or by a final text that stops inside a structure: an open
 * code fence, an unclosed JSON document, a comma or a function word at the end of a long text. Text
 * that was cut on ingest tells nothing and is not judged by its end.
 */
public final class Truncation {
  private static final Set<String> REASONS =
      Set.of(
          "length", "max_tokens", "max_output_tokens", "model_length", "token_limit", "incomplete");
  private static final Set<String> OPEN_WORDS =
      Set.of(
          "and", "or", "the", "a", "an", "of", "to", "with", "because", "that", "is", "are",
          "your");
  private static final int LONG = 200;

  private Truncation() {}

  public static boolean in(TraceView view) {
    boolean cutOnIngest = false;
    for (Span span : view.trace().modelCalls()) {
      if (span.finishReasons().stream()
          .anyMatch(reason -> REASONS.contains(reason.toLowerCase(Locale.ROOT)))) {
        return true;
      }
      cutOnIngest |= span.truncated();
    }
    String text = view.conversation().finalText();
    return text != null
        && !cutOnIngest
        && !view.trace().mainRoot().truncated()
        && (openFence(text) || openJson(text) || openSentence(text));
  }

  private static boolean openFence(String text) {
    int fences = 0;
    for (int at = text.indexOf("```"); at >= 0; at = text.indexOf("```", at + 3)) {
      fences++;
    }
    return fences % 2 == 1;
  }

  private static boolean openJson(String text) {
    return (text.startsWith("{\"") || text.startsWith("[{"))
        && !text.endsWith("}")
        && !text.endsWith("]")
        && text.indexOf('}', text.length() - Math.min(text.length(), LONG)) < 0;
  }

  private static boolean openSentence(String text) {
    if (text.length() < LONG
        || !(text.endsWith(",") || Character.isLetter(text.charAt(text.length() - 1)))) {
      return false;
    }
    List<String> words = Sentence.last(text.substring(text.length() - LONG)).words();
    return text.endsWith(",")
        || (!words.isEmpty() && OPEN_WORDS.contains(words.get(words.size() - 1)));
  }
}
