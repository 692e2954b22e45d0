package io.outcrop.jobs.ingest;

import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.RejectsTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Objects that were listed and are not in the ledger yet, or not in this version. */
public final class Backlog {
  private static final int OBJECTS_PER_BATCH = 50_000;

  private final Warehouse warehouse;
  private final Reading reading;
  private final Ledger.Difference difference;
  private final List<ObjectRef> outcomes;

  private Backlog(
      Warehouse warehouse,
      Reading reading,
      Ledger.Difference difference,
      List<ObjectRef> outcomes) {
    this.warehouse = warehouse;
    this.reading = reading;
    this.difference = difference;
    this.outcomes = outcomes;
  }

  /**
   * Lists the inputs, brings to its end what an earlier run left in the middle, and asks the
   * ledger.
   *
   * @throws UserError when an input is missing or unreadable, or the warehouse cannot be written;
   *     before anything is written
   */
  public static Backlog of(Warehouse warehouse, Ingest.Options options) {
    Reading reading = Reading.of(options.config(), System.getenv());
    ObjectStore store = store(warehouse, reading);
    Map<String, ObjectRef> side = list(store, options.config().outcomes(), DateRange.ALL);
    Map<String, ObjectRef> objects = list(store, inputs(options), options.dates());
    objects.keySet().removeAll(side.keySet());
    HadoopObjectStore.checkWritable(warehouse.root(), hadoop(warehouse));
    List<ObjectRef> listed = List.copyOf(objects.values());
    Progress.step(warehouse.spark(), Phase.INGEST, "%d objects listed".formatted(listed.size()));
    warehouse.create(SpansTable.TABLE);
    warehouse.create(RejectsTable.TABLE);
    warehouse.create(ObjectsTable.TABLE);
    try {
      Batch.finishInterrupted(warehouse);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Ledger.Difference difference = Ledger.compare(warehouse, listed);
    Progress.step(
        warehouse.spark(),
        Phase.INGEST,
        "%d objects new, %d changed, %d already read"
            .formatted(
                difference.fresh().size(), difference.changed().size(), difference.standing()));
    return new Backlog(warehouse, reading, difference, unread(warehouse, side));
  }

  private static List<ObjectRef> unread(Warehouse warehouse, Map<String, ObjectRef> side) {
    Ledger.Difference files = Ledger.compare(warehouse, List.copyOf(side.values()));
    return Stream.concat(files.fresh().stream(), files.changed().stream()).toList();
  }

  private static ObjectStore store(Warehouse warehouse, Reading reading) {
    return new ObjectStores(reading.config(), hadoop(warehouse));
  }

  private static Configuration hadoop(Warehouse warehouse) {
    return warehouse.spark().sparkContext().hadoopConfiguration();
  }

  private static List<String> inputs(Ingest.Options options) {
    if (options.inputs().isEmpty()) {
      throw new UserError(
          "Cannot ingest without an input.", "--input was not given", "give --input URI...");
    }
    return options.inputs();
  }

  private static Map<String, ObjectRef> list(
      ObjectStore store, List<String> inputs, DateRange dates) {
    Map<String, ObjectRef> objects = new TreeMap<>();
    for (String input : inputs) {
      store.list(input, dates).forEach(object -> objects.put(object.uri(), object));
    }
    return objects;
  }

  /** How many objects are to be read. */
  public long objects() {
    return (long) difference.fresh().size() + difference.changed().size();
  }

  /** Their bytes as stored. */
  public long bytes() {
    return Stream.of(difference.fresh(), difference.changed())
        .flatMap(List::stream)
        .mapToLong(ObjectRef::size)
        .sum();
  }

  /**
   * The same objects in one backlog for each window, in order: by the first day that an object's
   * path tells, else by the day when it was modified. What lies before the first window is read
   * with it, what lies after the last with that one, so that every object is in one.
   *
   * <p>Side files of outcomes are in none.
   *
   * @param windows one after the other, without gaps
   */
  public List<Backlog> split(List<DateRange> windows) {
    List<List<ObjectRef>> fresh = split(difference.fresh(), windows);
    List<List<ObjectRef>> changed = split(difference.changed(), windows);
    List<Backlog> parts = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      parts.add(
          new Backlog(
              warehouse,
              reading,
              new Ledger.Difference(fresh.get(i), changed.get(i), 0),
              List.of()));
    }
    return parts;
  }

  private static List<List<ObjectRef>> split(List<ObjectRef> objects, List<DateRange> windows) {
    List<List<ObjectRef>> parts = new ArrayList<>();
    windows.forEach(window -> parts.add(new ArrayList<>()));
    for (ObjectRef object : objects) {
      LocalDate day =
          PartitionDates.told(object.uri())
              .map(DateRange::since)
              .orElseGet(() -> LocalDate.ofInstant(object.modified(), ZoneOffset.UTC));
      int i = 0;
      while (i < windows.size() - 1 && day.isAfter(windows.get(i).until())) {
        i++;
      }
      parts.get(i).add(object);
    }
    return parts;
  }

  /** Only the side files of outcomes, which no window has. */
  public Backlog outcomesAlone() {
    return new Backlog(
        warehouse,
        reading,
        new Ledger.Difference(List.of(), List.of(), difference.standing()),
        outcomes);
  }

  /** Reads the objects, batch by batch. */
  public Ingest.Result read() {
    long bytes = reading.config().bytesPerBatch();
    Tally tally = Tally.NOTHING;
    try {
      for (var objects : Batches.of(difference.fresh(), bytes, OBJECTS_PER_BATCH)) {
        tally = tally.plus(Batch.read(warehouse, reading, objects, false));
      }
      for (var objects : Batches.of(difference.changed(), bytes, Batch.OBJECTS_PER_REPLACEMENT)) {
        tally = tally.plus(Batch.read(warehouse, reading, objects, true));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Ingest.Result.of(
        tally,
        new OutcomeFiles(warehouse, store(warehouse, reading)).read(outcomes),
        difference.standing());
  }
}
