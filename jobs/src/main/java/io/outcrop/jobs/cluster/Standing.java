package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.embed.AxisSentences;
import io.outcrop.jobs.embed.LexicalEmbedder;
import io.outcrop.jobs.embed.VectorRows;
import io.outcrop.jobs.tables.CentresTable;
import io.outcrop.jobs.tables.HierarchiesTable.Hierarchy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The leaves of a hierarchy that an earlier run built, which later traces are assigned to.
 *
 * <p>A sentence that the build has seen goes where it went then: to the leaf of the place that it
 * is nearest to.
 *
 * @param built the build
 * @param leafIds by ordinal
 * @param centres of the leaves
 * @param radii how far each leaf reaches from its centre
 * @param places what sentences are nearest to
 * @param leafOf the leaf of each place
 */
record Standing(
    Hierarchy built,
    List<String> leafIds,
    float[][] centres,
    double[] radii,
    float[][] places,
    int[] leafOf) {

  /** What the run before left, unless its build is no longer there. */
  static Optional<Standing> of(EarlierRun before, AxisSpec axis) {
    return before.hierarchy(axis).flatMap(built -> load(before, axis, built));
  }

  private static Optional<Standing> load(EarlierRun before, AxisSpec axis, Hierarchy built) {
    Dataset<Row> rows = before.rows(CentresTable.TABLE, built.builtBy(), axis);
    Map<String, Double> radii = new HashMap<>();
    rows.where(col(CentresTable.PART).equalTo(0))
        .select(CentresTable.LEAF_ID, CentresTable.RADIUS)
        .collectAsList()
        .forEach(row -> radii.put(row.getString(0), row.getDouble(1)));
    if (radii.isEmpty()) {
      return Optional.empty();
    }
    List<String> leafIds = radii.keySet().stream().sorted().toList();
    float[][] centres = new float[leafIds.size()][];
    List<Point> places = new ArrayList<>();
    for (Point point :
        VectorRows.read(
                rows.select(
                    col(CentresTable.LEAF_ID).as(AxisSentences.TEXT_HASH),
                    col(CentresTable.VECTOR).as(LexicalEmbedder.VECTOR),
                    col(CentresTable.PART).cast("long").as(AxisSentences.TRACES)),
                Point::new)
            .collect()) {
      if (point.traces() == 0) {
        centres[ordinal(leafIds, point)] = point.vector();
      } else {
        places.add(point);
      }
    }
    // Ties between places go to the one that the build looked at first.
    places.sort(Comparator.comparingLong(Point::traces));
    return Optional.of(
        new Standing(
            built,
            leafIds,
            centres,
            leafIds.stream().mapToDouble(radii::get).toArray(),
            places.stream().map(Point::vector).toArray(float[][]::new),
            places.stream().mapToInt(p -> ordinal(leafIds, p)).toArray()));
  }

  private static int ordinal(List<String> leafIds, Point point) {
    return java.util.Collections.binarySearch(leafIds, point.textHash());
  }

  /**
   * The leaf of each sentence, {@link BaseClusters#NONE} beyond the nearest one's radius. The
   * result is cached.
   *
   * @param sentences text_hash, vector, traces
   */
  Dataset<Row> assign(Dataset<Row> sentences) {
    SparkSession spark = sentences.sparkSession();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<CentrePanels> near = context.broadcast(new CentrePanels(places));
    Broadcast<float[][]> leaves = context.broadcast(centres);
    int[] of = leafOf;
    double[] reach = radii;
    JavaRDD<Row> rows =
        BaseClusters.blocks(sentences)
            .flatMap(block -> rows(block, near.value(), of, leaves.value(), reach).iterator());
    return spark
        .createDataFrame(rows, BaseClusters.ASSIGNED)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static List<Row> rows(
      PointBlock block, CentrePanels near, int[] leafOf, float[][] leaves, double[] radii) {
    int[] nearest = block.nearest(near);
    List<Row> rows = new ArrayList<>(block.rows());
    for (int i = 0; i < block.rows(); i++) {
      Point point = block.point(i);
      int leaf = leafOf[nearest[i]];
      double distance =
          BaseClusters.onGrid(Math.sqrt(Centres.squaredDistance(point.vector(), leaves[leaf])));
      rows.add(
          RowFactory.create(
              point.textHash(),
              distance <= radii[leaf] ? leaf : BaseClusters.NONE,
              distance,
              point.traces()));
    }
    return rows;
  }

  /**
   * How far each leaf reaches: as its farthest member that is no outlier, but no less than the
   * median leaf, so that a leaf of one sentence takes in what is nearly it.
   *
   * @param assigned text_hash, leaf, distance
   * @param outlier distance from which on a trace is an outlier
   */
  static double[] radii(Dataset<Row> assigned, int leaves, double outlier) {
    double[] radii = new double[leaves];
    for (Row row :
        assigned
            .where(col(BaseClusters.DISTANCE).leq(lit(outlier)))
            .groupBy(BaseClusters.LEAF)
            .agg(org.apache.spark.sql.functions.max(BaseClusters.DISTANCE))
            .collectAsList()) {
      radii[row.getInt(0)] = row.getDouble(1);
    }
    double[] sorted = radii.clone();
    Arrays.sort(sorted);
    double least = leaves == 0 ? 0 : Math.max(LEAST_RADIUS, sorted[leaves / 2]);
    return Arrays.stream(radii).map(r -> Math.max(r, least)).toArray();
  }

  /** Unit vectors so near have a cosine of 0.98. */
  static final double LEAST_RADIUS = 0.2;

  /** The rows of {@code facts.centres} but for what identifies the run and the axis. */
  static List<Row> rows(BaseClusters base, String[] leafIds, double[] radii) {
    List<Row> rows = new ArrayList<>();
    for (int leaf = 0; leaf < leafIds.length; leaf++) {
      rows.add(row(leafIds[leaf], 0, radii[leaf], base.leaves().get(leaf).centre()));
    }
    for (int place = 0; place < base.leafOf().length; place++) {
      int leaf = base.leafOf()[place];
      if (leaf != BaseClusters.NONE) {
        rows.add(row(leafIds[leaf], place + 1, radii[leaf], base.places()[place]));
      }
    }
    return rows;
  }

  private static Row row(String leafId, int part, double radius, float[] vector) {
    Float[] boxed = new Float[vector.length];
    Arrays.setAll(boxed, i -> vector[i]);
    return RowFactory.create(leafId, part, radius, boxed);
  }
}
