package io.outcrop.facets.detect;

import java.util.Arrays;
import java.util.List;

/**
 * The runs of nine words in a text, found again by a hash that rolls over the words; where two
 * hashes are equal the words decide.
 */
final class WordRuns {
  private static final int RUN = 9;
  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final long LEAVING = power(RUN);

  private final String[] words;
  private final long[] hashes;

  /** The hashes in order of size, made when they are first searched. */
  private long[] sorted;

  private WordRuns(String[] words, long[] hashes) {
    this.words = words;
    this.hashes = hashes;
  }

  static WordRuns of(List<Sentence> sentences) {
    String[] words =
        sentences.stream().flatMap(sentence -> sentence.words().stream()).toArray(String[]::new);
    long[] hashes = new long[Math.max(0, words.length - RUN + 1)];
    long hash = 0;
    for (int i = 0; i < words.length; i++) {
      hash = hash * BASE + words[i].hashCode();
      if (i >= RUN) {
        hash -= words[i - RUN].hashCode() * LEAVING;
      }
      if (i >= RUN - 1) {
        hashes[i - RUN + 1] = hash;
      }
    }
    return new WordRuns(words, hashes);
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= BASE;
    }
    return power;
  }

  /** Whether a run of words stands in both texts. */
  boolean shareOneWith(WordRuns other) {
    for (int i = 0; i < hashes.length; i++) {
      if (Arrays.binarySearch(other.sorted(), hashes[i]) >= 0 && other.hasRun(this, i)) {
        return true;
      }
    }
    return false;
  }

  private long[] sorted() {
    if (sorted == null) {
      sorted = hashes.clone();
      Arrays.sort(sorted);
    }
    return sorted;
  }

  private boolean hasRun(WordRuns other, int from) {
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] == other.hashes[from]
          && Arrays.equals(words, i, i + RUN, other.words, from, from + RUN)) {
        return true;
      }
    }
    return false;
  }
}
