package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AgglomerationTest {
  private static float[][] around(float[][] centres, int each, double spread, long seed) {
    Random random = new Random(seed);
    float[][] points = new float[centres.length * each][];
    for (int i = 0; i < points.length; i++) {
      float[] centre = centres[i % centres.length];
      points[i] = new float[centre.length];
      for (int d = 0; d < centre.length; d++) {
        points[i][d] = (float) (centre[d] + spread * random.nextGaussian());
      }
    }
    return points;
  }

  @Test
  void cluster_separateGroups_areFoundWhatever_theirOrder() {
    float[][] centres = {{0, 0}, {5, 0}, {0, 5}, {9, 9}};
    int[] group = Agglomeration.cluster(around(centres, 30, 0.3, 7), 4);

    for (int i = 0; i < group.length; i++) {
      assertThat(group[i]).isEqualTo(i % 4);
    }
  }

  @Test
  void cluster_equalPoints_endsAndKeepsThemTogether() {
    float[][] points = new float[50][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new float[] {i < 40 ? 1 : 2, 1};
    }
    int[] group = Agglomeration.cluster(points, 2);

    assertThat(group).containsOnly(0, 1);
    for (int i = 0; i < points.length; i++) {
      assertThat(group[i]).isEqualTo(i < 40 ? 0 : 1);
    }
  }

  @Test
  void cluster_asManyGroupsAsPoints_leavesThemAlone() {
    assertThat(Agglomeration.cluster(new float[][] {{1}, {1}, {3}}, 5)).containsExactly(0, 1, 2);
    assertThat(Agglomeration.cluster(new float[][] {{1}, {1}, {3}}, 1)).containsExactly(0, 0, 0);
  }
}
