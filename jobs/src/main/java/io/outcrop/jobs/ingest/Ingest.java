package io.outcrop.jobs.ingest;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.Warehouse;
import java.util.List;
import java.util.Map;

/** Phase 1: reads what the ledger does not have yet into {@code telemetry}, batch by batch. */
public final class Ingest {
  /**
   * What was asked for.
   *
   * @param inputs files, folders or globs
   * @param dates partitions of other dates are not looked into
   */
  public record Options(List<String> inputs, OutcropConfig.Ingest config, DateRange dates) {
    public Options {
      inputs = List.copyOf(inputs);
    }

    public Options(List<String> inputs, OutcropConfig.Ingest config) {
      this(inputs, config, DateRange.ALL);
    }
  }

  /**
   * What was found.
   *
   * @param objects objects read in this run
   * @param standing objects that the ledger already had
   * @param rejectsByReason of this run's objects
   * @param worst the objects with the most rejects, worst first; a few
   * @param outcomes read from side files
   * @param outcomeRejects rows of side files that could not be read; not among {@code rejects}
   */
  public record Result(
      long objects,
      long standing,
      long records,
      long spans,
      long duplicates,
      long rejects,
      long skipped,
      Map<String, Long> rejectsByReason,
      List<WorstObject> worst,
      long outcomes,
      long outcomeRejects) {

    static Result of(Tally tally, OutcomeFiles.Tally outcomes, long standing) {
      return new Result(
          tally.objects(),
          standing,
          tally.records(),
          tally.spans(),
          tally.duplicates(),
          tally.rejects(),
          tally.skipped(),
          tally.rejectsByReason(),
          tally.worst(),
          outcomes.outcomes(),
          outcomes.rejects());
    }

    /** What two runs, one after the other, found. */
    public Result plus(Result other) {
      return of(
          tally().plus(other.tally()),
          new OutcomeFiles.Tally(outcomes + other.outcomes, outcomeRejects + other.outcomeRejects),
          standing + other.standing);
    }

    private Tally tally() {
      return new Tally(
          objects, records, spans, duplicates, rejects, skipped, rejectsByReason, worst);
    }

    /** Rejects among what should have been spans; documents that are no traces do not count. */
    public double rejectShare() {
      long meant = spans + duplicates + rejects;
      return meant == 0 ? 0 : (double) rejects / meant;
    }
  }

  /** An object with rejects. */
  public record WorstObject(String uri, long rejects, long records) {}

  private Ingest() {}

  /** Reads what the inputs hold beyond the ledger. */
  public static Result run(Warehouse warehouse, Options options) {
    return Backlog.of(warehouse, options).read();
  }
}
