package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of an identifier: {@code get_user}, {@code getUser}, {@code get-user}, {@code get.user}
 * and {@code Get User} are all "get", "user".
 */
public final class NameTokens {
  private static final int MAX_CHARS = 200;

  private NameTokens() {}

  public static List<String> of(String name) {
    List<String> tokens = new ArrayList<>();
    StringBuilder token = new StringBuilder();
    int length = Math.min(name.length(), MAX_CHARS);
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c)) {
        flush(token, tokens);
        continue;
      }
      if (Character.isUpperCase(c) && startsWord(name, i, length)) {
        flush(token, tokens);
      }
      token.append(c);
    }
    flush(token, tokens);
    return tokens;
  }

  private static boolean startsWord(String name, int i, int length) {
    boolean afterLower = i > 0 && !Character.isUpperCase(name.charAt(i - 1));
    boolean beforeLower = i + 1 < length && Character.isLowerCase(name.charAt(i + 1));
    return afterLower || (beforeLower && i > 0);
  }

  private static void flush(StringBuilder token, List<String> tokens) {
    if (!token.isEmpty()) {
      tokens.add(token.toString().toLowerCase(Locale.ROOT));
      token.setLength(0);
    }
  }
}
