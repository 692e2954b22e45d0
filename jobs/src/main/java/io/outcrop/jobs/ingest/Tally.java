package io.outcrop.jobs.ingest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What objects held: {@code records = spans + duplicates + rejects + skipped}.
 *
 * @param worst the objects with the most rejects, worst first
 */
record Tally(
    long objects,
    long records,
    long spans,
    long duplicates,
    long rejects,
    long skipped,
    Map<String, Long> rejectsByReason,
    List<Ingest.WorstObject> worst) {

  static final int WORST_KEPT = 5;
  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, Map.of(), List.of());

  private static final Comparator<Ingest.WorstObject> WORST_FIRST =
      Comparator.comparingLong(Ingest.WorstObject::rejects)
          .reversed()
          .thenComparing(Ingest.WorstObject::uri);

  Tally plus(Tally other) {
    Map<String, Long> reasons = new TreeMap<>(rejectsByReason);
    other.rejectsByReason.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    return new Tally(
        objects + other.objects,
        records + other.records,
        spans + other.spans,
        duplicates + other.duplicates,
        rejects + other.rejects,
        skipped + other.skipped,
        reasons,
        Stream.concat(worst.stream(), other.worst.stream())
            .sorted(WORST_FIRST)
            .limit(WORST_KEPT)
            .toList());
  }
}
