package io.outcrop.facets.detect;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** The words of a text by their stems, as {@link TextScan} tells them. */
final class Stems {
  private static final int MAX_CHARS = 8_000;

  private Stems() {}

  static Set<String> of(String text) {
    return text == null ? Set.of() : TextView.of(text).stems();
  }

  static Set<String> read(String text) {
    Set<String> stems = new HashSet<>();
    TextScan.scan(
        Fragments.fold(text.substring(0, Math.min(text.length(), MAX_CHARS))),
        new TextScan.Sink() {
          @Override
          public void word(String stem) {
            stems.add(stem);
          }

          @Override
          public void number(String digits) {}

          @Override
          public void id(String plain, String written) {}
        });
    return Collections.unmodifiableSet(stems);
  }

  /** How many stems of the first are in the second. */
  static int shared(Set<String> first, Set<String> second) {
    int shared = 0;
    for (String stem : first) {
      shared += second.contains(stem) ? 1 : 0;
    }
    return shared;
  }
}
