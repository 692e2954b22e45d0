package io.outcrop.jobs.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words that Outcrop may say of any run: plain words of the trade and of the language, none of
 * them a name. They stand in {@code vocabulary.txt}, which is reviewed like code.
 */
public final class Vocabulary {
  private static final Set<String> WORDS = read();

  private Vocabulary() {}

  /** Whether a text is made of these words and of small numbers alone. */
  public static boolean covers(String text) {
    return unknown(text).isEmpty();
  }

  /** The words of a text, normalised, that are not in the vocabulary. */
  public static List<String> unknown(String text) {
    return words(text).stream()
        .filter(word -> !word.isEmpty() && !contains(word))
        .distinct()
        .toList();
  }

  /** Whether a normalised word is in it; so is every number, since it stands for any. */
  static boolean contains(String word) {
    return WORDS.contains(word) || word.equals(TermWords.NUMBER) || isSmallNumber(word);
  }

  static Set<String> words() {
    return WORDS;
  }

  private static boolean isSmallNumber(String word) {
    return word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The normalised words of a text, an empty one for each gap. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    new TermWords()
        .read(
            text,
            new TermWords.Sink() {
              @Override
              public void word(char[] buffer, int length) {
                words.add(new String(buffer, 0, length));
              }

              @Override
              public void gap() {
                words.add("");
              }
            });
    return words;
  }

  private static Set<String> read() {
    try (InputStream in = Vocabulary.class.getResourceAsStream("vocabulary.txt")) {
      String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return list.lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Stream.of(line.split(" ", -1)))
          .flatMap(word -> words(word).stream())
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the vocabulary", e);
    }
  }
}
