package io.outcrop.jobs.publish;

import io.outcrop.jobs.publish.Support.Numbers;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.MapCellsTable.MapCell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The density cells of one axis' map: squares, each of them in a square of twice its side.
 *
 * <p>A cell covers the published leaves that lie in it. Withheld leaves count where those of one
 * smallest square meet rules 1 and 6 together; else they are handed up, to be asked again with
 * those of the squares beside. So a cell less the cells and leaves in it is nobody or meets rule 1
 * by itself, and regions show whose single patterns do not.
 */
final class MapCells {
  /** Sides of squares, from the smallest; powers of two, so that each lies in one of the next. */
  private static final double[] SIDES = {1 / 64.0, 1 / 32.0, 1 / 16.0, 1 / 8.0, 1 / 4.0};

  private final ClusterGate gate;
  private final Thresholds thresholds;
  private final double maxShare;
  private final int kept;
  private final boolean withheldToo;

  /**
   * A cell with what its figures are measured against.
   *
   * @param leaves all that it covers
   * @param told traces, as they are told
   * @param boundaries at least
   */
  record Told(MapCell cell, Minimum needed, List<Cluster> leaves, long told, long boundaries) {
    long members() {
      return leaves.stream().mapToLong(Cluster::traces).sum();
    }
  }

  /** A square, and what has been put into it. */
  private static final class Square {
    private final int level;
    private final long column;
    private final long row;
    private final List<Cluster> leaves = new ArrayList<>();
    private final List<Cluster> open = new ArrayList<>();
    private Crowd crowd = Crowd.NONE;
    private long told;
    private long widest;

    Square(int level, long column, long row) {
      this.level = level;
      this.column = column;
      this.row = row;
    }

    String id() {
      return level + "/" + column + "/" + row;
    }

    String above() {
      return level + 1 + "/" + Math.floorDiv(column, 2) + "/" + Math.floorDiv(row, 2);
    }
  }

  /**
   * @param withheldToo whether withheld leaves may count at all; not with noise, which is drawn for
   *     clusters alone
   */
  MapCells(ClusterGate gate, Thresholds thresholds, double maxShare, boolean withheldToo) {
    this.gate = gate;
    this.thresholds = thresholds;
    this.maxShare = maxShare;
    this.kept = thresholds.most();
    this.withheldToo = withheldToo;
  }

  /** The cells over some leaves of one axis, the largest first, then by id. */
  List<Told> of(String axis, Collection<Cluster> leaves) {
    List<Map<String, Square>> levels = new ArrayList<>();
    levels.add(smallest(leaves));
    for (int level = 0; level < SIDES.length; level++) {
      levels.get(level).values().forEach(square -> settle(axis, square));
      if (level + 1 < SIDES.length) {
        levels.add(above(levels.get(level)));
      }
    }
    long all =
        levels.get(SIDES.length - 1).values().stream().mapToLong(square -> square.told).sum();
    List<Told> told = new ArrayList<>();
    for (int level = SIDES.length - 1; level >= 0; level--) {
      for (Square square : levels.get(level).values()) {
        if (!square.crowd.isEmpty()) {
          told.add(told(axis, square, level + 1 < SIDES.length ? square.above() : null, all));
        }
      }
    }
    return told;
  }

  private static Map<String, Square> smallest(Collection<Cluster> leaves) {
    Map<String, Square> squares = new TreeMap<>();
    leaves.stream()
        .filter(leaf -> leaf.x() != null && leaf.y() != null)
        .sorted(Comparator.comparing(Cluster::clusterId))
        .forEach(
            leaf -> {
              // By the place that is told, so that a leaf is drawn in the cell that counts it.
              Square square =
                  new Square(
                      0,
                      (long) Math.floor(Coarse.place(leaf.x()) / SIDES[0]),
                      (long) Math.floor(Coarse.place(leaf.y()) / SIDES[0]));
              squares.computeIfAbsent(square.id(), id -> square).open.add(leaf);
            });
    return squares;
  }

