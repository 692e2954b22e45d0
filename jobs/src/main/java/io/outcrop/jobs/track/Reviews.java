package io.outcrop.jobs.track;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.tables.ReviewsTable;
import io.outcrop.jobs.tables.ReviewsTable.Review;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The reviews of a warehouse. */
public final class Reviews {
  private final Warehouse warehouse;
  private final Clock clock;

  public Reviews(Warehouse warehouse, Clock clock) {
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /** One person's word on a pattern as a whole; the last one of each kind counts. */
  public void add(Subject subject, String reviewer, String verdict, String note, String source) {
    write(
        List.of(of(subject.lineageId(), null, null, reviewer, verdict, note, null, now(), source)));
  }

  /** A note says nothing of right and wrong, and stands beside other notes. */
  public void note(Subject subject, String reviewer, String note) {
    write(List.of(of(subject.lineageId(), null, null, reviewer, null, note, null, now(), "note")));
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  static Review of(
      String lineageId,
      String traceId,
      String stratum,
      String reviewer,
      String verdict,
      String note,
      String category,
      Instant at,
      String source) {
    Digest digest = new Digest().add(lineageId).add(String.valueOf(traceId)).add(reviewer);
    if (verdict == null) {
      digest.add(String.valueOf(note));
    }
    return new Review(
        digest.hex(16), lineageId, traceId, stratum, reviewer, verdict, note, category, at, source);
  }

  void write(List<Review> reviews) {
    warehouse.upsert(
        ReviewsTable.TABLE,
        warehouse
            .spark()
            .createDataFrame(
                reviews.stream().map(ReviewsTable.ROWS::toRow).toList(),
                ReviewsTable.TABLE.schema()),
        ReviewsTable.REVIEW_ID);
  }

  /** All of them, in order of time. */
  public List<Review> all() {
    return warehouse.read(ReviewsTable.TABLE).collectAsList().stream()
        .map(ReviewsTable.ROWS::fromRow)
        .sorted(Comparator.comparing(Review::reviewedAt).thenComparing(Review::reviewId))
        .toList();
  }

  /**
   * What was last said of each pattern as a whole, by lineage: confirmed, rejected or unsure. A
   * pattern that nobody spoke of is not in it.
   */
  public Map<String, String> verdicts() {
    Map<String, String> verdicts = new TreeMap<>();
    for (Review review : all()) {
      if (review.traceId() == null && review.verdict() != null) {
        verdicts.put(review.lineageId(), review.verdict());
      }
    }
    return verdicts;
  }

  /** Notes by lineage, in order of time. */
  public Map<String, List<Review>> notes() {
    return all().stream()
        .filter(review -> review.note() != null && !review.note().isBlank())
        .collect(Collectors.groupingBy(Review::lineageId, TreeMap::new, Collectors.toList()));
  }
}
