package io.outcrop.jobs.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weighted bisecting k-means over points in memory, then Lloyd's passes over all.
 *
 * <p>The cluster with the largest weighted sum of squares is split next, from the two members that
 * lie farthest apart by two looks; nothing is random.
 */
final class LocalBisecting {
  private static final int SPLIT_PASSES = 8;
  private static final int FINAL_PASSES = 5;

  private final float[][] points;
  private final long[] weights;

  private LocalBisecting(float[][] points, long[] weights) {
    this.points = points;
    this.weights = weights;
  }

  /** For each point the ordinal of its cluster; at most k clusters, none empty. */
  static int[] cluster(float[][] points, long[] weights, int k) {
    return new LocalBisecting(points, weights).run(k);
  }

  private int[] run(int k) {
    int[] all = new int[points.length];
    Arrays.setAll(all, i -> i);
    List<Part> parts = new ArrayList<>();
    if (all.length > 0) {
      parts.add(part(all));
    }
    while (parts.size() < k) {
      int widest = widest(parts);
      if (widest < 0) {
        break;
      }
      split(parts, widest);
    }
    return refine(parts);
  }

  private static int widest(List<Part> parts) {
    int widest = -1;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).spread() > 1e-9
          && (widest < 0 || parts.get(i).spread() > parts.get(widest).spread())) {
        widest = i;
      }
    }
    return widest;
  }

  private void split(List<Part> parts, int at) {
    int[] members = parts.get(at).members();
    float[] one = points[farthest(members, parts.get(at).centre())];
    float[] two = points[farthest(members, one)];
    int[] left = members;
    int[] right = {};
    for (int pass = 0; pass < SPLIT_PASSES; pass++) {
      float[] from = one;
      float[] to = two;
      left =
          Arrays.stream(members)
              .filter(
                  i ->
                      Centres.squaredDistance(points[i], from)
                          <= Centres.squaredDistance(points[i], to))
              .toArray();
      right =
          Arrays.stream(members)
              .filter(
                  i ->
                      Centres.squaredDistance(points[i], from)
                          > Centres.squaredDistance(points[i], to))
              .toArray();
      if (left.length == 0 || right.length == 0) {
        break;
      }
      one = part(left).centre();
      two = part(right).centre();
    }
    if (left.length == 0 || right.length == 0) {
      parts.set(at, new Part(members, parts.get(at).centre(), 0));
      return;
    }
    parts.set(at, part(left));
    parts.add(part(right));
  }

  private int farthest(int[] members, float[] from) {
    int best = members[0];
    double most = -1;
    for (int i : members) {
      double distance = Centres.squaredDistance(points[i], from);
      if (distance > most) {
        most = distance;
        best = i;
      }
    }
    return best;
  }

  private int[] refine(List<Part> parts) {
    Centres centres = new Centres(parts.stream().map(Part::centre).toArray(float[][]::new));
    int[] assigned = new int[points.length];
    for (int pass = 0; pass < FINAL_PASSES; pass++) {
      Centres now = centres;
      Arrays.setAll(assigned, i -> now.nearest(points[i]));
      int[] filled = Arrays.stream(assigned).distinct().sorted().toArray();
      Arrays.setAll(assigned, i -> Arrays.binarySearch(filled, assigned[i]));
      centres = new Centres(centresOf(assigned, filled.length));
    }
    return assigned;
  }

  private float[][] centresOf(int[] assigned, int clusters) {
    float[][] centres = new float[clusters][];
    for (int c = 0; c < clusters; c++) {
      int cluster = c;
      int[] members =
          java.util.stream.IntStream.range(0, assigned.length)
              .filter(i -> assigned[i] == cluster)
              .toArray();
      centres[c] = part(members).centre();
    }
    return centres;
  }

  private Part part(int[] members) {
    Members sum = new Members(points[members[0]].length);
    for (int i : members) {
      sum.add(new Point("", points[i], weights[i]));
    }
    float[] centre = sum.centre();
    double spread = 0;
    for (int i : members) {
      spread += weights[i] * Centres.squaredDistance(points[i], centre);
    }
    return new Part(members, centre, spread);
  }

  private record Part(int[] members, float[] centre, double spread) {}
}
