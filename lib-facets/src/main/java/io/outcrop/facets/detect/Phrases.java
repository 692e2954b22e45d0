package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A set of phrases that is looked for in sentences, without regular expressions.
 *
 * <p>A phrase is words with a blank between; {@code a|b} is either word, {@code ..} up to three
 * words of any kind, but no comma. The work per sentence is linear in its words.
 */
final class Phrases {
  private static final int MAX_GAP = 3;

  private final Map<String, List<List<Set<String>>>> byFirstWord = new HashMap<>();

  private Phrases() {}

  static Phrases of(String... phrases) {
    Phrases result = new Phrases();
    for (String phrase : phrases) {
      List<Set<String>> elements = new ArrayList<>();
      for (String element : phrase.split(" ", -1)) {
        elements.add(
            element.equals("..") ? Set.of() : Set.copyOf(List.of(element.split("\\|", -1))));
      }
      for (String first : elements.get(0)) {
        result.byFirstWord.computeIfAbsent(first, w -> new ArrayList<>()).add(elements);
      }
    }
    return result;
  }

  /** Where the first phrase begins, or -1. */
  int find(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (at(words, i)) {
        return i;
      }
    }
    return -1;
  }

  boolean in(Sentence sentence) {
    return find(sentence.words()) >= 0;
  }

  /** Whether any sentence of the text holds a phrase. */
  boolean in(String text) {
    return Sentence.of(text).stream().anyMatch(this::in);
  }

  /** Whether a phrase begins at this word. */
  boolean at(List<String> words, int i) {
    List<List<Set<String>>> candidates = byFirstWord.get(words.get(i));
    return candidates != null && candidates.stream().anyMatch(c -> matches(c, 0, words, i));
  }

  private static boolean matches(List<Set<String>> phrase, int element, List<String> words, int i) {
    if (element == phrase.size()) {
      return true;
    }
    if (phrase.get(element).isEmpty()) {
      for (int skip = 0; skip <= MAX_GAP && i + skip <= words.size(); skip++) {
        if (skip > 0 && words.get(i + skip - 1).equals(",")) {
          return false;
        }
        if (matches(phrase, element + 1, words, i + skip)) {
          return true;
        }
      }
      return false;
    }
    return i < words.size()
        && phrase.get(element).contains(words.get(i))
        && matches(phrase, element + 1, words, i + 1);
  }
}
