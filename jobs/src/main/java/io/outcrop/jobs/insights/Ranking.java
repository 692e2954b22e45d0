package io.outcrop.jobs.insights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order of findings, in which the same traces are told once. */
final class Ranking {
  /** How many of the foremost findings are looked at for the same traces. */
  static final int COMPARED = 400;

  private static final double SAME = 0.6;
  private static final List<String> AXES = List.of("failure", "behavior", "task");

  /**
   * Bad before unclear before good; then by priority, size, the axis that says why, level and id.
   */
  static final Comparator<Finding> ORDER =
      Comparator.comparingInt((Finding f) -> place(f.judgement()))
          .thenComparing(Comparator.comparingDouble(Finding::priority).reversed())
          .thenComparing(Comparator.comparingLong((Finding f) -> f.cluster().traces()).reversed())
          .thenComparingInt(f -> AXES.indexOf(f.cluster().axis()))
          .thenComparingInt(f -> f.cluster().level())
          .thenComparing(f -> f.cluster().clusterId());

  private Ranking() {}

  /** Traces that two clusters share; {@code one} is the smaller id. */
  record Overlap(String one, String other, long traces) {}

  /**
   * The findings in order, without those that tell what a finding before them told: two clusters
   * are taken for the same where the traces they share are at least 60 % of the traces in either.
   */
  static List<Finding> rank(List<Finding> found, List<Overlap> overlaps) {
    Map<String, Map<String, Long>> shared = new HashMap<>();
    for (Overlap overlap : overlaps) {
      put(shared, overlap.one(), overlap.other(), overlap.traces());
      put(shared, overlap.other(), overlap.one(), overlap.traces());
    }
    List<Finding> told = new ArrayList<>();
    for (Finding finding : found.stream().sorted(ORDER).toList()) {
      Map<String, Long> withOthers = shared.getOrDefault(finding.cluster().clusterId(), Map.of());
      if (told.stream().noneMatch(before -> same(before, finding, withOthers))) {
        told.add(finding);
      }
    }
    return told;
  }

  private static boolean same(Finding before, Finding finding, Map<String, Long> shared) {
    long both = shared.getOrDefault(before.cluster().clusterId(), 0L);
    long either = before.cluster().traces() + finding.cluster().traces() - both;
    return both >= SAME * either;
  }

  private static void put(
      Map<String, Map<String, Long>> shared, String one, String other, long traces) {
    shared.computeIfAbsent(one, id -> new HashMap<>()).put(other, traces);
  }

  private static int place(Finding.Judgement judgement) {
    return switch (judgement) {
      case BAD -> 0;
      case UNCLEAR -> 1;
      case GOOD -> 2;
    };
  }
}
