package io.outcrop.facets.redact;

import java.util.ArrayList;
import java.util.List;

/** The words of a text: runs of letters or of digits, camel case taken apart. */
final class Words {
  private Words() {}

  record Word(int start, int end) {
    int length() {
      return end - start;
    }

    String in(String text) {
      return text.substring(start, end);
    }

    /** Whether nothing, or one separator that names are written with, stands between the two. */
    boolean isJoinedTo(Word previous, String text) {
      int gap = start - previous.end;
      return gap == 0 || (gap == 1 && " _-.'/+\u2019\u00a0".indexOf(text.charAt(start - 1)) >= 0);
    }
  }

  static List<Word> of(String text) {
    List<Word> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean word = i < text.length() && Chars.isWord(text.charAt(i));
      if (start >= 0 && (!word || isBoundary(text, i))) {
        words.add(new Word(start, i));
        start = -1;
      }
      if (word && start < 0) {
        start = i;
      }
    }
    return words;
  }

  /** Between "acme" and "Corp", "ACME" and "Corp", "jane" and "7". */
  private static boolean isBoundary(String text, int i) {
    char before = text.charAt(i - 1);
    char c = text.charAt(i);
    if (Chars.isDigit(before) != Chars.isDigit(c)) {
      return true;
    }
    if (!Character.isUpperCase(c)) {
      return false;
    }
    boolean nextIsLower = i + 1 < text.length() && Character.isLowerCase(text.charAt(i + 1));
    return Character.isLowerCase(before) || (Character.isUpperCase(before) && nextIsLower);
  }
}
