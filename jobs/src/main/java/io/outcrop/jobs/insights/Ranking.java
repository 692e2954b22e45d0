package io.outcrop.jobs.insights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order of findings, in which the same traces are told once. */
final class Ranking {
  /** How many of the foremost findings are looked at for the same traces. */
  static final int COMPARED = 400;

  private static final double SAME = 0.6;
  private static final int MOST_FORMS = 5;
  private static final String CAUSELESS = "without a visible cause";

  /** What follows the clause of a title; a cause that is not visible is part of it. */
  private static final Pattern SHAPE =
      Pattern.compile("(?:visible cause)?,? ((?:with|after|although|ending on) .+)$");

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

  /**
   * Of findings that end badly without a visible cause, and differ by their shape alone, the first;
   * the others' shapes are forms of it. So are those that stand behind the first.
   *
   * @param mayBeTold whether a folded finding is large enough to be named as a form
   */
  static List<Finding> withoutShapes(List<Finding> ranked, Predicate<Finding> mayBeTold) {
    List<Finding> causeless = ranked.stream().filter(Ranking::isCauseless).toList();
    if (causeless.size() < 2) {
      return ranked;
    }
    Finding first = causeless.get(0);
    List<String> forms =
        causeless.stream()
            .skip(1)
            .filter(mayBeTold)
            .map(finding -> shape(finding.cluster().title()))
            .filter(form -> !form.isEmpty() && !first.cluster().title().endsWith(form))
            .distinct()
            .limit(MOST_FORMS)
            .toList();
    List<Finding> told = new ArrayList<>();
    boolean said = false;
    for (Finding finding : ranked) {
      if (!isCauseless(finding)) {
        told.add(finding);
      } else if (!said) {
        told.add(finding.in(forms));
        said = true;
      }
    }
    return told;
  }

  private static boolean isCauseless(Finding finding) {
    return finding.judgement() == Finding.Judgement.BAD
        && !finding.cluster().axis().equals("task")
        && (finding.cluster().title().contains(CAUSELESS)
            || finding.leading().filter(s -> s == Signal.NEGATIVE_OUTCOME).isPresent());
  }

  /** What a title says beyond its lead. */
  private static String shape(String title) {
    Matcher shape = SHAPE.matcher(title);
    return shape.find() ? shape.group(1) : "";
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
