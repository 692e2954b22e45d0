package io.outcrop.jobs.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Passes over points that lie in Spark's partitions; only sums of centres reach the driver. */
final class Passes {
  /** What rounding leaves between a point and a centre in the same place. */
  private static final double SAME_PLACE = 1e-5;

  private final JavaRDD<PointBlock> blocks;
  private final JavaSparkContext context;
  private final int dimensions;

  Passes(JavaRDD<PointBlock> blocks, int dimensions) {
    this.blocks = blocks;
    this.context = JavaSparkContext.fromSparkContext(blocks.context());
    this.dimensions = dimensions;
  }

  /**
   * What centres have in their places.
   *
   * @param members by centre, for the centres that have any
   * @param error squared distances times traces, in units of 2^-20
   */
  record Sums(SortedMap<Integer, Members> members, long error) {
    float[][] centres() {
      return members.values().stream().map(Members::centre).toArray(float[][]::new);
    }
  }

  /** The members of each centre. */
  Sums sums(float[][] centres) {
    Broadcast<CentrePanels> shared = context.broadcast(new CentrePanels(centres));
    int length = dimensions;
    int pieces = (centres.length + CentreSums.PIECE - 1) / CentreSums.PIECE;
    List<Tuple2<Integer, CentreSums>> found =
        blocks
            .mapPartitionsToPair(partition -> sums(partition, shared.value(), length))
            .reduceByKey(CentreSums::add, Math.min(pieces, context.defaultParallelism()))
            .collect();
    shared.destroy();
    SortedMap<Integer, Members> members = new TreeMap<>();
    long error = 0;
    for (Tuple2<Integer, CentreSums> piece : found) {
      for (int slot = 0; slot < CentreSums.PIECE; slot++) {
        if (piece._2.has(slot)) {
          members.put(piece._1 * CentreSums.PIECE + slot, piece._2.members(slot));
        }
      }
      error += piece._2.error();
    }
    return new Sums(members, error);
  }

  private static Iterator<Tuple2<Integer, CentreSums>> sums(
      Iterator<PointBlock> partition, CentrePanels centres, int dimensions) {
    TreeMap<Integer, CentreSums> pieces = new TreeMap<>();
    partition.forEachRemaining(
        block -> {
          Nearest near = Nearest.of(block, centres);
          for (int i = 0; i < block.rows(); i++) {
            int centre = near.ordinals()[i];
            pieces
                .computeIfAbsent(centre / CentreSums.PIECE, p -> new CentreSums(dimensions))
                .add(centre % CentreSums.PIECE, block, i, near.squaredDistance(block, i));
          }
        });
    return pieces.entrySet().stream()
        .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue()))
        .iterator();
  }

  /**
   * Points far from their centres: as many as asked for, each drawn with a chance in proportion to
   * its squared distance times its traces (k-means++, in rounds as in k-means||; drawn without
   * replacement as by Efraimidis and Spirakis). The draw depends on the points alone.
   */
  float[][] far(float[][] centres, int count, int round) {
    Broadcast<CentrePanels> shared = context.broadcast(new CentrePanels(centres));
    List<Candidate> drawn =
        blocks
            .mapPartitions(
                partition -> {
                  Candidates best = new Candidates(count);
                  partition.forEachRemaining(block -> best.offer(block, shared.value(), round));
                  return best.kept().iterator();
                })
            .takeOrdered(count, Candidate.SOONEST);
    shared.destroy();
    return drawn.stream().map(c -> c.point().vector()).toArray(float[][]::new);
  }

  /** Rows of a block with their nearest centres. */
  record Nearest(int[] ordinals, float[] scores) {
    static Nearest of(PointBlock block, CentrePanels centres) {
      Nearest near = new Nearest(new int[block.rows()], new float[block.rows()]);
      centres.nearest(block, near.ordinals, near.scores);
      return near;
    }

    float squaredDistance(PointBlock block, int row) {
      return Math.max(0f, block.squares()[row] - 2 * scores[row]);
    }
  }

  /** The points of a partition whose turn comes soonest. */
  private static final class Candidates {
    private final int count;
    private final PriorityQueue<Candidate> latestFirst =
        new PriorityQueue<>(Candidate.SOONEST.reversed());

    Candidates(int count) {
      this.count = count;
    }

    void offer(PointBlock block, CentrePanels centres, int round) {
      Nearest near = Nearest.of(block, centres);
      for (int i = 0; i < block.rows(); i++) {
        double squared = near.squaredDistance(block, i);
        if (squared > SAME_PLACE) {
          double pull = squared * block.traces()[i];
          double turn = -StrictMath.log(Draw.unit(block.keys()[i], round)) / pull;
          if (latestFirst.size() < count || turn <= latestFirst.peek().turn()) {
            latestFirst.add(new Candidate(turn, block.point(i)));
            if (latestFirst.size() > count) {
              latestFirst.poll();
            }
          }
        }
      }
    }

    List<Candidate> kept() {
      return new ArrayList<>(latestFirst);
    }
  }

  private record Candidate(double turn, Point point) implements Serializable {
    static final Comparator<Candidate> SOONEST = new SoonestFirst();
  }

  private static final class SoonestFirst implements Comparator<Candidate>, Serializable {
    @Override
    public int compare(Candidate left, Candidate right) {
      int order = Double.compare(left.turn(), right.turn());
      return order != 0 ? order : left.point().textHash().compareTo(right.point().textHash());
    }
  }
}
