package io.outcrop.jobs.publish;

/**
 * Rules 2 and 4 of the gate for single figures: how far each is coarsened before it is told.
 *
 * <p>All of it looks at the figure and the minimum alone. So the same figure is always told alike,
 * and repeating a night tells nothing more.
 */
final class Coarse {
  private static final double[] STEPS = {
    0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001
  };
  private static final double QUARTER = 0.25;

  /** A whole of so many times the minimum is large. */
  private static final int MANY_TIMES = 10;

  private static final double[] GRID = {1, 1.5, 2, 3, 5, 7};

  private Coarse() {}

  /**
   * A count of traces, as the middle of its bucket; buckets are as wide as the minimum.
   *
   * <p>So two counts that are told differ by nothing, or by the minimum at least. Whoever knows all
   * traces but one tenant's finds for that tenant either that none at all is possible, or as many
   * possible counts as the minimum: never a count below the minimum.
   */
  static long traces(long count, int minimum) {
    return count <= 0 ? 0 : count / minimum * minimum + minimum / 2;
  }

  /** A count of boundaries: the next multiple of the minimum below. */
  static long boundaries(long count, int minimum) {
    return count / minimum * minimum;
  }

  /**
   * A share of members.
   *
   * <p>None and all are told. Where either side is fewer than the minimum, or the whole is small,
   * the quarter is told in which the share lies, by its middle. Else the share is rounded to a step
   * that covers as many traces as the minimum asks for boundaries.
   *
   * @return null where the whole is smaller than the minimum
   */
  static Double rate(long part, long whole, Minimum minimum) {
    if (whole < minimum.traces()) {
      return null;
    }
    if (part <= 0) {
      return 0.0;
    }
    if (part >= whole) {
      return 1.0;
    }
    double step = step(whole, minimum.boundaries());
    boolean few = part < minimum.traces();
    boolean nearlyAll = whole - part < minimum.traces();
    if (few && !nearlyAll) {
      return few(part, whole, minimum.traces());
    }
    if (nearlyAll && !few) {
      return 1 - few(whole - part, whole, minimum.traces());
    }
    if (few || step == QUARTER) {
      return middleOf(quarter(part, whole));
    }
    // The counts at either end are told like their neighbours: none may have a step to itself.
    long inner = Math.max(minimum.traces() + 1L, Math.min(whole - minimum.traces() - 1L, part));
    double rounded = Math.rint((double) inner / whole / step) * step;
    return decimal(Math.max(step, Math.min(1 - step, rounded)));
  }

  /**
   * A share of a large whole: as {@link #rate}, but of a few, or of all but a few, the middle of
   * their bucket is told and not that of a quarter. That hides as much, since either tells no more
   * than that there are fewer than the minimum; and what is rare looks rare.
   */
  static Double rateOfMany(long part, long whole, Minimum minimum) {
    int few = minimum.traces();
    if (whole < (long) MANY_TIMES * few || part <= 0 || part >= whole) {
      return rate(part, whole, minimum);
    }
    double middle = few / 2.0 / traces(whole, few);
    if (part < few) {
      return derived(middle);
    }
    return whole - part < few ? Double.valueOf(derived(1 - middle)) : rate(part, whole, minimum);
  }

  /** A rate that is known as a number only. */
  static Double rateOfMany(Double rate, long whole, Minimum minimum) {
    return rate == null ? null : rateOfMany(Math.round(rate * whole), whole, minimum);
  }

  /** A quarter that would hold a single count below the minimum is one with the quarter before. */
  private static double few(long part, long whole, int minimum) {
    long last = quarter(minimum - 1, whole);
    boolean single = last > 0 && quarter(minimum - 2, whole) < last;
    return middleOf(Math.min(quarter(part, whole), single ? last - 1 : last));
  }

  private static long quarter(long part, long whole) {
    return Math.min(3, 4 * part / whole);
  }

  private static double middleOf(long quarter) {
    return QUARTER * quarter + QUARTER / 2;
  }

  /** The finest step that covers so many traces of the whole. */
  private static double step(long whole, int traces) {
    double step = QUARTER;
    for (int i = 0; i < STEPS.length && STEPS[i] * whole >= traces; i++) {
      step = STEPS[i];
    }
    return step;
  }

  /** A rate that is known as a number only. */
  static Double rate(Double rate, long whole, Minimum minimum) {
    return rate == null ? null : rate(Math.round(rate * whole), whole, minimum);
  }

  /** A percentile or a mean of amounts: the nearest of 1, 1.5, 2, 3, 5, 7 times a power of ten. */
  static Double amount(Double value) {
    if (value == null || value == 0 || value.isNaN() || value.isInfinite()) {
      return value;
    }
    double size = Math.abs(value);
    double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(size)));
    double best = 10;
    for (double step : GRID) {
      if (Math.abs(size / power - step) < Math.abs(size / power - best)) {
        best = step;
      }
    }
    return Math.signum(value) * decimal(best * power);
  }

  /** A probability: the power of ten above it. */
  static double probability(double value) {
    return value <= 0 ? 0 : Math.min(1, decimal(StrictMath.pow(10, power(value))));
  }

  private static double power(double value) {
    return StrictMath.ceil(StrictMath.log10(value) - 1e-9);
  }

  /** A mean on a short scale, to the half. */
  static double score(double mean) {
    return Math.rint(mean * 2) / 2;
  }

  /** A mean between 0 and 1, to a twentieth. */
  static double fraction(double mean) {
    return Math.rint(mean * 20) / 20;
  }

  /** A coordinate on the map, to a two-hundredth. */
  static double place(double coordinate) {
    return Math.rint(coordinate * 200) / 200 + 0.0;
  }

  /** A share or priority that follows from figures that were told, to four places. */
  static double derived(double value) {
    return Math.rint(value * 10_000) / 10_000;
  }

  /** Without the tail of digits that binary fractions leave. */
  private static double decimal(double value) {
    return java.math.BigDecimal.valueOf(value)
        .round(new java.math.MathContext(6, java.math.RoundingMode.HALF_EVEN))
        .doubleValue();
  }
}
