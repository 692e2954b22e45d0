package io.outcrop.jobs.ingest;

import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.RejectsTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Phase 1: reads what the ledger does not have yet into {@code telemetry}, batch by batch. */
public final class Ingest {
  private static final int OBJECTS_PER_BATCH = 50_000;
  static final int OBJECTS_PER_REPLACEMENT = 500;

  private final Warehouse warehouse;
  private final OutcropConfig.Ingest config;

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
      List<WorstObject> worst) {

    private static Result of(Tally tally, long standing) {
      return new Result(
          tally.objects(),
          standing,
          tally.records(),
          tally.spans(),
          tally.duplicates(),
          tally.rejects(),
          tally.skipped(),
          tally.rejectsByReason(),
          tally.worst());
    }

    /** Rejects among what should have been spans; documents that are no traces do not count. */
    public double rejectShare() {
      long meant = spans + duplicates + rejects;
      return meant == 0 ? 0 : (double) rejects / meant;
    }
  }

  /** An object with rejects. */
  public record WorstObject(String uri, long rejects, long records) {}

  private Ingest(Warehouse warehouse, OutcropConfig.Ingest config) {
    this.warehouse = warehouse;
    this.config = config;
  }

  /**
   * Lists the inputs and checks them and the warehouse, before anything is written.
   *
   * @throws UserError when an input is missing or unreadable, or the warehouse cannot be written
   */
  private static List<ObjectRef> list(Warehouse warehouse, Options options) {
    Configuration hadoop = warehouse.spark().sparkContext().hadoopConfiguration();
    if (options.inputs().isEmpty()) {
      throw new UserError(
          "Cannot ingest without an input.", "--input was not given", "give --input URI...");
    }
    ObjectStore store = new ObjectStores(options.config(), hadoop);
    Map<String, ObjectRef> objects = new TreeMap<>();
    for (String input : options.inputs()) {
      store.list(input, options.dates()).forEach(object -> objects.put(object.uri(), object));
    }
    HadoopObjectStore.checkWritable(warehouse.root(), hadoop);
    return List.copyOf(objects.values());
  }

  public static Result run(Warehouse warehouse, Options options) {
    List<ObjectRef> listed = list(warehouse, options);
    Ingest ingest = new Ingest(warehouse, options.config());
    try {
      return ingest.run(listed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Result run(List<ObjectRef> listed) throws IOException {
    warehouse.create(SpansTable.TABLE);
    warehouse.create(RejectsTable.TABLE);
    warehouse.create(ObjectsTable.TABLE);
    Batch.finishInterrupted(warehouse);
    Ledger.Difference difference = Ledger.compare(warehouse, listed);
    Progress.step(
        warehouse.spark(),
        Phase.INGEST,
        "%d objects listed, %d new, %d changed, %d already read"
            .formatted(
                listed.size(),
                difference.fresh().size(),
                difference.changed().size(),
                difference.standing()));
    return Result.of(read(difference), difference.standing());
  }

  private Tally read(Ledger.Difference difference) throws IOException {
    long bytes = config.bytesPerBatch();
    Tally tally = Tally.NOTHING;
    for (var objects : Batches.of(difference.fresh(), bytes, OBJECTS_PER_BATCH)) {
      tally = tally.plus(Batch.read(warehouse, config, objects, false));
    }
    for (var objects : Batches.of(difference.changed(), bytes, OBJECTS_PER_REPLACEMENT)) {
      tally = tally.plus(Batch.read(warehouse, config, objects, true));
    }
    return tally;
  }
}