  private static Map<String, Square> above(Map<String, Square> below) {
    Map<String, Square> squares = new TreeMap<>();
    for (Square part : below.values()) {
      Square square =
          squares.computeIfAbsent(
              part.above(),
              id ->
                  new Square(
                      part.level + 1, Math.floorDiv(part.column, 2), Math.floorDiv(part.row, 2)));
      square.leaves.addAll(part.leaves);
      square.open.addAll(part.open);
      square.told += part.told;
      square.widest = Math.max(square.widest, part.widest);
    }
    return squares;
  }

  /** Takes in what may be told of the leaves that are still open, and leaves the rest to others. */
  private void settle(String axis, Square square) {
    List<Cluster> withheld = new ArrayList<>();
    for (Cluster leaf : square.open) {
      if (gate.isPublished(leaf.clusterId())) {
        take(square, leaf);
        square.told += gate.traces(leaf);
      } else {
        withheld.add(leaf);
      }
    }
    square.open.clear();
    if (withheldToo && isEnough(axis, withheld)) {
      withheld.forEach(leaf -> take(square, leaf));
      square.told += Coarse.traces(crowd(withheld).traces(), thresholds.of(axis).traces());
    } else {
      square.open.addAll(withheld);
    }
    square.crowd = crowd(square.leaves);
  }

  private void take(Square square, Cluster leaf) {
    square.leaves.add(leaf);
    square.widest = Math.max(square.widest, gate.numbers(leaf.clusterId()).boundaries());
  }

  private boolean isEnough(String axis, List<Cluster> leaves) {
    long traces = 0;
    long largest = 0;
    for (Cluster leaf : leaves) {
      Numbers numbers = gate.numbers(leaf.clusterId());
      traces += numbers.traces();
      largest += numbers.largest();
    }
    // One boundary has at most the sum of the largest parts.
    return traces > 0 && largest <= maxShare * traces && thresholds.areMetBy(axis, crowd(leaves));
  }

  private Crowd crowd(List<Cluster> leaves) {
    Crowd crowd = Crowd.NONE;
    for (Cluster leaf : leaves) {
      crowd = crowd.with(gate.crowd(leaf.clusterId()), kept);
    }
    return crowd;
  }

  private Told told(String axis, Square square, String above, long all) {
    List<Cluster> leaves = square.leaves;
    double side = SIDES[square.level];
    long growing =
        leaves.stream()
            .filter(leaf -> gate.isPublished(leaf.clusterId()))
            .filter(leaf -> leaf.status().equals("new") || leaf.status().equals("growing"))
            .mapToLong(gate::traces)
            .sum();
    Minimum needed = thresholds.of(axis, square.crowd);
    return new Told(
        new MapCell(
            leaves.get(0).runId(),
            leaves.get(0).unit(),
            axis,
            leaves.get(0).scope(),
            square.level,
            axis + "/" + square.id(),
            above == null ? null : axis + "/" + above,
            (square.column + 0.5) * side,
            (square.row + 0.5) * side,
            side,
            square.told,
            0,
            (double) square.told / Math.max(1, all),
            mean(leaves, leaf -> leaf.failureRate()),
            mean(leaves, leaf -> leaf.concern()),
            mean(leaves, Cluster::costUsdMean),
            (double) growing / Math.max(1, square.told)),
        needed,
        List.copyOf(leaves),
        square.told,
        Math.max(square.widest, square.crowd.boundaries().size()));
  }

  private static Double mean(
      List<Cluster> leaves, java.util.function.Function<Cluster, Double> figure) {
    List<Cluster> known = leaves.stream().filter(leaf -> figure.apply(leaf) != null).toList();
    long traces = known.stream().mapToLong(Cluster::traces).sum();
    return traces == 0
        ? null
        : known.stream().collect(Collectors.summingDouble(l -> figure.apply(l) * l.traces()))
            / traces;
  }
}
