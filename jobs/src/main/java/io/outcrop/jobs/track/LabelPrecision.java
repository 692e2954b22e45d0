package io.outcrop.jobs.track;

import io.outcrop.jobs.tables.ReviewsTable;
import io.outcrop.jobs.tables.ReviewsTable.Review;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often a pattern's label fits its traces, by those that people looked at.
 *
 * <p>Traces near the centre flatter a label and those at the border belittle it, so each way of
 * choosing stands alone, and only what was chosen at random speaks for the pattern. The interval is
 * Wilson's, of 95 %. One trace that several people looked at counts by their majority; where they
 * are as many for as against, it counts as unsure.
 *
 * @param lineageId null for all patterns together
 * @param stratum near, border, random, or all
 */
public record LabelPrecision(
    String lineageId, String stratum, long fits, long misfits, long unsure) {
  private static final double Z = 1.959964;

  /** The share that fits; null where nobody was sure of any. */
  public Double precision() {
    return fits + misfits == 0 ? null : (double) fits / (fits + misfits);
  }

  public Double low() {
    return fits + misfits == 0 ? null : bound(-1);
  }

  public Double high() {
    return fits + misfits == 0 ? null : bound(1);
  }

  private double bound(int sign) {
    double n = fits + misfits;
    double p = fits / n;
    double centre = p + Z * Z / (2 * n);
    double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    return Math.min(1, Math.max(0, (centre + sign * half) / (1 + Z * Z / n)));
  }

  /** By pattern and way of choosing, then all patterns together. */
  public static List<LabelPrecision> of(List<Review> reviews) {
    Map<String, List<Review>> byTrace =
        reviews.stream()
            .filter(r -> r.traceId() != null && r.verdict() != null)
            .collect(
                Collectors.groupingBy(
                    r -> r.lineageId() + '\n' + r.traceId(), TreeMap::new, Collectors.toList()));
    Map<String, long[]> counts = new TreeMap<>();
    for (List<Review> ofTrace : byTrace.values()) {
      String lineage = ofTrace.get(0).lineageId();
      String stratum =
          ofTrace.stream()
              .map(Review::stratum)
              .filter(s -> s != null && !s.isEmpty())
              .findFirst()
              .orElse("unknown");
      int place = majority(ofTrace);
      for (String key :
          List.of(lineage + '\n' + stratum, lineage + "\nall", "\n" + stratum, "\nall")) {
        counts.computeIfAbsent(key, k -> new long[3])[place]++;
      }
    }
    List<LabelPrecision> all = new ArrayList<>();
    counts.forEach(
        (key, c) -> {
          int line = key.indexOf('\n');
          String lineage = key.substring(0, line);
          all.add(
              new LabelPrecision(
                  lineage.isEmpty() ? null : lineage, key.substring(line + 1), c[0], c[1], c[2]));
        });
    all.sort(
        Comparator.comparing(
                LabelPrecision::lineageId, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(LabelPrecision::stratum));
    return all;
  }

  private static int majority(List<Review> ofTrace) {
    int balance = 0;
    for (Review review : ofTrace) {
      balance +=
          switch (review.verdict()) {
            case ReviewsTable.CONFIRMED -> 1;
            case ReviewsTable.REJECTED -> -1;
            default -> 0;
          };
    }
    return balance > 0 ? 0 : balance < 0 ? 1 : 2;
  }
}
