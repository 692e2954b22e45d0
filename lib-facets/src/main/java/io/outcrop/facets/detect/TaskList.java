package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Tasks that a message of the user lists, and whether a kind of them was never done.
 *
 * <p>A list is numbered or bulleted lines, or clauses that begin with "first", "second", "then",
 * "also", "finally" and the like. Each task is classified by its first verb. Only changes and
 * messages are looked for, since an agent may look up or reckon without a call; and a tool of
 * unknown class counts as one of them each. English, German, Spanish and French.
 */
final class TaskList {
  private static final int MAX_CHARS = 2_000;
  private static final int LEAST = 2;

  /** Characters between the beginnings of two tasks, so that "and then" begins one. */
  private static final int LEAST_GAP = 9;

  private static final Fragments NEXT =
      Fragments.of(
          """
          first|; first,; second|; secondly; third|; thirdly; then|; and then; after that; also|;
          and also; finally; lastly; as well as; next,; additionally; zuerst; erstens; zweitens;
          drittens; dann|; danach; ausserdem; schliesslich; und dann; primero; segundo; tercero;
          luego; despues; ademas; por ultimo; y tambien; d'abord; ensuite; puis|; enfin; de plus;
          et aussi""");
  private static final Set<String> TELLS =
      Set.of(
          "tell", "inform", "let", "send", "email", "mail", "notify", "message", "text", "alert",
          "write", "remind", "ping", "page");
  private static final Set<Action> ASKED = EnumSet.of(Action.WRITE, Action.NOTIFY);

  private TaskList() {}

  /** Whether the last message with a list has a kind of task that no call can have done. */
  static boolean isOpen(TraceView view) {
    List<Exchange> exchanges = view.exchanges();
    for (int i = exchanges.size() - 1; i >= 0; i--) {
      List<String> tasks = tasks(exchanges.get(i).question());
      if (tasks.size() >= LEAST) {
        List<Call> calls = new ArrayList<>();
        exchanges.subList(i, exchanges.size()).forEach(e -> calls.addAll(e.calls()));
        return !calls.isEmpty() && lacks(view, kinds(tasks), calls);
      }
    }
    return false;
  }

  private static boolean lacks(TraceView view, Set<Action> wanted, List<Call> calls) {
    Evidence evidence = new Evidence(view);
    long unknown =
        calls.stream()
            .filter(c -> c.action() == Action.OTHER || c.action() == Action.RUN)
            .map(Call::tool)
            .distinct()
            .count();
    long missing = wanted.stream().filter(kind -> !evidence.hasDone(kind)).count();
    return wanted.size() >= LEAST && missing > unknown;
  }

  private static Set<Action> kinds(List<String> tasks) {
    Set<Action> kinds = EnumSet.noneOf(Action.class);
    for (String task : tasks) {
      List<String> words = NameTokens.of(task);
      for (String word : words.subList(0, Math.min(4, words.size()))) {
        Action kind = TELLS.contains(word) ? Action.NOTIFY : Action.ofTool(word);
        if (kind != Action.OTHER) {
          if (ASKED.contains(kind)) {
            kinds.add(kind);
          }
          break;
        }
      }
    }
    return kinds;
  }

  /** The tasks of a message; none where it has no list. */
  static List<String> tasks(String message) {
    String text = message.length() <= MAX_CHARS ? message : message.substring(0, MAX_CHARS);
    List<String> tasks = new ArrayList<>();
    int start = -1;
    for (int at = NEXT.find(text, 0); at >= 0; at = NEXT.find(text, at + LEAST_GAP)) {
      if (start >= 0) {
        add(text.substring(start, at), tasks);
      } else {
        add(lastClause(text.substring(0, at)), tasks);
      }
      start = at;
    }
    if (start >= 0) {
      add(text.substring(start), tasks);
      return tasks;
    }
    for (String line : text.split("\n", -1)) {
      String plain = line.strip();
      boolean item =
          plain.length() > 3
              && (plain.startsWith("- ")
                  || plain.startsWith("* ")
                  || (Character.isDigit(plain.charAt(0))
                      && (plain.charAt(1) == '.' || plain.charAt(1) == ')')));
      if (item) {
        add(plain.substring(2), tasks);
      }
    }
    return tasks;
  }

  private static String lastClause(String before) {
    int cut = Math.max(before.lastIndexOf('.'), before.lastIndexOf(':'));
    return before.substring(cut + 1);
  }

  private static void add(String task, List<String> tasks) {
    String plain = task.strip();
    if (plain.length() > 3) {
      tasks.add(plain);
    }
  }
}
