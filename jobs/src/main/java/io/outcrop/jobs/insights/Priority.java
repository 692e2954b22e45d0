package io.outcrop.jobs.insights;

import io.outcrop.jobs.config.OutcropConfig;

/**
 * What comes first: size times concern times tenants times growth, each raised to its weight in the
 * configuration, where a weight of nought leaves it out.
 *
 * @param size share of the traces, 0 to 1
 * @param concern how far the members' concern lies above that of all other traces, of 4; 0 to 1
 * @param tenants share of the tenants, 0 to 1
 * @param growth what the status counts
 * @param outcome mean of the configured outcome among members over that among all; 1 without one
 */
record Priority(double size, double concern, double tenants, double growth, double outcome) {
  private static final double MOST_OUTCOME = 4;

  /** What a pattern that comes or grows counts more than one that stands. */
  static double growth(String status) {
    return switch (status) {
      case "new" -> 2;
      case "growing" -> 1.5;
      case "shrinking" -> 0.75;
      case "gone" -> 0.25;
      default -> 1;
    };
  }

  double by(OutcropConfig.Priority weights) {
    double bounded = Math.max(1 / MOST_OUTCOME, Math.min(MOST_OUTCOME, outcome));
    return power(size, weights.size())
        * power(concern, weights.concern())
        * power(tenants, weights.tenants())
        * power(growth, weights.growth())
        * (weights.outcome().isEmpty() ? 1 : power(bounded, weights.outcomeWeight()));
  }

  private static double power(double value, double weight) {
    if (weight == 1) {
      return Math.max(0, value);
    }
    return weight == 0 ? 1 : StrictMath.pow(Math.max(0, value), weight);
  }
}
