package io.outcrop.jobs.publish;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The words of a text as terms are compared by: small letters without diacritics, singular, apart
 * where a separator, a change of case or a script without spaces parts them.
 *
 * <p>A word with three digits or more is an identifier or a number, and all of those are one word,
 * {@value #NUMBER}. Raw texts are often JSON within JSON: its escapes are read as what they stand
 * for. Linear in the text; not safe for several threads.
 */
final class TermWords {
  static final String NUMBER = "#";

  private static final int LONGEST = 64;
  private static final int MOST_DIGITS = 2;

  /** Letters of other scripts that look like Latin ones, and which. */
  private static final String LOOKALIKES = "аеорсухіјѕһԁӏмтвнкαερκικοντυχɡ";

  private static final String LATIN = "aeopcyxijshdlmtbhkaepkikontuxg";

  /** Takes the words of a text, one after the other. */
  interface Sink {
    /** A word; the buffer is used again for the next one. */
    void word(char[] buffer, int length);

    /** Words before and after are not neighbours. */
    void gap();
  }

  private final char[] word = new char[LONGEST + 8];
  private int length;
  private int digits;
  private boolean lastLower;
  private boolean lastUpper;
  private Sink sink;

  /** Hands over the words of the text, with a gap at its end. */
  void read(String text, Sink to) {
    sink = to;
    length = 0;
    digits = 0;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at = escape(text, at);
        continue;
      }
      if (c < 128) {
        ascii(text, at, c);
        at++;
      } else {
        int point = text.codePointAt(at);
        other(point);
        at += Character.charCount(point);
      }
    }
    flush();
    sink.gap();
  }

  private void ascii(String text, int at, char c) {
    if (c >= 'a' && c <= 'z') {
      if (lastUpper && length > 1) {
        splitLast();
      }
      append(c);
      lastLower = true;
      lastUpper = false;
    } else if (c >= 'A' && c <= 'Z') {
      if (lastLower) {
        flush();
      }
      append((char) (c + 32));
      lastLower = false;
      lastUpper = true;
    } else if (c >= '0' && c <= '9') {
      append(c);
      digits++;
      lastLower = false;
      lastUpper = false;
    } else {
      separator(text, at, c);
    }
  }

  /** "HTTPServer" is http server: the last capital begins the next word. */
  private void splitLast() {
    char begun = word[length - 1];
    length--;
    flush();
    append(begun);
  }

  private void separator(String text, int at, char c) {
    flush();
    boolean joint = c == ' ' || c == '\t' || ("_-/+&@'.:".indexOf(c) >= 0 && isInWord(text, at));
    if (!joint) {
      sink.gap();
    }
  }

  private static boolean isInWord(String text, int at) {
    return at > 0
        && at + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(at - 1))
        && Character.isLetterOrDigit(text.charAt(at + 1));
  }

  private void other(int point) {
    if (!Character.isLetterOrDigit(point)) {
      if (isMark(point)) {
        return;
      }
      flush();
      if (!Character.isSpaceChar(point) && point != 0x2019 && !isDash(point)) {
        sink.gap();
      }
      return;
    }
    if (isUnspaced(point)) {
      flush();
      String single = Character.toString(point);
      single.getChars(0, single.length(), word, 0);
      length = single.length();
      flush();
      return;
    }
    if (Character.isUpperCase(point) && lastLower) {
      flush();
    }
    plain(point);
    lastUpper = Character.isUpperCase(point);
    lastLower = !lastUpper;
  }

  private void plain(int point) {
    if (Character.isDigit(point)) {
      append((char) ('0' + Character.digit(point, 10)));
      digits++;
      return;
    }
    String folded =
        Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      int lookalike = LOOKALIKES.indexOf(c);
      if (lookalike >= 0) {
        append(LATIN.charAt(lookalike));
      } else if (c == 'ß') {
        append('s');
        append('s');
      } else if (!isMark(c)) {
        append(c);
      }
    }
  }

  private static boolean isMark(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.FORMAT;
  }

  private static boolean isDash(int point) {
    return Character.getType(point) == Character.DASH_PUNCTUATION;
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

  private void append(char c) {
    if (length < LONGEST) {
      word[length++] = c;
    }
  }

  /** What a backslash begins, as what it stands for; returns where it ends. */
  private int escape(String text, int at) {
    char kind = text.charAt(at + 1);
    if (kind == 'u' && at + 6 <= text.length()) {
      int value = hex(text, at + 2);
      if (value >= 0) {
        if (value < 128) {
          ascii(Character.toString(value), 0, (char) value);
        } else if (!Character.isSurrogate((char) value)) {
          other(value);
        }
        return at + 6;
      }
    }
    flush();
    sink.gap();
    return "ntrbf\"/\\".indexOf(kind) >= 0 ? at + 2 : at + 1;
  }

  private static int hex(String text, int from) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  private void flush() {
    if (length > 0) {
      if (digits > MOST_DIGITS) {
        word[0] = NUMBER.charAt(0);
        length = 1;
      } else {
        singular();
      }
      // The s of "acme's".
      if (length != 1 || word[0] != 's') {
        sink.word(word, length);
      }
    }
    length = 0;
    digits = 0;
    lastLower = false;
    lastUpper = false;
  }

  /** Crude, but alike on both sides of the comparison, which is all that counts. */
  private void singular() {
    if (length <= 3 || word[length - 1] != 's' || "sui".indexOf(word[length - 2]) >= 0) {
      return;
    }
    if (length > 4 && word[length - 2] == 'e') {
      char before = word[length - 3];
      if (before == 'i') {
        word[length - 3] = 'y';
        length -= 2;
        return;
      }
      if (before == 'x' || before == 's' || before == 'z' || before == 'h') {
        length -= 2;
        return;
      }
    }
    length--;
  }
}
