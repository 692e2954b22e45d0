package io.outcrop.jobs.tables;

import java.time.Instant;

/** {@code ops.reviews}: what people said of patterns, and of single traces in them. */
public final class ReviewsTable {
  public static final String REVIEW_ID = "review_id";
  public static final String LINEAGE_ID = "lineage_id";
  public static final String TRACE_ID = "trace_id";
  public static final String VERDICT = "verdict";

  /** It is as the pattern's label says. */
  public static final String CONFIRMED = "confirmed";

  /** It is not, or is of no use. */
  public static final String REJECTED = "rejected";

  public static final String UNSURE = "unsure";

  /**
   * One person's word on one pattern, or on one trace of it. A later one of the same person on the
   * same thing takes its place.
   *
   * @param reviewId hash of who and what
   * @param traceId null for the pattern as a whole
   * @param stratum how the trace was chosen: near, border or random; null where it was not
   * @param verdict confirmed, rejected or unsure; null for a note alone
   * @param category the reviewer's own name for it
   * @param source the file or the command that it came by
   */
  public record Review(
      String reviewId,
      String lineageId,
      String traceId,
      String stratum,
      String reviewer,
      String verdict,
      String note,
      String category,
      Instant reviewedAt,
      String source) {}

  public static final RecordRows<Review> ROWS = RecordRows.of(Review.class);
  public static final Table TABLE = Table.lasting(Zone.OPS, "reviews", ROWS.schema());

  private ReviewsTable() {}
}
