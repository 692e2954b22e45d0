package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A list of short texts that is looked for in longer ones.
 *
 * <p>Case, accents and the kind of apostrophe play no part, and a blank stands for any white space.
 * A fragment that begins with a letter of a script with blanks is found at the beginning of a word
 * only; one that ends in {@code |} at the end of a word only.
 *
 * <p>A text is gone through once for all lists that there are, in linear time, and what was found
 * is kept with its {@link TextView}: to ask for another list costs no more than looking it up.
 */
final class Fragments {
  private static final List<List<String>> LISTS = new ArrayList<>();
  private static volatile FragmentIndex index;
  private static final char[] PLAIN = plain();

  private final int list;

  private Fragments(int list) {
    this.list = list;
  }

  /** Of a list with semicolons between. */
  static Fragments of(String list) {
    List<String> fragments = new ArrayList<>();
    for (String fragment : list.split(";", -1)) {
      String folded = fold(fragment.strip());
      fragments.add(folded);
      if (folded.contains("ss")) {
        // Where a text has a sharp s, which is folded to one.
        fragments.add(folded.replaceFirst("ss", "s"));
      }
    }
    synchronized (LISTS) {
      LISTS.add(List.copyOf(fragments));
      // Made anew when a text is next looked at: lists come as their classes are loaded.
      index = null;
      return new Fragments(LISTS.size() - 1);
    }
  }

  boolean in(String text) {
    return text != null && hits(text).has(list);
  }

  /** Where the first fragment at or after a place begins, or -1. */
  int find(String text, int from) {
    return hits(text).first(list, from, text.length());
  }

  /** Like {@link #find(String, int)}, for fragments that begin before {@code until}. */
  int find(String text, int from, int until) {
    return hits(text).first(list, from, until);
  }

  /** Whether a fragment begins at a place. */
  boolean at(String text, int place) {
    return hits(text).first(list, place, place + 1) >= 0;
  }

  /** Whether what was found in a text tells of this list too. */
  boolean wereSought(FragmentHits hits) {
    return hits.knows(list);
  }

  boolean among(FragmentHits hits) {
    return hits.has(list);
  }

  FragmentHits hits(String text) {
    return TextView.of(text).hits(list);
  }

  /** All lists that there are so far. */
  static FragmentIndex index() {
    FragmentIndex known = index;
    if (known == null) {
      synchronized (LISTS) {
        known = new FragmentIndex(LISTS);
        index = known;
      }
    }
    return known;
  }

  /** The text in lower case, without accents, with one kind of apostrophe. */
  static String fold(String text) {
    char[] folded = new char[text.length()];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = folded(text.charAt(i));
    }
    return new String(folded);
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
