package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CentrePanelsTest {

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 5, 7", "64, 4, 2", "513, 10, 9", "1100, 33, 5"})
  void nearest_anySizes_isTheNearestOfAll(int centres, int dimensions, int rows) {
    Random random = new Random(centres);
    float[][] points = vectors(random, centres, dimensions);
    CentrePanels panels = new CentrePanels(points);
    List<Point> block = new ArrayList<>();
    for (float[] vector : vectors(random, rows, dimensions)) {
      block.add(new Point("p" + block.size(), vector, 1));
    }
    int[] found = PointBlock.of(block).nearest(panels);
    for (int i = 0; i < rows; i++) {
      float[] vector = block.get(i).vector();
      double least = Double.POSITIVE_INFINITY;
      for (float[] centre : points) {
        least = Math.min(least, Centres.squaredDistance(vector, centre));
      }
      assertThat(Centres.squaredDistance(vector, points[found[i]]))
          .isLessThanOrEqualTo(least + 1e-5);
      assertThat(PointBlock.of(List.of(block.get(i))).nearest(panels)).containsExactly(found[i]);
      assertThat(new Centres(points).nearest(vector)).isEqualTo(found[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "600"})
  void nearest_equalCentres_isTheFirst(int centres) {
    float[][] same = new float[centres][];
    Arrays.setAll(same, i -> new float[] {0.5f, 0.25f, 1});
    PointBlock block = PointBlock.of(List.of(new Point("p", new float[] {1, 0, 0}, 3)));
    assertThat(block.nearest(new CentrePanels(same))).containsExactly(0);
  }

  static float[][] vectors(Random random, int count, int dimensions) {
    float[][] vectors = new float[count][dimensions];
    for (float[] vector : vectors) {
      for (int d = 0; d < dimensions; d++) {
        vector[d] = random.nextInt(-4_096, 4_096) / 4_096f;
      }
    }
    return vectors;
  }
}
