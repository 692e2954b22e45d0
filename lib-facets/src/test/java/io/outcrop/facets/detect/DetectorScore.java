package io.outcrop.facets.detect;

import io.outcrop.facets.detect.DetectorCases.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How well one detector does on its cases.
 *
 * <p>A positive case that is answered with another value than the expected one is both a miss and a
 * false alarm.
 *
 * @param wrong the cases that it gets wrong, with what it said
 */
record DetectorScore(
    String name, DetectorCases cases, int hits, int misses, int falseAlarms, List<String> wrong) {

  DetectorScore {
    wrong = List.copyOf(wrong);
  }

  static DetectorScore of(Detector detector) {
    DetectorCases cases = DetectorCases.of(detector.name());
    int hits = 0;
    int misses = 0;
    int falseAlarms = 0;
    List<String> wrong = new ArrayList<>();
    for (Case one : cases.all()) {
      String answer = detector.answer().apply(TraceScript.read(one.script()));
      boolean met = one.isMet(answer);
      hits += met && one.positive() ? 1 : 0;
      misses += !met && one.positive() ? 1 : 0;
      falseAlarms += !met && answer != null ? 1 : 0;
      if (!met) {
        wrong.add((one.positive() ? "+ " : "- ") + one.title() + " (said " + answer + ")");
      }
    }
    return new DetectorScore(detector.name(), cases, hits, misses, falseAlarms, wrong);
  }

  double precision() {
    return hits + falseAlarms == 0 ? 0 : (double) hits / (hits + falseAlarms);
  }

  double recall() {
    return hits + misses == 0 ? 0 : (double) hits / (hits + misses);
  }

  /** A row of the table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %s | %d | %d | %.2f | %.2f |",
        name,
        cases.definition(),
        cases.blind(),
        cases.positives(),
        cases.negatives(),
        precision(),
        recall());
  }
}
