package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the last answer of a trace is, in marks that hold for any domain.
 *
 * <p>{@code no_answer}; its act: {@code reports_done}, {@code promises}, {@code admits_problem},
 * {@code refuses}, {@code hands_over}, {@code asks}, {@code closes}, else {@code tells}; its form:
 * {@code structured} (JSON), {@code very_short}, {@code long}; the values in it: {@code
 * figures_known} (all were seen before), {@code figures_unknown} (some come from nothing), {@code
 * no_figures}; its ground: {@code uses_results}, {@code uses_no_result} (there were results, and it
 * holds none of their values), {@code no_results}; {@code said_before}; and {@code other_language}
 * than the last message of the user; and those of {@link AnswerFaults}.
 *
 * <p>Where a closing courtesy follows, the answer before it counts. Acts are told by words, in the
 * languages of {@link Replies}; the rest in any language.
 */
public final class AnswerShape {
  private static final int VERY_SHORT = 40;
  private static final int LONG = 1_200;
  private static final int MOST_RESULTS = 200;
  private static final Phrases PROMISES =
      Phrases.of(
          "i'll|we'll",
          "i|we will|shall",
          "let me",
          "i'm|i am|we're going to|about",
          "ich werde",
          "wir werden",
          "voy|vamos a",
          "je vais",
          "nous allons",
          "vou",
          "my|the plan is|would",
          "next steps|step");

  private AnswerShape() {}

  /**
   * The marks of the last answer.
   *
   * @param claims what the agent says it did
   */
  public static List<String> of(TraceView view, Claims.Found claims) {
    Set<String> marks = new TreeSet<>();
    List<Turn> answers = view.answers();
    Turn last = last(answers);
    String text = view.conversation().finalText();
    if (last != null && (text == null || isCourtesy(text))) {
      text = last.text();
    }
    if (text == null || text.isBlank()) {
      marks.add("no_answer");
      return List.copyOf(marks);
    }
    marks.add(act(text, claims));
    form(text, marks);
    values(view, text, marks);
    List<Turn> asked = view.conversation().userTurns();
    if (!asked.isEmpty() && WordingLimits.otherLanguage(asked.get(asked.size() - 1).text(), text)) {
      marks.add("other_language");
    }
    AnswerFaults.addTo(marks, view, text);
    if (saidBefore(answers, text)) {
      marks.add("said_before");
    }
    return List.copyOf(marks);
  }

  /** The last answer that says more than a farewell. */
  private static Turn last(List<Turn> answers) {
    for (int i = answers.size() - 1; i >= 0; i--) {
      if (i == 0 || !isCourtesy(answers.get(i).text())) {
        return answers.get(i);
      }
    }
    return null;
  }

  private static boolean isCourtesy(String text) {
    return text.strip().length() <= VERY_SHORT
        && Values.of(text).isEmpty()
        && !Replies.admits(text)
        && text.strip().split("\\s+", -1).length <= 6;
  }

  private static String act(String text, Claims.Found claims) {
    if (Refusal.refuses(text)) {
      return "refuses";
    }
    if (Replies.handsOver(text)) {
      return "hands_over";
    }
    if (Replies.admits(text)) {
      return "admits_problem";
    }
    if (Replies.closes(text)) {
      return claims.tools().isEmpty() ? "closes" : "reports_done";
    }
    if (Replies.asks(text)) {
      return "asks";
    }
    if (Sentence.of(text).stream().anyMatch(s -> !s.question() && PROMISES.in(s))) {
      return "promises";
    }
    return claims.tools().isEmpty() ? "tells" : "reports_done";
  }

  private static void form(String text, Set<String> marks) {
    String trimmed = text.strip();
    char first = trimmed.charAt(0);
    char end = trimmed.charAt(trimmed.length() - 1);
    if ((first == '{' && end == '}') || (first == '[' && end == ']')) {
      marks.add("structured");
    }
    if (trimmed.length() <= VERY_SHORT) {
      marks.add("very_short");
    } else if (trimmed.length() >= LONG) {
      marks.add("long");
    }
  }

  private static void values(TraceView view, String text, Set<String> marks) {
    Set<String> results = new HashSet<>();
    List<Call> calls = view.calls();
    for (Call call : calls.subList(Math.max(0, calls.size() - MOST_RESULTS), calls.size())) {
      Values.addTo(results, call.result());
    }
    Set<String> heard = new HashSet<>();
    Values.addTo(heard, view.conversation().systemText());
    view.conversation().userTurns().forEach(t -> Values.addTo(heard, t.text()));
    Set<String> told = Values.of(text);
    if (told.isEmpty()) {
      marks.add("no_figures");
    } else {
      boolean all = told.stream().allMatch(v -> results.contains(v) || heard.contains(v));
      marks.add(all ? "figures_known" : "figures_unknown");
    }
    if (calls.isEmpty()) {
      marks.add("no_results");
    } else if (!told.isEmpty()) {
      boolean any = told.stream().anyMatch(v -> results.contains(v) && !heard.contains(v));
      marks.add(any ? "uses_results" : "uses_no_result");
    }
  }

  private static boolean saidBefore(List<Turn> answers, String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return answers.stream()
            .filter(t -> t.text().strip().toLowerCase(Locale.ROOT).equals(wanted))
            .count()
        > 1;
  }
}
