package io.outcrop.jobs.embed;

import java.util.Locale;

/**
 * Goes through the terms of a text without making an object of each: a term is 64 bits of hash and
 * the places in the lower-case text where it stands.
 *
 * <p>Two terms of one hash count as one; of a million terms that happens once in thirty million
 * corpora.
 */
final class TermScanner {
  private static final int MOST_WORDS = 2_000;
  private static final int LONGEST_WORD = 64;
  private static final String BREAKS = ".,;!?\n。、，！？；";
  private static final long START = 0xCBF29CE484222325L;
  private static final long PRIME = 0x100000001B3L;
  private static final long PAIR = 0x9E3779B97F4A7C15L;

  private final String text;
  private final Sink sink;
  private int words;
  private int from = -1;
  private int to;
  private int previousFrom = -1;
  private int previousTo;
  private long previousHash;

  /** Takes terms; a single word has no first part. */
  interface Sink {
    /**
     * Takes a term.
     *
     * @param text in lower case
     * @param firstFrom where the first word of a pair begins, or -1
     */
    void term(String text, long hash, int firstFrom, int firstTo, int from, int to);
  }

  private TermScanner(String text, Sink sink) {
    this.text = text.toLowerCase(Locale.ROOT);
    this.sink = sink;
  }

  static void scan(String text, Sink sink) {
    new TermScanner(text, sink).run();
  }

  /** The hash under which a scan tells a term. */
  static long hash(String term) {
    int space = term.indexOf(' ');
    return space < 0
        ? hash(term, 0, term.length())
        : pair(hash(term, 0, space), hash(term, space + 1, term.length()));
  }

  private void run() {
    int at = 0;
    while (at < text.length() && words < MOST_WORDS) {
      int point = text.codePointAt(at);
      int next = at + Character.charCount(point);
      if (isWord(point)) {
        if (isUnspaced(point)) {
          endWord();
          word(at, next);
        } else {
          append(at, next);
        }
      } else if (isJoint(point) && from >= 0 && isWordAt(next)) {
        append(at, next);
      } else {
        endWord();
        if (BREAKS.indexOf(point) >= 0) {
          previousFrom = -1;
          words++;
        }
      }
      at = next;
    }
    endWord();
  }

  private void append(int at, int next) {
    if (from < 0) {
      from = at;
      to = at;
    }
    // The rest of a word that is too long is passed over.
    if (to - from < LONGEST_WORD) {
      to = next;
    }
  }

  private void endWord() {
    if (from >= 0) {
      int start = from;
      from = -1;
      word(start, to);
    }
  }

  private void word(int start, int end) {
    words++;
    long hash = hash(text, start, end);
    sink.term(text, hash, -1, -1, start, end);
    parts(start, end, ':');
    parts(start, end, '_');
    if (previousFrom >= 0) {
      sink.term(text, pair(previousHash, hash), previousFrom, previousTo, start, end);
    }
    previousFrom = start;
    previousTo = end;
    previousHash = hash;
  }

  private void parts(int start, int end, char joint) {
    int part = start;
    int at = text.indexOf(joint, start);
    if (at < 0 || at >= end) {
      return;
    }
    while (at >= 0 && at < end) {
      part(part, at, joint);
      part = at + 1;
      at = text.indexOf(joint, part);
    }
    part(part, end, joint);
  }

  private void part(int start, int end, char joint) {
    // Pieces that still hold the other joint are left to the finer split, but for a:b_c's b_c.
    if (start < end && (joint == ':' || !holds(':', start, end))) {
      sink.term(text, hash(text, start, end), -1, -1, start, end);
    }
  }

  private boolean holds(char joint, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == joint) {
        return true;
      }
    }
    return false;
  }

  private static long hash(String text, int start, int end) {
    long hash = START;
    for (int i = start; i < end; i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return mixed(hash);
  }

  private static long pair(long first, long second) {
    return mixed(first * PAIR + Long.rotateLeft(second, 32));
  }

  private static long mixed(long value) {
    long bits = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
    return bits ^ (bits >>> 33);
  }

  private static boolean isJoint(int point) {
    return point == ':' || point == '_';
  }

  private boolean isWordAt(int at) {
    return at < text.length() && isWord(text.codePointAt(at));
  }

  private static boolean isWord(int point) {
    if (point < 0x80) {
      return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
    }
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
