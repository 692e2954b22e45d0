package io.outcrop.facets;

import java.util.List;

/**
 * How a trace went in relations alone: what repeats, changes, fails, stays open, and where values
 * come from. No names, topics or values, so that two domains with the same course look the same,
 * and a failure that no detector names still has a form of its own.
 *
 * @param stepShapes the steps in order, direct repeats folded, at most 60: what a step does and its
 *     relations to earlier steps, joined by colons, such as {@code look_up:changed}, {@code
 *     write:pending}, {@code sub:search:empty}
 * @param answerShape what the last answer is: a closed set of marks, sorted, such as {@code
 *     reports_done}, {@code figures_unknown}, {@code uses_results}
 * @param unmadeActions classes of action that the agent claims and no call shows, sorted
 */
public record Shape(List<String> stepShapes, List<String> answerShape, List<String> unmadeActions) {
  public Shape {
    stepShapes = List.copyOf(stepShapes);
    answerShape = List.copyOf(answerShape);
    unmadeActions = List.copyOf(unmadeActions);
  }
}
