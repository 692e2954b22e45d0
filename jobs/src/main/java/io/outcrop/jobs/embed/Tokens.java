package io.outcrop.jobs.embed;

import java.util.HashMap;
import java.util.Map;

/**
 * The terms of a text: words and pairs of neighbours.
 *
 * <p>A word is a run of letters and digits. Words joined by a colon or an underscore count as a
 * whole and in their parts. Scripts that write no spaces give one word per character, so that pairs
 * carry the meaning. Pairs do not reach across punctuation.
 */
public final class Tokens {
  private Tokens() {}

  /** Each term with how often the text has it. */
  public static Map<String, Integer> terms(String text) {
    Map<String, Integer> counts = new HashMap<>();
    TermScanner.scan(
        text,
        (lower, hash, firstFrom, firstTo, from, to) ->
            counts.merge(term(lower, firstFrom, firstTo, from, to), 1, Integer::sum));
    return counts;
  }

  /** A term in its letters. */
  static String term(String text, int firstFrom, int firstTo, int from, int to) {
    String word = text.substring(from, to);
    return firstFrom < 0 ? word : text.substring(firstFrom, firstTo) + " " + word;
  }
}
