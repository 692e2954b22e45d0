package io.outcrop.facets.detect;

import java.util.Arrays;
import java.util.Locale;

/**
 * A set of short texts that is looked for in longer ones, in one pass and without allocation.
 *
 * <p>Case, accents and the kind of apostrophe play no part, and a blank stands for any white space.
 * A fragment that begins with a letter of a script with blanks is found at the beginning of a word
 * only; one that ends in {@code |} at the end of a word only. The work is linear in the text: at
 * each word one look at a table of first letters.
 */
final class Fragments {
  private static final int SLOTS = 4_096;
  private static final char[] PLAIN = plain();

  private final String[][] bySlot = new String[SLOTS][];

  /** Fragments of one letter, null where there are none. */
  private boolean[] single;

  private Fragments() {}

  /** Of a list with semicolons between. */
  static Fragments of(String list) {
    Fragments result = new Fragments();
    for (String fragment : list.split(";", -1)) {
      String folded = fold(fragment.strip());
      result.add(folded);
      if (folded.contains("ss")) {
        // Where a text has a sharp s, which is folded to one.
        result.add(folded.replaceFirst("ss", "s"));
      }
    }
    return result;
  }

  private void add(String fragment) {
    if (fragment.length() == 1) {
      single = single == null ? new boolean[1 << 16] : single;
      single[fragment.charAt(0)] = true;
      return;
    }
    int slot = slot(fragment.charAt(0), fragment.charAt(1));
    String[] standing = bySlot[slot] == null ? new String[0] : bySlot[slot];
    String[] longer = Arrays.copyOf(standing, standing.length + 1);
    longer[standing.length] = fragment;
    bySlot[slot] = longer;
  }

  boolean in(String text) {
    return text != null && find(text, 0) >= 0;
  }

  /** Where the first fragment at or after a place begins, or -1. */
  int find(String text, int from) {
    return find(text, from, text.length());
  }

  /** Like {@link #find(String, int)}, for fragments that begin before {@code until}. */
  int find(String text, int from, int until) {
    boolean inWord = from > 0 && isWord(text.charAt(from - 1));
    int end = Math.min(until, text.length());
    for (int i = Math.max(0, from); i < end; i++) {
      char c = text.charAt(i);
      if ((!inWord || !isWord(c)) && endAt(text, i) >= 0) {
        return i;
      }
      inWord = isWord(c);
    }
    return -1;
  }

  /** Where the fragment that begins at a place ends, or -1. */
  int endAt(String text, int at) {
    char first = folded(text.charAt(at));
    if (at + 1 < text.length()) {
      String[] candidates = bySlot[slot(first, folded(text.charAt(at + 1)))];
      int end = candidates == null ? -1 : anyAt(candidates, text, at);
      if (end >= 0) {
        return end;
      }
    }
    return single != null && single[first] ? at + 1 : -1;
  }

  private static int anyAt(String[] candidates, String text, int at) {
    for (String candidate : candidates) {
      int end = end(candidate, text, at);
      if (end >= 0) {
        return end;
      }
    }
    return -1;
  }

  private static int end(String fragment, String text, int at) {
    int i = at;
    for (int k = 0; k < fragment.length(); k++) {
      char wanted = fragment.charAt(k);
      if (wanted == '|' && k > 0 && k == fragment.length() - 1) {
        return i == text.length() || !isWord(text.charAt(i)) ? i : -1;
      }
      if (i >= text.length() || folded(text.charAt(i)) != wanted) {
        return -1;
      }
      i++;
      while (wanted == ' ' && i < text.length() && Character.isWhitespace(text.charAt(i))) {
        i++;
      }
    }
    return i;
  }

  /** The text in lower case, without accents, with one kind of apostrophe. */
  static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      folded.append(folded(text.charAt(i)));
    }
    return folded.toString();
  }

  private static int slot(char first, char second) {
    return (first * 61 + second) & (SLOTS - 1);
  }

  /** Letters and digits of scripts that write with blanks. */
  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) && !TextScan.isDense(c);
  }

  static char folded(char c) {
    if (c < PLAIN.length) {
      return PLAIN[c];
    }
    if (c == '\u2019' || c == '\u2018' || c == '\u02bc') {
      return '\'';
    }
    return c == '\u3000' || c == '\u2028' || c == '\u202f' ? ' ' : c;
  }

  private static char[] plain() {
    char[] plain = new char[0x250];
    for (char c = 0; c < plain.length; c++) {
      String base =
          java.text.Normalizer.normalize(String.valueOf(c), java.text.Normalizer.Form.NFD)
              .toLowerCase(Locale.ROOT);
      plain[c] = Character.isWhitespace(c) || c == '\u00a0' ? ' ' : base.charAt(0);
    }
    plain['\u00df'] = 's';
    plain['\u00f8'] = 'o';
    plain['\u00d8'] = 'o';
    plain['\u0131'] = 'i';
    return plain;
  }
}
