package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalBisectingTest {
  private static final float[][] THREE_PAIRS = {
    {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0.96f, 0.28f, 0}, {0, 0.96f, 0.28f}, {0.28f, 0, 0.96f}
  };

  @Test
  void cluster_separateGroups_areFound() {
    int[] found = LocalBisecting.cluster(THREE_PAIRS, new long[] {1, 1, 1, 1, 1, 1}, 3);
    assertThat(found[0]).isEqualTo(found[3]).isNotEqualTo(found[1]).isNotEqualTo(found[2]);
    assertThat(found[1]).isEqualTo(found[4]).isNotEqualTo(found[2]);
    assertThat(found[2]).isEqualTo(found[5]);
  }

  @Test
  void cluster_equalPoints_areOne() {
    float[][] equal = {{1, 0}, {1, 0}, {1, 0}};
    assertThat(LocalBisecting.cluster(equal, new long[] {1, 1, 1}, 3)).containsExactly(0, 0, 0);
  }

  @Test
  void cluster_heavyPoints_areSplitFirst() {
    float[][] points = {{0, 0}, {1, 0}, {10, 0}, {11, 0}};
    int[] found = LocalBisecting.cluster(points, new long[] {1, 1, 100, 100}, 3);
    assertThat(found[0]).isEqualTo(found[1]);
    assertThat(found[2]).isNotEqualTo(found[3]);
  }

  @Test
  void hierarchy_sizes_followTheRule() {
    assertThat(Hierarchy.tops(8)).isEqualTo(8);
    assertThat(Hierarchy.tops(25)).isEqualTo(3);
    assertThat(Hierarchy.middles(25, 3)).isEqualTo(9);
    assertThat(Hierarchy.tops(25_000)).isEqualTo(10);
    assertThat(Hierarchy.middles(25_000, 10)).isEqualTo(500);
  }

  @Test
  void centres_manyMoreThanExact_stillFindThemselves() {
    float[][] points = new float[2_000][];
    for (int i = 0; i < points.length; i++) {
      double angle = i * Math.PI / points.length;
      points[i] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
    Centres centres = new Centres(points);
    for (int i = 0; i < points.length; i += 97) {
      assertThat(Centres.squaredDistance(points[centres.nearest(points[i])], points[i]))
          .isLessThan(1e-4);
    }
  }

  @Test
  void centres_tie_goesToTheLowest() {
    Centres centres = new Centres(new float[][] {{0, 1}, {1, 0}, {1, 0}});
    assertThat(centres.nearest(new float[] {1, 0})).isEqualTo(1);
    assertThat(centres.nearestOthers(2, 2)).containsExactly(1, 0);
  }
}
