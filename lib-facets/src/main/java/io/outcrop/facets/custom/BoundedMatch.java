package io.outcrop.facets.custom;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user's regular expression over a stranger's text, within bounds: a search looks at so many
 * characters in all, backtracking included, and one that would need more finds nothing.
 */
public final class BoundedMatch {
  private static final int MOST_LOOKS = 5_000_000;
  private static final int LONGEST_TEXT = 200_000;

  private final Pattern pattern;

  public BoundedMatch(String regex) {
    this.pattern = Pattern.compile(regex);
  }

  /** What is found first: the first group, or all of it where there is none. */
  public Optional<String> first(CharSequence text) {
    try {
      Matcher matcher = matcher(text);
      if (!matcher.find()) {
        return Optional.empty();
      }
      return Optional.ofNullable(matcher.groupCount() > 0 ? matcher.group(1) : matcher.group());
    } catch (OutOfLooksException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  public boolean isIn(CharSequence text) {
    try {
      return matcher(text).find();
    } catch (OutOfLooksException | StackOverflowError e) {
      return false;
    }
  }

  private Matcher matcher(CharSequence text) {
    int end = Math.min(text.length(), LONGEST_TEXT);
    return pattern.matcher(new Counted(text.subSequence(0, end).toString(), new int[1]));
  }

  private static final class OutOfLooksException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfLooksException() {
      super("the regular expression takes too long", null, false, false);
    }
  }

  /** A text that counts how often it was looked at, its parts included. */
  private record Counted(String text, int[] looks) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (++looks[0] > MOST_LOOKS) {
        throw new OutOfLooksException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
