package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One sentence of a text as lower-case words, for matching phrases in linear time.
 *
 * <p>Identifiers are split like {@link NameTokens} does, so that a tool is found in any spelling.
 * What stands in code fences, in block quotes or between double quotation marks is left out: it is
 * somebody else's text.
 *
 * @param words letters, digits and inner apostrophes
 * @param question whether it ends in a question mark
 */
record Sentence(List<String> words, boolean question) {
  private static final int HEAD_CHARS = 6_000;
  private static final int TAIL_CHARS = 3_000;

  Sentence {
    words = List.copyOf(words);
  }

  /** The sentences of a text; of a very long one those of its beginning and its end. */
  static List<Sentence> of(String text) {
    return TextView.of(text).sentences();
  }

  static List<Sentence> split(String text) {
    String bounded =
        text.length() <= HEAD_CHARS + TAIL_CHARS
            ? text
            : text.substring(0, HEAD_CHARS) + "\n" + text.substring(text.length() - TAIL_CHARS);
    return List.copyOf(new Splitter(bounded).split());
  }

  /** The last sentence with a word in it, or an empty one. */
  static Sentence last(String text) {
    List<Sentence> all = of(text);
    return all.isEmpty() ? new Sentence(List.of(), false) : all.get(all.size() - 1);
  }

  /** Walks a text once. */
  private static final class Splitter {
    private final String text;
    private final List<Sentence> sentences = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private List<String> words = new ArrayList<>();
    private boolean lineStart = true;

    Splitter(String text) {
      this.text = text;
    }

    List<Sentence> split() {
      int i = 0;
      while (i < text.length()) {
        int next = skipped(i);
        if (next > i) {
          endWord();
          i = next;
        } else {
          take(i);
          i++;
        }
      }
      endSentence(false);
      return sentences;
    }

    /** Where a fence, a block quote or a quotation that begins here ends; here if none does. */
    private int skipped(int i) {
      char c = text.charAt(i);
      if (c == '`' && text.startsWith("```", i)) {
        int end = text.indexOf("```", i + 3);
        return end < 0 ? text.length() : end + 3;
      }
      if (c == '>' && lineStart) {
        int end = text.indexOf('\n', i);
        return end < 0 ? text.length() : end;
      }
      if (c == '"' || c == '\u201c') {
        char close = c == '"' ? '"' : '\u201d';
        int end = text.indexOf(close, i + 1);
        int line = text.indexOf('\n', i);
        return end < 0 || (line >= 0 && line < end) ? i : end + 1;
      }
      return i;
    }

    private void take(int i) {
      char c = text.charAt(i) == '\u2019' ? '\'' : text.charAt(i);
      boolean more = i + 1 < text.length();
      if (CharKinds.isLetterOrDigit(c)) {
        boolean camel =
            Character.isUpperCase(c)
                && word.length() > 1
                && Character.isLowerCase(word.charAt(word.length() - 1));
        if (camel) {
          endWord();
        }
        word.append(c);
      } else if (c == '\'' && !word.isEmpty() && more && CharKinds.isLetter(text.charAt(i + 1))) {
        word.append(c);
      } else {
        endWord();
        boolean gap = !more || CharKinds.isBlank(text.charAt(i + 1));
        if (c == '?' || c == '\uff1f') {
          endSentence(true);
        } else if (c == '\n' || c == '!' || c == '\u3002' || (c == '.' && gap) || c == ';') {
          endSentence(false);
        } else if (c == ':' && gap) {
          endSentence(false);
        } else if (c == ',' || c == '\u2014') {
          // Kept as a word of its own: clauses end here.
          words.add(",");
        }
      }
      lineStart = c == '\n' || (lineStart && CharKinds.isBlank(c));
    }

    private void endWord() {
      if (!word.isEmpty()) {
        words.add(word.toString().toLowerCase(Locale.ROOT));
        word.setLength(0);
      }
    }

    private void endSentence(boolean question) {
      endWord();
      if (words.stream().anyMatch(w -> !w.equals(","))) {
        sentences.add(new Sentence(words, question));
      }
      words = new ArrayList<>();
    }
  }
}
