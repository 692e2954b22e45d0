package io.outcrop.jobs.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * The clusters of one level of the hierarchy, by ordinal.
 *
 * @param members exact sums of what each holds
 * @param counts their items
 * @param folds order-free hashes of their traces' ids
 * @param labels their names
 * @param remainder whether each gathers what fits nowhere
 */
record Level(
    List<Members> members,
    ItemCounts counts,
    long[] folds,
    List<Label> labels,
    boolean[] remainder) {

  int size() {
    return members.size();
  }

  Level named(List<Label> names) {
    return new Level(members, counts, folds, names, remainder);
  }

  float[][] centres() {
    return members.stream().map(Members::centre).toArray(float[][]::new);
  }

  long[] traces() {
    return members.stream().mapToLong(Members::traces).toArray();
  }

  /** The sums of the members that go to each parent. */
  static List<Members> rollUp(List<Members> children, int[] parentOf, int parents) {
    List<Members> sums = new ArrayList<>();
    for (int i = 0; i < parents; i++) {
      sums.add(null);
    }
    for (int i = 0; i < parentOf.length; i++) {
      Members sum = sums.get(parentOf[i]);
      sums.set(parentOf[i], sum == null ? children.get(i).copy() : sum.add(children.get(i)));
    }
    return sums;
  }

  static long[] rollUp(long[] folds, int[] parentOf, int parents) {
    long[] above = new long[parents];
    for (int i = 0; i < parentOf.length; i++) {
      above[parentOf[i]] ^= folds[i];
    }
    return above;
  }
}
