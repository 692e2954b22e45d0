package io.outcrop.jobs.tables;

import java.util.List;

/**
 * {@code facts.rare_failures}: groups of failing traces too small for a leaf of their own, found
 * among the traces with the same task.
 */
public final class RareFailuresTable {
  /**
   * One group: the failing traces of a neighbourhood that have an item which its succeeding ones
   * lack.
   *
   * @param neighbourhood leaf of the axis task
   * @param facet of the item that tells most
   * @param title what they do and where, in words
   * @param traces failing traces of the neighbourhood with the item
   * @param failing all failing traces of the neighbourhood
   * @param succeedingWith succeeding ones with the item
   * @param succeeding all succeeding ones
   * @param lift ratio of the shares
   * @param qValue after Benjamini and Hochberg over all comparisons
   * @param traceIds of the group, at most 100, sorted
   */
  public record RareFailure(
      String runId,
      String neighbourhood,
      String facet,
      String value,
      String title,
      long traces,
      long failing,
      long succeedingWith,
      long succeeding,
      double lift,
      double qValue,
      List<String> traceIds) {}

  public static final RecordRows<RareFailure> ROWS = RecordRows.of(RareFailure.class);
  public static final Table TABLE = Table.ofRuns(Zone.FACTS, "rare_failures", ROWS.schema());

  private RareFailuresTable() {}
}
