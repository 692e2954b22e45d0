package io.outcrop.jobs.publish;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rule 3 of the gate for texts: every term of one, two or three words needs company.
 *
 * <p>A term that is made of the shipped {@link Vocabulary} alone is exempt. A term without any such
 * word has to stand in the traces of enough boundaries. A term that mixes both, such as "refund
 * fails", is often a neighbourhood that only Outcrop's own sentence makes: it passes as well where
 * no trace of the window has it in any spelling; where a few have it, it does not.
 */
final class Terms {
  static final int LONGEST = 3;

  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          ("a an the and or nor but of to in into on onto at by for from with without within about"
                  + " as than that this these those its their is are was were be been has have had"
                  + " not no it they when while where which who if")
              .split(" ", -1));

  private Terms() {}

  /** The terms of some texts that have to be counted, in order. */
  static Set<String> candidates(Iterable<String> texts) {
    Set<String> candidates = new TreeSet<>();
    texts.forEach(text -> candidates.addAll(of(text)));
    return candidates;
  }

  /** The terms of a text that are not exempt: normalised words with a space between. */
  static Set<String> of(String text) {
    Set<String> terms = new LinkedHashSet<>();
    if (text == null) {
      return terms;
    }
    List<String> run = new ArrayList<>();
    for (String word : Vocabulary.words(text)) {
      if (word.isEmpty()) {
        run.clear();
        continue;
      }
      run.add(word);
      for (int length = 1; length <= Math.min(LONGEST, run.size()); length++) {
        List<String> term = run.subList(run.size() - length, run.size());
        if (!term.stream().allMatch(Vocabulary::contains) && !isPadded(term)) {
          terms.add(String.join(" ", term));
        }
      }
    }
    return terms;
  }

  /** Whether a shorter term says the same: words such as "the" at an end add nothing. */
  private static boolean isPadded(List<String> term) {
    return FUNCTION_WORDS.contains(term.get(0))
        || FUNCTION_WORDS.contains(term.get(term.size() - 1));
  }

  /** Whether one of the words is the vocabulary's. */
  static boolean isMixed(String term) {
    for (String word : term.split(" ", -1)) {
      if (Vocabulary.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first term of a text that lacks company, or null.
   *
   * @param support boundaries that have each term; a term that is not in it has none
   * @param needed boundaries that a term needs
   */
  static String unsupported(String text, Map<String, Long> support, int needed) {
    for (String term : of(text)) {
      long found = support.getOrDefault(term, 0L);
      if (found < needed && !(found == 0 && isMixed(term))) {
        return term;
      }
    }
    return null;
  }
}
