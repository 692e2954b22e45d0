package io.outcrop.jobs.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Names from elsewhere among those by rule, no two of a level alike. The largest cluster keeps a
 * title that two have; the other's names what differs, else the one by rule stands.
 */
final class DistinctTitles {
  private static final int MOST_WORDS = 10;

  private DistinctTitles() {}

  /**
   * Names by ordinal.
   *
   * @param level with the names by rule
   * @param told names from elsewhere, by ordinal
   * @param differences of a cluster from its nearest, in nouns, most telling first
   */
  static List<Label> of(
      Level level, Map<Integer, Label> told, IntFunction<List<String>> differences) {
    List<Integer> largestFirst =
        IntStream.range(0, level.size())
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer i) -> -level.members().get(i).traces())
                    .thenComparingInt(Integer::intValue))
            .toList();
    List<Label> labels = new ArrayList<>(level.labels());
    Set<String> taken = new HashSet<>();
    // Those that only a rule has named cannot give way.
    largestFirst.stream()
        .filter(i -> !told.containsKey(i))
        .forEach(i -> taken.add(key(labels.get(i).title())));
    for (int i : largestFirst) {
      if (told.containsKey(i)) {
        labels.set(i, free(told.get(i), labels.get(i), taken, differences, i));
      }
    }
    return labels;
  }

  private static Label free(
      Label told, Label byRule, Set<String> taken, IntFunction<List<String>> differences, int i) {
    if (taken.add(key(told.title()))) {
      return told;
    }
    for (String noun : differences.apply(i)) {
      String longer = told.title() + " with " + noun;
      if (longer.split(" ", -1).length <= MOST_WORDS && taken.add(key(longer))) {
        return new Label(longer, told.description(), true);
      }
    }
    if (taken.add(key(byRule.title()))) {
      return byRule;
    }
    int number = 2;
    while (!taken.add(key(byRule.title() + " (" + number + ")"))) {
      number++;
    }
    return new Label(byRule.title() + " (" + number + ")", byRule.description(), byRule.isNamed());
  }

  private static String key(String title) {
    return title.toLowerCase(Locale.ROOT);
  }
}
