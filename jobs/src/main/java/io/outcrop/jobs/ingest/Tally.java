package io.outcrop.jobs.ingest;

import io.outcrop.jobs.tables.ObjectsTable.ObjectRow;
import java.util.ArrayList;
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

  /** What some objects held, but for the reasons of their rejects. */
  static Tally of(List<ObjectRow> objects) {
    Tally tally = NOTHING;
    List<Ingest.WorstObject> bad = new ArrayList<>();
    for (ObjectRow object : objects) {
      tally =
          new Tally(
              tally.objects + 1,
              tally.records + object.records(),
              tally.spans + object.spans(),
              tally.duplicates + object.duplicates(),
              tally.rejects + object.rejects(),
              tally.skipped + object.skipped(),
              Map.of(),
              List.of());
      if (object.rejects() > 0) {
        bad.add(new Ingest.WorstObject(object.uri(), object.rejects(), object.records()));
      }
    }
    return tally.plus(new Tally(0, 0, 0, 0, 0, 0, Map.of(), bad));
  }

  Tally with(Map<String, Long> reasons) {
    return new Tally(objects, records, spans, duplicates, rejects, skipped, reasons, worst);
  }

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
