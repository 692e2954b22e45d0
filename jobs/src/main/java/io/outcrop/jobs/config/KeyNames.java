package io.outcrop.jobs.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the key that someone may have meant. */
final class KeyNames {
  private KeyNames() {}

  /** The known key that takes the fewest edits to get to, the first by name of several. */
  static String nearest(String key, Collection<String> known) {
    return known.stream()
        .min(Comparator.<String>comparingInt(k -> distance(k, key)).thenComparing(k -> k))
        .orElseThrow();
  }

  /** Levenshtein's distance: single-character edits between two keys. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
