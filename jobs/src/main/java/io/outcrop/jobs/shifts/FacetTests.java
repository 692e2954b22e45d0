package io.outcrop.jobs.shifts;

import io.outcrop.jobs.cluster.FacetItems;
import io.outcrop.jobs.config.ShiftSettings;
import io.outcrop.jobs.tables.ShiftsTable.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Tests every facet of one comparison; q-values follow over all comparisons. */
final class FacetTests {
  private static final double FEW_EXPECTED = 5;
  private static final int MOST_VALUES = 12;
  private static final Comparator<FacetCounts> MOST_FREQUENT =
      Comparator.comparingLong((FacetCounts c) -> -c.both()).thenComparing(FacetCounts::value);

  private final ShiftSettings settings;
  private final long seed;
  private final FacetCounts all;
  private final Strata strata;
  private final long[] now;
  private final long[] before;

  /**
   * Of one comparison.
   *
   * @param seed of the draws
   * @param all counts of all traces of both sides
   */
  FacetTests(ShiftSettings settings, long seed, FacetCounts all) {
    this.settings = settings;
    this.seed = seed;
    this.all = all;
    this.strata = Strata.of(all, settings.matchWeekdays());
    this.now = strata.fold(all.now());
    this.before = strata.fold(all.before());
  }

  /** Whether either side has too few traces. */
  boolean isTooSmall() {
    return all.onNow() < settings.minBaseline() || all.onBefore() < settings.minBaseline();
  }

  /** Every facet that can be compared, without its q-value. */
  List<Change> of(Iterable<FacetCounts> counts) {
    Map<String, List<FacetCounts>> byFacet = new TreeMap<>();
    for (FacetCounts count : counts) {
      byFacet.computeIfAbsent(count.facet(), f -> new ArrayList<>()).add(count);
    }
    List<Change> changes = new ArrayList<>();
    byFacet.forEach(
        (facet, values) -> {
          List<FacetCounts> frequent =
              values.stream()
                  .filter(this::isExpected)
                  .sorted(MOST_FREQUENT)
                  .limit(MOST_VALUES)
                  .toList();
          if (FacetItems.hasMany(facet)) {
            frequent.forEach(value -> add(changes, facet, List.of(value), values));
          } else if (!frequent.isEmpty()) {
            add(changes, facet, frequent, values);
          }
        });
    return changes;
  }

  private boolean isExpected(FacetCounts count) {
    return count.both() * (double) Math.min(all.onNow(), all.onBefore()) / all.both()
        >= FEW_EXPECTED;
  }

  private void add(
      List<Change> changes, String facet, List<FacetCounts> values, List<FacetCounts> every) {
    long[][] one = cells(values, true);
    long[][] other = cells(values, false);
    if (one[0].length < 2) {
      return;
    }
    String name = facet + " " + (values.size() == 1 ? values.get(0).value() : "");
    Exchange exchange =
        Exchange.of(
            one, other, designEffect(values), settings.draws(), new Random(seed ^ name.hashCode()));
    double[] shares = Exchange.shares(one, one);
    double[] baseline = Exchange.shares(other, one);
    int most = moved(values, shares, baseline);
    double points = 100 * (shares[most] - baseline[most]);
    boolean material = Math.abs(points) >= settings.minPoints();
    changes.add(
        Amounts.isAmount(facet)
            ? amount(facet, every, exchange, material)
            : new Change(
                facet,
                values.get(most).value(),
                shares[most],
                baseline[most],
                points,
                null,
                null,
                null,
                exchange.divergence(),
                exchange.nullMedian(),
                exchange.null95(),
                exchange.pValue(),
                1,
                material));
  }

  private static Change amount(
      String facet, List<FacetCounts> bands, Exchange exchange, boolean material) {
    double mean = mean(facet, bands, true);
    double baseline = mean(facet, bands, false);
    return new Change(
        Amounts.facet(facet),
        Amounts.name(facet),
        null,
        null,
        null,
        mean,
        baseline,
        baseline == 0 ? null : 100 * (mean / baseline - 1),
        exchange.divergence(),
        exchange.nullMedian(),
        exchange.null95(),
        exchange.pValue(),
        1,
        material);
  }

  private static double mean(String facet, List<FacetCounts> bands, boolean ofNow) {
    double sum = 0;
    long known = 0;
    for (FacetCounts band : bands) {
      sum += band.amounts()[ofNow ? 1 : 0];
      known += ofNow ? band.onNow() : band.onBefore();
    }
    return known == 0 ? 0 : sum / known / Amounts.scale(facet);
  }

  /** By stratum: each value, and all others where there are any. */
  private long[][] cells(List<FacetCounts> values, boolean ofNow) {
    long others = all.both();
    for (FacetCounts value : values) {
      others -= value.both();
    }
    int cells = values.size() + (others > 0 ? 1 : 0);
    long[][] counts = new long[strata.count()][cells];
    long[] left = (ofNow ? now : before).clone();
    for (int i = 0; i < values.size(); i++) {
      long[] folded = strata.fold(ofNow ? values.get(i).now() : values.get(i).before());
      for (int stratum = 0; stratum < folded.length; stratum++) {
        counts[stratum][i] = folded[stratum];
        left[stratum] -= folded[stratum];
      }
    }
    if (others > 0) {
      for (int stratum = 0; stratum < left.length; stratum++) {
        counts[stratum][cells - 1] = left[stratum];
      }
    }
    return counts;
  }

  /** Rao and Scott's mean over the values. */
  private double designEffect(List<FacetCounts> values) {
    double sum = 0;
    double weights = 0;
    for (FacetCounts value : values) {
      double weight = 1 - (double) value.both() / all.both();
      sum += weight * value.designEffect(all);
      weights += weight;
    }
    return weights <= 0 ? 1 : Math.max(1, sum / weights);
  }

  /** The value whose share moved most; of yes and no always yes. */
  private static int moved(List<FacetCounts> values, double[] shares, double[] baseline) {
    int most = 0;
    for (int i = 0; i < values.size(); i++) {
      if (values.size() == 2 && values.get(i).value().equals("true")) {
        return i;
      }
      if (Math.abs(shares[i] - baseline[i]) > Math.abs(shares[most] - baseline[most])) {
        most = i;
      }
    }
    return most;
  }

  /** The q-values of many changes, after Benjamini and Hochberg (1995), in their order. */
  static double[] qValues(double[] pValues) {
    Integer[] order = new Integer[pValues.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> pValues[i]));
    double[] qValues = new double[pValues.length];
    double least = 1;
    for (int rank = pValues.length; rank >= 1; rank--) {
      int at = order[rank - 1];
      least = Math.min(least, pValues[at] * pValues.length / rank);
      qValues[at] = least;
    }
    return qValues;
  }
}
