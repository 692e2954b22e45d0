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
          "and",
          "or",
          "the",
          "a",
          "an",
          "of",
          "to",
          "with",
          "because",
          "that",
          "is",
          "are",
          "your",
          "und",
          "oder",
          "der",
          "die",
          "das",
          "ein",
          "eine",
          "mit",
          "weil",
          "dass",
          "von",
          "y",
          "o",
          "el",
          "la",
          "los",
          "las",
          "de",
          "que",
          "para",
          "porque",
          "con",
          "et",
          "ou",
          "le",
          "les",
          "du",
          "des",
          "pour",
          "parce",
          "avec",
          "e",
          "os",
          "as",
          "do",
          "da",
          "dos",
          "com",
          "il",
          "lo",
          "gli",
          "della",
          "del",
          "di",
          "che",
          "per",
          "perch\u00e9",
          "una",
          "un",
          "une");
  private static final int LONG = 200;
  private static final int LONG_DENSE = 80;

  private Truncation() {}

  public static boolean in(TraceView view) {
    boolean cutOnIngest = false;
    for (Span span : view.trace().modelCalls()) {
      if (isCutOff(span)) {
        return true;
      }
      cutOnIngest |= span.truncated();
    }
    String text = view.conversation().finalText();
    return text != null
        && !cutOnIngest
        && !view.trace().mainRoot().truncated()
        && (openFence(text) || openJson(text) || openSentence(text) || openMark(text));
  }

  /** Whether a model's call says that it ended at a limit. */
  static boolean isCutOff(Span call) {
    return call.finishReasons().stream()
        .anyMatch(reason -> REASONS.contains(reason.toLowerCase(Locale.ROOT)));
  }

  private static boolean openFence(String text) {
    return count(text, "```") % 2 == 1;
  }

  private static boolean openJson(String text) {
    return (text.startsWith("{\"") || text.startsWith("[{"))
        && !text.endsWith("}")
        && !text.endsWith("]")
        && text.indexOf('}', text.length() - Math.min(text.length(), LONG)) < 0;
  }

  /** A list item or a row of a table without its rest, or bold type that is never closed. */
  private static boolean openMark(String text) {
    if (text.length() < LONG) {
      return text.length() >= LONG_DENSE && isDense(text) && endsOnComma(text);
    }
    String last = text.substring(text.lastIndexOf('\n') + 1).strip();
    boolean item = last.length() <= 4 && last.endsWith(".") && Character.isDigit(last.charAt(0));
    boolean row = last.startsWith("|") && !last.endsWith("|") && text.contains("|\n|");
    boolean bold = last.lastIndexOf("**") >= 0 && count(last, "**") % 2 == 1;
    return item || row || bold || (isDense(text) && endsOnComma(text));
  }

  private static boolean isDense(String text) {
    return TextScan.isDense(text.charAt(0)) || TextScan.isDense(text.charAt(text.length() - 2));
  }

  private static boolean endsOnComma(String text) {
    return text.endsWith("\uff0c") || text.endsWith("\u3001");
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
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
