package io.outcrop.facets.detect;

import io.outcrop.facets.extract.Languages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How what is said stands to what was said before. */
final class DialogueMismatches {
  private static final int LEAST_ASKED = 20;
  private static final int MOST_ANSWERS = 30;

  private DialogueMismatches() {}

  static void addTo(Set<String> kinds, TraceView view) {
    List<Exchange> exchanges = view.exchanges();
    if (!exchanges.isEmpty() && switchesLanguage(exchanges)) {
      kinds.add("language_switch");
    }
    if (exchanges.size() < 2) {
      return;
    }
    if (asksAgain(exchanges)) {
      kinds.add("asked_again");
    }
    if (givesIn(view, exchanges)) {
      kinds.add("gave_in");
    }
  }

  /** An answer in another language than the message it answers. */
  private static boolean switchesLanguage(List<Exchange> exchanges) {
    String asked = exchanges.stream().map(Exchange::question).collect(Collectors.joining(" "));
    String language = asked.length() < LEAST_ASKED ? "und" : Languages.of(asked);
    if (!language.equals("und") && drifts(exchanges, language)) {
      return true;
    }
    for (Exchange exchange : exchanges) {
      if (WordingLimits.otherLanguage(exchange.question(), exchange.answer())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The answers up to some place are in the language of the messages, all later ones in another.
   */
  private static boolean drifts(List<Exchange> exchanges, String language) {
    List<String> answers = exchanges.stream().map(e -> plain(e.answer())).toList();
    int most = Math.min(answers.size(), MOST_ANSWERS);
    for (int i = 1; i < most; i++) {
      String former = Languages.of(String.join(" ", answers.subList(0, i)));
      String latter = Languages.of(String.join(" ", answers.subList(i, answers.size())));
      if (former.equals(language)
          && !latter.equals(language)
          && !latter.equals("und")
          && answers.subList(i, answers.size()).stream()
              .noneMatch(a -> Languages.of(a).equals(language))) {
        return true;
      }
    }
    return false;
  }

  /** Without what is quoted and what is code. */
  private static String plain(String answer) {
    return answer.indexOf('"') < 0 && answer.indexOf('`') < 0
        ? answer
        : answer.replaceAll("\"[^\"]*\"|`[^`]*`", " ");
  }

  /** The agent asks, and the user answers with what stood in an earlier message. */
  private static boolean asksAgain(List<Exchange> exchanges) {
    Set<String> before = new HashSet<>();
    for (int i = 0; i + 1 < exchanges.size(); i++) {
      Exchange exchange = exchanges.get(i);
      Values.addTo(before, exchange.question());
      String answer = exchange.answer();
      if (exchange.acted() || answer.isBlank() || !Replies.asks(answer)) {
        continue;
      }
      Set<String> told = Values.of(answer);
      for (String value : Values.of(exchanges.get(i + 1).question())) {
        if (Records.isName(value) && before.contains(value) && !told.contains(value)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The agent had told what a result holds; the user names another value, and the agent, without
   * looking again, tells that one and not its own.
   */
  private static boolean givesIn(TraceView view, List<Exchange> exchanges) {
    Set<String> returned = null;
    for (int i = 1; i < exchanges.size(); i++) {
      Exchange exchange = exchanges.get(i);
      Exchange earlier = exchanges.get(i - 1);
      if (!exchange.calls().isEmpty()
          || exchange.answer().isBlank()
          || Replies.asks(exchange.answer())) {
        continue;
      }
      if (returned == null) {
        returned = new HashSet<>();
        for (Call call : view.calls()) {
          Values.addTo(returned, call.result());
        }
      }
      Set<String> told = Values.of(exchange.answer());
      Set<String> own = new HashSet<>(Values.of(earlier.answer()));
      own.retainAll(returned);
      own.removeAll(Values.of(earlier.question()));
      Set<String> claimed = new HashSet<>(Values.of(exchange.question()));
      claimed.removeAll(returned);
      boolean takes = claimed.stream().anyMatch(told::contains);
      if (!own.isEmpty() && takes && own.stream().noneMatch(told::contains)) {
        return true;
      }
    }
    return false;
  }
}
