package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tools that a text says were used by their own names, such as {@code get_weather}.
 *
 * <p>A name is an identifier with an underscore or an inner capital, or one in backticks. It is
 * claimed where it is called a tool and said to have been used, where it is said to have returned
 * something, or where the speaker says to have called it. Plans, conditions, negations, questions
 * and code are no claims. It cannot see names of one plain word; those {@link Claims} takes where
 * the word "tool" stands by.
 */
final class NamedTools {
  private static final int BEFORE = 48;
  private static final int AFTER = 24;
  private static final int MAX_NAME = 60;
  private static final List<String> USED =
      List.of(
          "used",
          "called",
          "invoked",
          "ran ",
          "queried",
          "executed",
          "triggered",
          "using",
          "via ",
          "through ",
          "with the ",
          "from the ",
          "with tool",
          "calling",
          "aufgerufen",
          "verwendet",
          "genutzt",
          "benutzt",
          "mit dem",
          "mit ",
          "us\u00e9",
          "utilic\u00e9",
          "llam\u00e9",
          "he usado",
          "utilis\u00e9",
          "appel\u00e9",
          "avec ",
          "usei",
          "chamei",
          "usato",
          "chiamato",
          "\u4f7f\u7528\u4e86",
          "\u8c03\u7528\u4e86",
          "\u8c03\u7528",
          "\u4f7f\u3063\u3066",
          "\u901a\u8fc7");
  private static final List<String> CALLED =
      List.of(
          "i called",
          "i've called",
          "i have called",
          "i invoked",
          "i've invoked",
          "i triggered",
          "i have invoked",
          "ich habe",
          "llam\u00e9 a",
          "j'ai appel\u00e9",
          "\u6211\u8c03\u7528\u4e86");
  private static final List<String> UNREAL =
      List.of(
          "can ",
          "could",
          "will ",
          "would",
          "should",
          "might",
          "may ",
          "let me",
          "let's",
          "going to",
          "need to",
          "want",
          "if ",
          "once ",
          "not ",
          "n't",
          "never",
          "to use",
          "please",
          "you ",
          "unless",
          "instead of",
          "cannot",
          "without",
          "werde",
          "kann",
          "k\u00f6nnte",
          "nicht",
          "wenn",
          "voy a",
          "puedo",
          "podr\u00eda",
          "vais",
          "peux",
          "pas ",
          "no ",
          "\u6ca1\u6709",
          "\u53ef\u4ee5",
          "failed",
          "unable",
          "next",
          "then i",
          "plan",
          "example",
          "define",
          "function is",
          "implement");
  private static final List<String> RETURNED =
      List.of(
          "returned",
          "reported",
          "showed",
          "shows",
          "says",
          "confirmed",
          "confirms",
          "gave",
          "found",
          "indicates",
          "indicated",
          "responded",
          "ergab",
          "meldet",
          "lieferte",
          "devolvi\u00f3",
          "a renvoy\u00e9",
          "a retourn\u00e9",
          "retornou",
          "\u8fd4\u56de\u4e86");
  private static final List<String> TOOL =
      List.of(
          "tool",
          "plugin",
          "-tool",
          "\u5de5\u5177",
          "\u30c4\u30fc\u30eb",
          "werkzeug",
          "herramienta",
          "outil",
          "ferramenta",
          "strumento");

  private NamedTools() {}

  /** The names as tokens, in order; a text with code in it names none. */
  static List<List<String>> in(String text) {
    if ((text.indexOf('_') < 0 && text.indexOf('`') < 0 && !text.contains("ool"))
        || text.contains("```")) {
      return List.of();
    }
    List<List<String>> names = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (!isPart(text.charAt(at))) {
        at++;
        continue;
      }
      int start = at;
      while (at < text.length() && isPart(text.charAt(at))) {
        at++;
      }
      String name = text.substring(start, at);
      char left = start > 0 ? text.charAt(start - 1) : ' ';
      if (left != '\\' && isName(name, left == '`') && isClaimed(text, start, at)) {
        names.add(NameTokens.of(name));
      }
    }
    return names;
  }

  private static boolean isPart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private static boolean isName(String name, boolean quoted) {
    if (name.length() < 4 || name.length() > MAX_NAME || !Character.isLetter(name.charAt(0))) {
      return false;
    }
    boolean inner = name.indexOf('_') > 0 && !name.endsWith("_");
    for (int i = 1; i < name.length() && !inner; i++) {
      inner = Character.isUpperCase(name.charAt(i)) && Character.isLowerCase(name.charAt(i - 1));
    }
    List<String> tokens = NameTokens.of(name);
    // An id of a record ends in a number.
    boolean record = tokens.stream().anyMatch(t -> Character.isDigit(t.charAt(0)));
    return (inner || quoted) && !record && tokens.size() > (quoted ? 0 : 1);
  }

  private static boolean isClaimed(String text, int start, int end) {
    String before = clauseBefore(text, start);
    String after = clauseAfter(text, end);
    if (UNREAL.stream().anyMatch(before::contains) || after.contains("?")) {
      return false;
    }
    boolean tool =
        TOOL.stream().anyMatch(after::startsWith)
            || TOOL.stream().anyMatch(word -> before.stripTrailing().endsWith(word));
    String rest = after.startsWith("tool") ? after.substring(4).stripLeading() : after;
    boolean returned = RETURNED.stream().anyMatch(rest::startsWith);
    boolean used = USED.stream().anyMatch(before::contains);
    boolean does = Action.ofTool(text.substring(start, end)) != Action.OTHER;
    return (returned && (tool || does))
        || (tool && used)
        || CALLED.stream().anyMatch(before::contains);
  }

  private static String clauseBefore(String text, int start) {
    int from = start;
    while (from > 0 && start - from < BEFORE && !endsClause(text, from - 1)) {
      from--;
    }
    return " " + text.substring(from, start).replace('`', ' ').toLowerCase(Locale.ROOT);
  }

  private static String clauseAfter(String text, int end) {
    int to = end;
    while (to < text.length() && to - end < AFTER && text.charAt(to) != '\n') {
      to++;
    }
    return text.substring(end, to)
        .replace("`", "")
        .replace("()", "")
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static boolean endsClause(String text, int at) {
    char c = text.charAt(at);
    boolean stop = c == '.' || c == '!' || c == '?' || c == ';';
    return c == '\n' || c == '\u3002' || (stop && Character.isWhitespace(text.charAt(at + 1)));
  }
}
