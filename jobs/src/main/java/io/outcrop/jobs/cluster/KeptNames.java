package io.outcrop.jobs.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Names of the run before among tonight's, so that no two of a level are alike. */
final class KeptNames {
  private KeptNames() {}

  /**
   * Names by ordinal, the kept ones where there are any. A kept one that another cluster bears
   * tonight is given up for the fresh one.
   *
   * @param fresh distinct names of all
   * @param kept by ordinal
   */
  static List<Label> distinct(List<Label> fresh, Map<Integer, Label> kept) {
    Map<Integer, Label> standing = new TreeMap<>(kept);
    while (true) {
      List<Label> names = new ArrayList<>();
      for (int i = 0; i < fresh.size(); i++) {
        names.add(standing.getOrDefault(i, fresh.get(i)));
      }
      Set<Integer> clashing = clashing(names, standing.keySet());
      if (clashing.isEmpty()) {
        return names;
      }
      standing.keySet().removeAll(clashing);
    }
  }

  private static Set<Integer> clashing(List<Label> names, Set<Integer> kept) {
    Map<String, List<Integer>> bearers = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      bearers
          .computeIfAbsent(names.get(i).title().toLowerCase(Locale.ROOT), t -> new ArrayList<>())
          .add(i);
    }
    Set<Integer> clashing = new HashSet<>();
    bearers.values().stream()
        .filter(same -> same.size() > 1)
        .forEach(same -> same.stream().filter(kept::contains).forEach(clashing::add));
    return clashing;
  }
}
