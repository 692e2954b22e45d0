package io.outcrop.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {

  @Test
  void of_twoByTwo_hasItsKnownValues() {
    SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{2, 1}, {1, 2}});
    assertThat(eigen.value(0)).isCloseTo(3, within(1e-12));
    assertThat(eigen.value(1)).isCloseTo(1, within(1e-12));
    assertThat(Math.abs(eigen.vector(0)[0])).isCloseTo(Math.sqrt(0.5), within(1e-12));
  }

  @Test
  void of_anyRank_vectorsSolveAndAreOrthonormal() {
    for (int rank : new int[] {0, 1, 3, 40, 80}) {
      double[][] matrix = gram(80, rank);
      SymmetricEigen eigen = SymmetricEigen.of(matrix);
      for (int i = 0; i < 80; i++) {
        double[] vector = eigen.vector(i);
        for (int row = 0; row < 80; row++) {
          assertThat(dot(matrix[row], vector))
              .isCloseTo(eigen.value(i) * vector[row], within(1e-9));
        }
        assertThat(dot(vector, vector)).isCloseTo(1, within(1e-10));
        assertThat(i == 0 || eigen.value(i) <= eigen.value(i - 1)).isTrue();
      }
      assertThat(eigen.value(Math.min(79, rank)))
          .isCloseTo(rank < 80 ? 0 : eigen.value(79), within(1e-9));
    }
  }

  private static double[][] gram(int size, int rank) {
    Random random = new Random(rank);
    double[][] matrix = new double[size][size];
    for (int r = 0; r < rank; r++) {
      double[] direction = random.doubles(size, -1, 1).toArray();
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          matrix[i][j] += direction[i] * direction[j];
        }
      }
    }
    return matrix;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
