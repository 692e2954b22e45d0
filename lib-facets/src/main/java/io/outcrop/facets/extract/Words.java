package io.outcrop.facets.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a text in lower case: letters, digits, and apostrophes between letters. */
final class Words {
  private static final int MAX_CHARS = 4_000;

  private Words() {}

  static List<String> of(String text) {
    return upTo(Integer.MAX_VALUE, text);
  }

  /** The words, of which longer ones are told as empty. */
  static List<String> upTo(int longest, String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int length = Math.min(text.length(), MAX_CHARS);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i) == '\u2019' ? '\'' : text.charAt(i);
      boolean inner =
          c == '\'' && !word.isEmpty() && i + 1 < length && Character.isLetter(text.charAt(i + 1));
      if (Character.isLetterOrDigit(c) || inner) {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.length() > longest ? "" : word.toString().toLowerCase(Locale.ROOT));
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.length() > longest ? "" : word.toString().toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
