package io.outcrop.facets.redact;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the given names as whole words, however they are cased, joined or separated. */
final class NameRecogniser implements Recogniser {
  private static final int SHORTEST = 3;
  private static final int MOST_WORDS = 8;

  private final Set<String> keys;
  private final int longestKey;

  private NameRecogniser(Set<String> keys) {
    this.keys = Set.copyOf(keys);
    this.longestKey = keys.stream().mapToInt(String::length).max().orElse(0);
  }

  static NameRecogniser of(Collection<String> names) {
    return new NameRecogniser(keys(names));
  }

  static Set<String> keys(Collection<String> names) {
    Set<String> keys = new HashSet<>();
    for (String name : names) {
      if (name != null) {
        addKeys(name.strip(), keys);
      }
    }
    return keys;
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  @Override
  public boolean mayMatch(Traits traits) {
    return true;
  }

  @Override
  public void find(String text, Findings findings) {
    List<Words.Word> words = Words.of(text);
    int i = 0;
    while (i < words.size()) {
      int last = lastOfName(text, words, i);
      if (last < 0) {
        i++;
      } else {
        findings.add(Kind.NAME, words.get(i).start(), words.get(last).end());
        i = last + 1;
      }
    }
  }

  /** The last word of the longest name that starts with the word, or -1. */
  private int lastOfName(String text, List<Words.Word> words, int first) {
    StringBuilder key = new StringBuilder();
    int last = -1;
    for (int i = first; i < words.size() && i - first < MOST_WORDS; i++) {
      Words.Word word = words.get(i);
      boolean joined = i == first || word.isJoinedTo(words.get(i - 1), text);
      if (!joined || key.length() + word.length() > longestKey) {
        break;
      }
      key.append(text, word.start(), word.end());
      if (keys.contains(key.toString().toLowerCase(Locale.ROOT))) {
        last = i;
      }
    }
    return last;
  }

  private static void addKeys(String name, Set<String> keys) {
    int at = name.indexOf('@');
    if (at > 0) {
      addKeys(name.substring(0, at), keys);
      return;
    }
    List<String> words = Words.of(name).stream().map(w -> w.in(name)).toList();
    addKey(String.join("", words), keys);
    List<String> letters = words.stream().filter(NameRecogniser::isLetters).toList();
    boolean lettersFirst = letters.equals(words.subList(0, letters.size()));
    if (!lettersFirst || words.size() - letters.size() > 1) {
      return;
    }
    // "jane.doe7" or "Jane van Doe": what looks like a person is called by each part as well.
    addKey(String.join("", letters), keys);
    if (letters.size() >= 2 && letters.size() <= 3) {
      letters.forEach(part -> addKey(part, keys));
    }
  }

  private static boolean isLetters(String word) {
    return word.codePoints().noneMatch(Character::isDigit);
  }

  private static void addKey(String spelling, Set<String> keys) {
    String key = spelling.toLowerCase(Locale.ROOT);
    boolean ascii = key.chars().allMatch(c -> c < 0x80);
    String plain =
        ascii ? key : Normalizer.normalize(key, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    for (String each : List.of(key, plain)) {
      if (each.length() >= SHORTEST && !OrdinaryWords.contain(each) && !isNumber(each)) {
        keys.add(each);
      }
    }
  }

  /** A bare number is an id's business: "123" as a user would blot out every count. */
  private static boolean isNumber(String key) {
    return key.codePoints().allMatch(Character::isDigit);
  }
}
