package io.outcrop.facets.redact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Common words that name nobody, and so are not blotted out where a tenant or user has one. */
final class OrdinaryWords {
  private static final Set<String> WORDS = read();

  private OrdinaryWords() {}

  /** Whether the word, in small letters, is an ordinary one or the label of a placeholder. */
  static boolean contain(String word) {
    return WORDS.contains(word);
  }

  private static Set<String> read() {
    try (InputStream in = OrdinaryWords.class.getResourceAsStream("ordinary-words.txt")) {
      String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Stream<String> labels = Stream.of(Kind.values()).map(Kind::label);
      Stream<String> words = list.lines().filter(line -> !line.startsWith("#"));
      return Stream.concat(words.flatMap(line -> Stream.of(line.split(" ", -1))), labels)
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the list of ordinary words", e);
    }
  }
}
