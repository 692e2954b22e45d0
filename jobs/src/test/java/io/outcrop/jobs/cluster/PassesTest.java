package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class PassesTest {
  /** More centres than one piece of sums holds, more points than one block. */
  @Test
  void sums_inSparkAndOnTheDriver_areTheSame() {
    List<Point> points = new ArrayList<>();
    float[][] vectors = CentrePanelsTest.vectors(new Random(1), 3_000, 16);
    for (int i = 0; i < vectors.length; i++) {
      points.add(new Point("p" + i, vectors[i], 1 + i % 4));
    }
    float[][] centres = CentrePanelsTest.vectors(new Random(2), 300, 16);
    JavaRDD<PointBlock> blocks =
        JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
            .parallelize(points, 3)
            .mapPartitions(PointBlock::blocks);
    KMeans.Extent extent = KMeans.Extent.of(blocks);

    Passes.Sums near = new Passes(blocks, extent).sums(centres, 20, 4);
    Passes.Sums far = new Passes(blocks, extent, 0).sums(centres, 20, 4);

    assertThat(near.error()).isEqualTo(far.error()).isPositive();
    assertThat(near.far()).hasDimensions(20, 16).isDeepEqualTo(far.far());
    assertThat(near.centres()).isDeepEqualTo(far.centres());
    assertThat(near.members().keySet()).isEqualTo(far.members().keySet());
  }
}
