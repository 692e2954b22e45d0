package io.outcrop.jobs.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Passes over points. Many lie in Spark's partitions, and only sums of centres reach the driver; a
 * few are fetched once, since a job of Spark takes longer than a look at them. Either way sums are
 * exact and the same.
 */
final class Passes {
  /** Entries of vectors that the driver holds at most: 32 MiB. */
  private static final long FEW = 1L << 23;

  /** What rounding leaves between a point and a centre in the same place. */
  private static final double SAME_PLACE = 1e-5;

  /** The place of the points far from all centres among the pieces of sums. */
  private static final int FAR = -1;

  private final JavaRDD<PointBlock> blocks;
  private final JavaSparkContext context;
  private final int dimensions;
  private final Optional<List<PointBlock>> few;

  Passes(JavaRDD<PointBlock> blocks, KMeans.Extent extent) {
    this(blocks, extent, FEW);
  }

  /**
   * Fetches the points if they are few.
   *
   * @param most entries of vectors that are few
   */
  Passes(JavaRDD<PointBlock> blocks, KMeans.Extent extent, long most) {
    this.blocks = blocks;
    this.context = JavaSparkContext.fromSparkContext(blocks.context());
    this.dimensions = extent.dimensions();
    this.few =
        extent.points() * extent.dimensions() <= most
            ? Optional.of(blocks.collect())
            : Optional.empty();
  }

  /**
   * What centres have in their places.
   *
   * @param members by centre, for the centres that have any
   * @param error squared distances times traces, in units of 2^-20
   * @param far points far from their centres
   */
  record Sums(SortedMap<Integer, Members> members, long error, float[][] far) {
    /** How many centres have members. */
    int size() {
      return members.size();
    }

    /** The means of the members. */
    float[][] centres() {
      return members.values().stream().map(Members::centre).toArray(float[][]::new);
    }
  }

  /** The members of each centre. */
  Sums sums(float[][] centres) {
    return sums(centres, 0, 0);
  }

  /**
   * The members of each centre, and points that lie far: at most as many as asked for and as there
   * are centres, each drawn with a chance in proportion to its squared distance times its traces
   * (k-means++, in rounds as in k-means||; drawn without replacement as by Efraimidis and
   * Spirakis). The draw depends on the points alone.
   */
  Sums sums(float[][] centres, int most, int round) {
    int count = Math.min(most, centres.length);
    SortedMap<Integer, Part> found =
        few.isPresent()
            ? parts(few.get(), centres, count, round)
            : parts(blocks, centres, count, round);
    SortedMap<Integer, Members> members = new TreeMap<>();
    float[][] far = new float[0][];
    long error = 0;
    for (Map.Entry<Integer, Part> piece : found.entrySet()) {
      if (piece.getValue() instanceof Candidates candidates) {
        far = candidates.vectors();
      } else if (piece.getValue() instanceof CentreSums sums) {
        for (int slot = 0; slot < CentreSums.PIECE; slot++) {
          if (sums.has(slot)) {
            members.put(piece.getKey() * CentreSums.PIECE + slot, sums.members(slot));
          }
        }
        error += sums.error();
      }
    }
    return new Sums(members, error, far);
  }

  private SortedMap<Integer, Part> parts(
      JavaRDD<PointBlock> blocks, float[][] centres, int count, int round) {
    Broadcast<CentrePanels> shared = context.broadcast(new CentrePanels(centres));
    int length = dimensions;
    int pieces = (centres.length + CentreSums.PIECE - 1) / CentreSums.PIECE;
    SortedMap<Integer, Part> parts = new TreeMap<>();
    blocks
        .mapPartitionsToPair(
            partition -> {
              List<Tuple2<Integer, Part>> found = new ArrayList<>();
              part(partition, shared.value(), length, count, round)
                  .forEach((piece, part) -> found.add(new Tuple2<>(piece, part)));
              return found.iterator();
            })
        .reduceByKey(Part::add, Math.min(pieces + 1, context.defaultParallelism()))
        .collect()
        .forEach(piece -> parts.put(piece._1, piece._2));
    shared.destroy();
    return parts;
  }

  private SortedMap<Integer, Part> parts(
      List<PointBlock> blocks, float[][] centres, int count, int round) {
    CentrePanels panels = new CentrePanels(centres);
    SortedMap<Integer, Part> parts = new TreeMap<>();
    blocks.parallelStream()
        .map(block -> part(List.of(block).iterator(), panels, dimensions, count, round))
        .forEachOrdered(
            found -> found.forEach((piece, part) -> parts.merge(piece, part, Part::add)));
    return parts;
  }

  /** What some of the points give to a pass, to be added up. */
  interface Part extends Serializable {
    Part add(Part other);
  }

  private static SortedMap<Integer, Part> part(
      Iterator<PointBlock> points, CentrePanels centres, int dimensions, int count, int round) {
    TreeMap<Integer, CentreSums> pieces = new TreeMap<>();
    Candidates far = new Candidates(count);
    points.forEachRemaining(
        block -> {
          Nearest near = Nearest.of(block, centres);
          for (int i = 0; i < block.rows(); i++) {
            int centre = near.ordinals()[i];
            pieces
                .computeIfAbsent(centre / CentreSums.PIECE, p -> new CentreSums(dimensions))
                .add(centre % CentreSums.PIECE, block, i, near.squaredDistance(block, i));
          }
          far.offer(block, near, round);
        });
    SortedMap<Integer, Part> parts = new TreeMap<>(pieces);
    if (count > 0) {
      parts.put(FAR, far);
    }
    return parts;
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

  /** The points whose turn comes soonest. */
  private static final class Candidates implements Part {
    private final int count;
    private final PriorityQueue<Candidate> latestFirst =
        new PriorityQueue<>(Candidate.SOONEST.reversed());

    Candidates(int count) {
      this.count = count;
    }

    void offer(PointBlock block, Nearest near, int round) {
      for (int i = 0; i < block.rows() && count > 0; i++) {
        double squared = near.squaredDistance(block, i);
        if (squared > SAME_PLACE) {
          double pull = squared * block.traces()[i];
          double turn = -StrictMath.log(Draw.unit(block.keys()[i], round)) / pull;
          if (latestFirst.size() < count || turn <= latestFirst.peek().turn()) {
            keep(new Candidate(turn, block.point(i)));
          }
        }
      }
    }

    private void keep(Candidate candidate) {
      latestFirst.add(candidate);
      if (latestFirst.size() > count) {
        latestFirst.poll();
      }
    }

    @Override
    public Part add(Part other) {
      ((Candidates) other).latestFirst.forEach(this::keep);
      return this;
    }

    /** Soonest first. */
    float[][] vectors() {
      return latestFirst.stream()
          .sorted(Candidate.SOONEST)
          .map(c -> c.point().vector())
          .toArray(float[][]::new);
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
