package io.outcrop.jobs.validate;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well a clustering and known labels agree.
 *
 * @param homogeneity 1 where each cluster holds one label (Rosenberg and Hirschberg 2007)
 * @param completeness 1 where each label lies in one cluster
 * @param vMeasure their harmonic mean
 * @param adjustedRand Rand's index, 0 for chance and 1 for the same partition (Hubert and Arabie
 *     1985)
 */
public record Agreement(
    double homogeneity, double completeness, double vMeasure, double adjustedRand) {

  /** How many traces of a label a cluster holds. */
  public record Cell(String cluster, String label, long traces) {}

  public static Agreement of(Collection<Cell> cells) {
    Map<String, Long> clusters = new TreeMap<>();
    Map<String, Long> labels = new TreeMap<>();
    Map<String, Long> joint = new HashMap<>();
    long all = 0;
    for (Cell cell : cells) {
      clusters.merge(cell.cluster(), cell.traces(), Long::sum);
      labels.merge(cell.label(), cell.traces(), Long::sum);
      joint.merge(cell.cluster() + '\n' + cell.label(), cell.traces(), Long::sum);
      all += cell.traces();
    }
    double ofLabels = entropy(labels.values(), all);
    double ofClusters = entropy(clusters.values(), all);
    double together = entropy(joint.values(), all);
    double homogeneity = ofLabels == 0 ? 1 : 1 - (together - ofClusters) / ofLabels;
    double completeness = ofClusters == 0 ? 1 : 1 - (together - ofLabels) / ofClusters;
    double v =
        homogeneity + completeness == 0
            ? 0
            : 2 * homogeneity * completeness / (homogeneity + completeness);
    double same = pairs(joint.values());
    double rows = pairs(labels.values());
    double columns = pairs(clusters.values());
    double total = all * (all - 1) / 2.0;
    double chance = total == 0 ? 0 : rows * columns / total;
    double most = (rows + columns) / 2;
    double rand = most == chance ? 1 : (same - chance) / (most - chance);
    return new Agreement(homogeneity, completeness, v, rand);
  }

  private static double entropy(Collection<Long> counts, long all) {
    double sum = 0;
    for (long count : counts) {
      if (count > 0) {
        double share = (double) count / all;
        sum -= share * Math.log(share);
      }
    }
    return sum;
  }

  private static double pairs(Collection<Long> counts) {
    double sum = 0;
    for (long count : counts) {
      sum += count * (count - 1) / 2.0;
    }
    return sum;
  }
}
