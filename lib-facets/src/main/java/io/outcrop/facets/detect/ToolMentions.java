package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.List;

/** The tools that a text names by an identifier: joined words, or a word between backticks. */
final class ToolMentions {
  private ToolMentions() {}

  /** The names as words, in order; a plain word counts between backticks only. */
  static List<List<String>> in(String text) {
    List<List<String>> names = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      if (!isPart(text.charAt(i))) {
        i++;
        continue;
      }
      int start = i;
      while (i < text.length() && isPart(text.charAt(i))) {
        i++;
      }
      boolean marked = start > 0 && text.charAt(start - 1) == '`';
      String name = text.substring(start, i);
      if (!marked && !hasJoint(name)) {
        continue;
      }
      List<String> tokens = NameTokens.of(name);
      boolean joined = tokens.size() > 1 && !Character.isDigit(name.charAt(0)) && isJoined(name);
      if (!tokens.isEmpty() && name.length() <= 80 && (marked || joined)) {
        names.add(tokens);
      }
    }
    return names;
  }

  private static boolean isPart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  /** Whether it may be of several words: most words of a text are not, and are passed over. */
  private static boolean hasJoint(String name) {
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_' || (c >= 'A' && c <= 'Z')) {
        return true;
      }
    }
    return name.charAt(0) == '_';
  }

  /** "get_user" or "getUser", but not "McDonald" or "JSON". */
  private static boolean isJoined(String name) {
    return name.indexOf('_') > 0 || Character.isLowerCase(name.charAt(0));
  }
}
