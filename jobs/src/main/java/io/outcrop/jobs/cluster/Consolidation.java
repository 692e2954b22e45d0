package io.outcrop.jobs.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The leaves left when duplicates are merged and small ones dissolved.
 *
 * @param leafOf for each cluster given, the ordinal of the leaf that has its members
 * @param leaves the leaves' members
 */
record Consolidation(int[] leafOf, List<Members> leaves) {

  static Consolidation of(List<Members> clusters, long minLeaf, double mergeCosine) {
    return new Working(clusters).merge(2 * (1 - mergeCosine)).dissolve(minLeaf).result();
  }

  float[][] centres() {
    return leaves.stream().map(Members::centre).toArray(float[][]::new);
  }

  /** Clusters that give their members to others until none is too small. */
  private static final class Working {
    private final List<Members> members = new ArrayList<>();
    private final float[][] centres;
    private final int[] into;

    Working(List<Members> clusters) {
      this.centres = new float[clusters.size()][];
      this.into = new int[clusters.size()];
      for (int i = 0; i < into.length; i++) {
        members.add(clusters.get(i).copy());
        centres[i] = clusters.get(i).centre();
        into[i] = i;
      }
    }

    Working merge(double squaredDistance) {
      Centres all = new Centres(centres.clone());
      for (int i = 0; i < into.length && into.length > 1; i++) {
        int other = all.nearestOthers(i, 1)[0];
        int low = Math.min(root(i), root(other));
        int high = Math.max(root(i), root(other));
        if (low != high
            && Centres.squaredDistance(centres[low], centres[high]) <= squaredDistance) {
          give(high, low);
        }
      }
      return this;
    }

    Working dissolve(long minLeaf) {
      Comparator<Integer> smallestFirst =
          Comparator.comparingLong((Integer i) -> members.get(i).traces())
              .thenComparingInt(Integer::intValue);
      TreeSet<Integer> alive = new TreeSet<>(smallestFirst);
      for (int i = 0; i < into.length; i++) {
        if (into[i] == i) {
          alive.add(i);
        }
      }
      while (alive.size() > 1 && members.get(alive.first()).traces() < minLeaf) {
        int small = alive.pollFirst();
        int target = nearest(small);
        alive.remove(target);
        give(small, target);
        alive.add(target);
      }
      return this;
    }

    Consolidation result() {
      int[] ordinal = new int[into.length];
      List<Members> leaves = new ArrayList<>();
      for (int i = 0; i < into.length; i++) {
        if (into[i] == i) {
          ordinal[i] = leaves.size();
          leaves.add(members.get(i));
        }
      }
      int[] leafOf = new int[into.length];
      for (int i = 0; i < into.length; i++) {
        leafOf[i] = ordinal[root(i)];
      }
      return new Consolidation(leafOf, leaves);
    }

    private void give(int from, int to) {
      members.get(to).add(members.get(from));
      centres[to] = members.get(to).centre();
      into[from] = to;
    }

    private int nearest(int cluster) {
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < into.length; i++) {
        if (i != cluster && into[i] == i) {
          double distance = Centres.squaredDistance(centres[i], centres[cluster]);
          if (distance < least) {
            least = distance;
            best = i;
          }
        }
      }
      return best;
    }

    private int root(int cluster) {
      int at = cluster;
      while (into[at] != at) {
        at = into[at];
      }
      return at;
    }
  }
}
