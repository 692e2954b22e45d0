package io.outcrop.jobs.embed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The terms of a text: words and pairs of neighbours.
 *
 * <p>A word is a run of letters and digits. Words joined by a colon or an underscore count as a
 * whole and in their parts. Scripts that write no spaces give one word per character, so that pairs
 * carry the meaning. Pairs do not reach across punctuation.
 */
public final class Tokens {
  private static final int MOST_WORDS = 2_000;
  private static final int LONGEST_WORD = 64;
  private static final String BREAKS = ".,;!?\n。、，！？；";

  private Tokens() {}

  /** Each term with how often the text has it. */
  public static Map<String, Integer> terms(String text) {
    Map<String, Integer> counts = new HashMap<>();
    String previous = null;
    for (String word : words(text)) {
      if (word.isEmpty()) {
        previous = null;
        continue;
      }
      counts.merge(word, 1, Integer::sum);
      addParts(word, counts);
      if (previous != null) {
        counts.merge(previous + " " + word, 1, Integer::sum);
      }
      previous = word;
    }
    return counts;
  }

  private static void addParts(String word, Map<String, Integer> counts) {
    addSplit(word, ':', counts);
    addSplit(word, '_', counts);
  }

  private static void addSplit(String word, char joint, Map<String, Integer> counts) {
    int from = 0;
    int at = word.indexOf(joint);
    if (at < 0) {
      return;
    }
    while (at >= 0) {
      addPart(word.substring(from, at), joint, counts);
      from = at + 1;
      at = word.indexOf(joint, from);
    }
    addPart(word.substring(from), joint, counts);
  }

  private static void addPart(String part, char joint, Map<String, Integer> counts) {
    // Pieces that still hold the other joint are left to the finer split, but for a:b_c's b_c.
    if (!part.isEmpty() && (joint == ':' || part.indexOf(':') < 0)) {
      counts.merge(part, 1, Integer::sum);
    }
  }

  /** The words in order, an empty one for each break between phrases. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    String lower = text.toLowerCase(Locale.ROOT);
    StringBuilder word = new StringBuilder();
    int at = 0;
    while (at < lower.length() && words.size() < MOST_WORDS) {
      int point = lower.codePointAt(at);
      int next = at + Character.charCount(point);
      if (isUnspaced(point)) {
        flush(word, words);
        words.add(Character.toString(point));
      } else if (isWord(point)) {
        append(word, point);
      } else if (isJoint(point) && !word.isEmpty() && isWordAt(lower, next)) {
        append(word, point);
      } else {
        flush(word, words);
        if (BREAKS.indexOf(point) >= 0) {
          words.add("");
        }
      }
      at = next;
    }
    flush(word, words);
    return words;
  }

  private static void append(StringBuilder word, int point) {
    if (word.length() < LONGEST_WORD) {
      word.appendCodePoint(point);
    }
  }

  private static void flush(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static boolean isJoint(int point) {
    return point == ':' || point == '_';
  }

  private static boolean isWordAt(String text, int at) {
    return at < text.length() && isWord(text.codePointAt(at));
  }

  private static boolean isWord(int point) {
    int type = Character.getType(point);
    return Character.isLetterOrDigit(point)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isUnspaced(int point) {
    if (point < 0x0E00 || !Character.isLetter(point)) {
      return false;
    }
    return switch (Character.UnicodeScript.of(point)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
