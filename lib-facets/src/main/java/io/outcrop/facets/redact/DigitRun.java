package io.outcrop.facets.redact;

import java.util.Arrays;
import java.util.function.Consumer;

/** Groups of digits with nothing but one or two separators between them, such as a phone's. */
final class DigitRun {
  private static final String SEPARATORS = " -./()\u00a0\u202f\u2010\u2011\u2013";

  private final String text;
  private int[] starts = new int[8];
  private int[] ends = new int[8];
  private int size;

  private DigitRun(String text) {
    this.text = text;
  }

  /** Hands over every run of the text in turn; the same object is used for each. */
  static void forEach(String text, Consumer<DigitRun> consumer) {
    DigitRun run = new DigitRun(text);
    int i = 0;
    while (i < text.length()) {
      if (!Chars.isDigit(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i;
      while (end < text.length() && Chars.isDigit(text.charAt(end))) {
        end++;
      }
      if (run.size > 0 && !run.isJoinedTo(i)) {
        consumer.accept(run);
        run.size = 0;
      }
      run.add(i, end);
      i = end;
    }
    if (run.size > 0) {
      consumer.accept(run);
    }
  }

  private void add(int start, int end) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    size++;
  }

  /** Two separators only where one is a parenthesis, as in "(030) 123". */
  private boolean isJoinedTo(int start) {
    int from = ends[size - 1];
    int length = start - from;
    boolean parenthesis = false;
    for (int i = from; i < start && length <= 2; i++) {
      char c = text.charAt(i);
      if (SEPARATORS.indexOf(c) < 0) {
        return false;
      }
      parenthesis |= c == '(' || c == ')';
    }
    return length == 1 || (length == 2 && parenthesis);
  }

  int size() {
    return size;
  }

  int start(int group) {
    return starts[group];
  }

  int end(int group) {
    return ends[group];
  }

  int length(int group) {
    return ends[group] - starts[group];
  }

  /** The number that a group of at most nine digits writes. */
  int value(int group) {
    int value = 0;
    for (int i = starts[group]; i < ends[group]; i++) {
      value = value * 10 + Math.max(0, Character.digit(text.charAt(i), 10));
    }
    return value;
  }

  /** The character after a group, or a space at the end of the text. */
  char after(int group) {
    return ends[group] < text.length() ? text.charAt(ends[group]) : ' ';
  }

  /** The character before a group, or a space at the start of the text. */
  char before(int group) {
    return starts[group] > 0 ? text.charAt(starts[group] - 1) : ' ';
  }

  /** How many digits the groups hold together. */
  int digits(int first, int count) {
    int digits = 0;
    for (int i = first; i < first + count; i++) {
      digits += length(i);
    }
    return digits;
  }

  /** Whether that many groups of these lengths start there. */
  boolean hasShape(int first, int... lengths) {
    if (first + lengths.length > size) {
      return false;
    }
    for (int i = 0; i < lengths.length; i++) {
      if (length(first + i) != lengths[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the same single separator stands between all these groups. */
  boolean isEvenlySeparated(int first, int count) {
    for (int i = first; i < first + count - 1; i++) {
      if (starts[i + 1] - ends[i] != 1 || after(i) != after(first)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the groups stand apart from letters and from digits that continue them. */
  boolean standsAlone(int first, int count) {
    int last = first + count - 1;
    char before = before(first);
    char after = after(last);
    boolean openBefore = first == 0 || Chars.isSpace(before) || before == '(';
    boolean openAfter = last + 1 == size || Chars.isSpace(after);
    return openBefore
        && openAfter
        && !isWithinTime(first)
        && !isPartOfWord(before)
        && !isPartOfWord(after);
  }

  /** The seconds of "10:30:05.1234567890". */
  private boolean isWithinTime(int group) {
    int start = starts[group];
    return before(group) == ':' && start >= 2 && Chars.isDigit(text.charAt(start - 2));
  }

  private static boolean isPartOfWord(char c) {
    return Chars.isAlphanumeric(c) || c == '_';
  }
}
