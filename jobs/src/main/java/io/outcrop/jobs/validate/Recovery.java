package io.outcrop.jobs.validate;

import io.outcrop.jobs.synth.Synth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which known failures some cluster gathers, from counts alone. */
public final class Recovery {
  /** A failure is recovered where one cluster has at least this precision and this recall. */
  static final double ENOUGH = 0.5;

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}-]+");

  /**
   * How many traces of a failure a cluster holds.
   *
   * @param mode empty for all traces that do not fail
   */
  record Count(String axis, int level, String cluster, String title, String mode, long traces) {}

  /**
   * The cluster that fits a failure best.
   *
   * @param traces of the failure
   * @param precision of the cluster's traces, the share that fail so
   * @param recall of the failure's traces, the share in the cluster
   * @param named whether the cluster's title holds a word that names the failure
   */
  public record Found(
      String mode,
      String category,
      long traces,
      String axis,
      int level,
      String cluster,
      String title,
      double precision,
      double recall,
      boolean named) {
    public boolean recovered() {
      return precision >= ENOUGH && recall >= ENOUGH;
    }

    double harmonicMean() {
      return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
  }

  private Recovery() {}

  /**
   * The best cluster of each failure: recovered ones first, then by the harmonic mean of precision
   * and recall; ties by axis, level and id.
   *
   * @param traces of each failure, in all
   */
  static List<Found> of(List<Count> counts, Map<String, Long> traces) {
    Map<String, Long> sizes = new TreeMap<>();
    counts.forEach(c -> sizes.merge(c.cluster(), c.traces(), Long::sum));
    Map<String, Found> best = new TreeMap<>();
    Comparator<Found> better =
        Comparator.comparing(Found::recovered)
            .thenComparing(Found::harmonicMean)
            .thenComparing(Found::axis, Comparator.reverseOrder())
            .thenComparing(Found::level, Comparator.reverseOrder())
            .thenComparing(Found::cluster, Comparator.reverseOrder());
    for (Count count : counts) {
      if (!count.mode().isEmpty()) {
        Found found = found(count, sizes.get(count.cluster()), traces.get(count.mode()));
        best.merge(count.mode(), found, (a, b) -> better.compare(a, b) >= 0 ? a : b);
      }
    }
    List<Found> rows = new ArrayList<>();
    for (List<String> mode : Synth.taxonomy()) {
      Found found = best.remove(mode.get(1));
      if (found != null) {
        rows.add(found);
      }
    }
    // Failures of somebody else's labels, by name.
    rows.addAll(best.values());
    return rows;
  }

  private static Found found(Count count, long size, long all) {
    String title = count.title() == null ? "" : count.title();
    return new Found(
        count.mode(),
        category(count.mode()),
        all,
        count.axis(),
        count.level(),
        count.cluster(),
        title,
        (double) count.traces() / size,
        (double) count.traces() / all,
        names(title, Synth.stems(count.mode())));
  }

  private static String category(String mode) {
    return Synth.taxonomy().stream()
        .filter(m -> m.get(1).equals(mode))
        .map(m -> m.get(0))
        .findFirst()
        .orElse("");
  }

  private static boolean names(String title, List<String> stems) {
    for (String word : BETWEEN_WORDS.split(title.toLowerCase(Locale.ROOT), -1)) {
      for (String stem : stems) {
        if (word.startsWith(stem)) {
          return true;
        }
      }
    }
    return false;
  }
}
