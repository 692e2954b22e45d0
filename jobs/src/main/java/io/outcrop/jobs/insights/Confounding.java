package io.outcrop.jobs.insights;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a difference in failing is that of something else that differs too: tenants, model
 * versions or tasks.
 *
 * <p>Within each stratum, such as one tenant, members are compared with its other traces; the
 * differences are put together by the weights of Mantel and Haenszel. What is left of the
 * difference among all traces is what the stratum's variable does not explain.
 */
record Confounding(List<Variable> variables) {
  /** Less than this of a difference, in shares, is none to explain. */
  private static final double LEAST_DIFFERENCE = 0.02;

  private static final double EXPLAINED = 0.5;
  private static final double MOST = 0.6;
  private static final double MORE_THAN_OTHERS = 1.5;

  static final String TENANT = "tenant";
  static final String MODEL = "model version";
  static final String TASK = "task";
  static final List<String> CHECKED = List.of(TENANT, MODEL, TASK);

  /**
   * One variable that is held fast.
   *
   * @param strata how many values it has among all traces
   * @param crude share of the members that fail, less that of all others
   * @param within the same within strata, weighted
   * @param comparable share of the members in strata that have other traces too
   * @param largest the stratum with most members
   * @param largestInside its share of the members
   * @param largestOutside its share of the others
   */
  record Variable(
      String name,
      long strata,
      double crude,
      double within,
      double comparable,
      String largest,
      double largestInside,
      double largestOutside) {

    boolean isExplaining() {
      return strata > 1 && Math.abs(crude) >= LEAST_DIFFERENCE && isMostlyGone();
    }

    private boolean isMostlyGone() {
      return comparable < EXPLAINED || within / crude < 1 - EXPLAINED;
    }

    boolean isMostlyOne() {
      return strata > 1
          && largestInside >= MOST
          && largestInside >= MORE_THAN_OTHERS * largestOutside;
    }
  }

  /** What is to be said of it, without figures; null where nothing could be checked. */
  String sentence() {
    List<String> within = new ArrayList<>();
    List<String> explaining = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (Variable variable : variables) {
      if (variable.isExplaining()) {
        explaining.add(variable.name());
      } else if (variable.strata() > 1 && Math.abs(variable.crude()) >= LEAST_DIFFERENCE) {
        within.add(variable.name());
      }
    }
    if (!explaining.isEmpty()) {
      said.add(
          "Mostly explained by the " + Wording.listed(explaining) + ": compare within one first.");
    }
    if (!within.isEmpty()) {
      said.add("The difference holds within each " + Wording.listed(within) + " too.");
    }
    for (Variable variable : variables) {
      if (variable.isMostlyOne()) {
        said.add("Most members are of one " + variable.name() + ".");
        // A sentence of its own, so that the gate can leave the name out.
        if (variable.name().equals(MODEL) && !variable.largest().isEmpty()) {
          said.add("It is " + variable.largest() + ".");
        }
      }
    }
    return said.isEmpty() ? null : String.join(" ", said);
  }
}
