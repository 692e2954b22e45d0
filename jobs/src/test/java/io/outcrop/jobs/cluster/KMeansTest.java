package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int GROUPS = 150;

  /** A sample smaller than the points, so that every step has its part. */
  private static final ClusterOptions OPTIONS =
      new ClusterOptions(0, 40, 0, 2_000, 5, 0.995, 0.35, 0.2, 7);

  @Test
  void centres_separateGroups_areFoundWhole() {
    List<Point> points = points(3_000);
    float[][] centres = centres(points, 3);
    assertThat(centres).hasDimensions(GROUPS, 16);
    int[] groupOf = new int[GROUPS];
    Arrays.fill(groupOf, -1);
    int[] found = PointBlock.of(points).nearest(new CentrePanels(centres));
    int mixed = 0;
    for (int i = 0; i < found.length; i++) {
      if (groupOf[found[i]] < 0) {
        groupOf[found[i]] = i % GROUPS;
      }
      mixed += groupOf[found[i]] == i % GROUPS ? 0 : 1;
    }
    assertThat(mixed).isLessThan(points.size() / 50);
  }

  @Test
  void centres_otherOrderAndPartitions_areTheSame() {
    List<Point> points = points(2_500);
    List<Point> shuffled = new ArrayList<>(points);
    Collections.shuffle(shuffled, new Random(3));
    assertThat(centres(shuffled, 7)).isDeepEqualTo(centres(points, 2));
  }

  @Test
  void centres_fewerPlacesThanAskedFor_areThose() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      points.add(new Point("p" + i, new float[] {i % 3, 1 - i % 2}, 1 + i % 2));
    }
    assertThat(centres(points, 2, 40).length).isEqualTo(6);
  }

  private static float[][] centres(List<Point> points, int partitions) {
    return centres(points, partitions, GROUPS);
  }

  private static float[][] centres(List<Point> points, int partitions, int wanted) {
    JavaRDD<PointBlock> blocks =
        JavaSparkContext.fromSparkContext(SPARK.sparkContext())
            .parallelize(points, partitions)
            .mapPartitions(PointBlock::blocks)
            .cache();
    float[][] centres =
        new KMeans(SPARK, blocks, KMeans.Extent.of(blocks), OPTIONS).centres(wanted);
    blocks.unpersist();
    return centres;
  }

  private static List<Point> points(int count) {
    float[][] groups = CentrePanelsTest.vectors(new Random(5), GROUPS, 16);
    Random random = new Random(6);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = groups[i % GROUPS].clone();
      for (int d = 0; d < vector.length; d++) {
        vector[d] += random.nextInt(-400, 400) / 4_096f;
      }
      points.add(new Point("p" + i, vector, 1 + i % 3));
    }
    return points;
  }
}
