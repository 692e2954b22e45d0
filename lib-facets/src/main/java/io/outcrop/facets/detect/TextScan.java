package io.outcrop.facets.detect;

import java.util.Locale;

/**
 * Walks a text once and tells its words, numbers and identifiers.
 *
 * <p>A word is letters, told in lower case by its first {@value #STEM} letters, so that most
 * endings play no part; of scripts without blanks every pair of characters is a word. A number is
 * digits with separators. An identifier mixes letters and digits, or is a long run of digits; it is
 * told in upper case without its joints. Addresses of the web are skipped.
 */
final class TextScan {
  private static final int STEM = 6;
  private static final int LEAST_WORD = 4;
  private static final int LONG_NUMBER = 6;
  private static final int MAX_TOKEN = 64;

  /** Takes what a text holds, in order. */
  interface Sink {
    default void word(String stem) {}

    /** Whether words are told; values alone are found faster. */
    default boolean takesWords() {
      return true;
    }

    /** A number as it is written, such as "1,234.50". */
    void number(String digits);

    void id(String plain, String written);
  }

  private final String text;
  private final Sink sink;
  private final boolean words;
  private int at;

  private TextScan(String text, Sink sink) {
    this.text = text;
    this.sink = sink;
    this.words = sink.takesWords();
  }

  static void scan(String text, Sink sink) {
    new TextScan(text, sink).run();
  }

  private void run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isDense(c)) {
        dense();
      } else if (c == 'h' && (text.startsWith("http://", at) || text.startsWith("https://", at))) {
        skipAddress();
      } else if (CharKinds.isLetterOrDigit(c)) {
        token();
      } else {
        at++;
      }
    }
  }

  /** Scripts that write without blanks. */
  static boolean isDense(char c) {
    return (c >= '\u3040' && c <= '\u30ff')
        || (c >= '\u3400' && c <= '\u9fff')
        || (c >= '\uf900' && c <= '\ufaff');
  }

  private void dense() {
    boolean pair = at + 1 < text.length() && isDense(text.charAt(at + 1));
    if (pair && words) {
      sink.word(text.substring(at, at + 2));
    }
    at++;
  }

  private void skipAddress() {
    while (at < text.length()
        && !CharKinds.isBlank(text.charAt(at))
        && "\"'<>)]}\\".indexOf(text.charAt(at)) < 0) {
      at++;
    }
  }

  private void token() {
    int start = at;
    int letters = 0;
    int digits = 0;
    boolean joints = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isDense(c)) {
        break;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else if (CharKinds.isLetterOrDigit(c)) {
        letters++;
      } else if (joins(c, letters, digits)) {
        joints = true;
      } else {
        break;
      }
      at++;
    }
    if (digits > 0 || words) {
      tell(text.substring(start, at), letters, digits, joints);
    }
  }

  /** A hyphen or underscore within a token, or a separator between digits of a number. */
  private boolean joins(char c, int letters, int digits) {
    // Most tokens end at a blank: nothing but the character itself is looked at for those.
    return switch (c) {
      case '-', '_' -> inner() && (digits > 0 || nearDigit());
      case '.', ',', ':' -> letters == 0 && inner() && digitsAround();
      case '\'', '\u2019' -> letters > 0 && digits == 0 && inner() && digitsAround();
      default -> false;
    };
  }

  private boolean inner() {
    return at + 1 < text.length() && CharKinds.isLetterOrDigit(text.charAt(at + 1));
  }

  private boolean digitsAround() {
    return CharKinds.isDigit(text.charAt(at + 1)) && CharKinds.isDigit(text.charAt(at - 1));
  }

  /** Whether the part behind a joint begins like an identifier's, such as in "ORD-99". */
  private boolean nearDigit() {
    int end = Math.min(text.length(), at + 12);
    for (int i = at + 1; i < end; i++) {
      char c = text.charAt(i);
      if (CharKinds.isDigit(c)) {
        return true;
      }
      if (!CharKinds.isLetter(c) && c != '-' && c != '_') {
        return false;
      }
    }
    return false;
  }

  private void tell(String token, int letters, int digits, boolean joints) {
    if (digits == 0) {
      if (words && letters >= LEAST_WORD) {
        String lower = token.toLowerCase(Locale.ROOT);
        sink.word(lower.substring(0, Math.min(lower.length(), STEM)));
      }
      return;
    }
    if (token.length() > MAX_TOKEN) {
      return;
    }
    if (letters > 0 || (!joints && digits >= LONG_NUMBER)) {
      sink.id(plain(token), token);
    }
    if (letters == 0 && token.indexOf(':') < 0 && token.indexOf('-') < 0) {
      sink.number(token);
    }
  }

  private static String plain(String token) {
    StringBuilder plain = new StringBuilder(token.length());
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (CharKinds.isLetterOrDigit(c)) {
        plain.append(Character.toUpperCase(c));
      }
    }
    return plain.toString();
  }
}
