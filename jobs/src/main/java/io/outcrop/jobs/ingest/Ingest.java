package io.outcrop.jobs.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.facets.read.OwnerKeys;
import io.outcrop.facets.read.ReadOptions;
import io.outcrop.jobs.Digest;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Phase 1: reads what the ledger does not have yet into {@code telemetry}.
 *
 * <p>A batch commits its spans, then its rejects, then its ledger rows. Its side files lie beside
 * the tables until the last of the three, so that a run that was killed in between is brought to
 * its end by the next one: with its spans committed, from the side files; without, by reading
 * again.
 */
public final class Ingest {
  private static final String BATCHES = "telemetry/_ingest";
  private static final int OBJECTS_PER_REPLACEMENT = 500;

  private final Warehouse warehouse;
  private final OutcropConfig.Ingest config;
  private final Configuration hadoop;

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
   */
  public record Result(
      long objects,
      long standing,
      long records,
      long spans,
      long duplicates,
      long rejects,
      long skipped,
      Map<String, Long> rejectsByReason) {}

  public Ingest(Warehouse warehouse, OutcropConfig.Ingest config) {
    this.warehouse = warehouse;
    this.config = config;
    this.hadoop = warehouse.spark().sparkContext().hadoopConfiguration();
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
    finishInterrupted();
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
    List<String> batches = new ArrayList<>();
    if (!difference.fresh().isEmpty()) {
      batches.add(read(difference.fresh(), false));
    }
    for (int from = 0; from < difference.changed().size(); from += OBJECTS_PER_REPLACEMENT) {
      int to = Math.min(from + OBJECTS_PER_REPLACEMENT, difference.changed().size());
      batches.add(read(difference.changed().subList(from, to), true));
    }
    return result(batches, difference.standing());
  }

  private void finishInterrupted() throws IOException {
    for (String batch : SideFiles.batches(batchesFolder(), hadoop)) {
      SideFiles side = sideFiles(batch);
      if (warehouse.hasCommit(SpansTable.TABLE, batch)) {
        Progress.note("ingest: finishing the interrupted batch " + batch);
        commitSideFiles(side, batch);
      }
      side.delete();
    }
  }

  /** Reads objects as one batch and returns the batch's id. */
  private String read(List<ObjectRef> objects, boolean changed) throws IOException {
    String batch = batchId(objects);
    long bytes = objects.stream().mapToLong(ObjectRef::size).sum();
    JavaSparkContext context = new JavaSparkContext(warehouse.spark().sparkContext());
    List<Packs.Pack> packs =
        Packs.of(objects, config.bytesPerTask(), 3 * context.defaultParallelism());
    Progress.step(
        warehouse.spark(),
        Phase.INGEST,
        "reading %d objects, %.1f MB as stored, in %d tasks"
            .formatted(objects.size(), bytes / 1e6, packs.size()));
    SideFiles side = sideFiles(batch);
    side.begin();
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(new SerializableConfiguration(hadoop));
    JavaRDD<Row> rows =
        context
            .parallelize(packs, packs.size())
            .flatMap(new ReadPack(configuration, config, batchFolder(batch), batch));
    Dataset<Row> spans = warehouse.spark().createDataFrame(rows, SpansTable.TABLE.schema());
    List<String> uris = objects.stream().map(ObjectRef::uri).toList();
    if (changed) {
      warehouse.replaceWhere(SpansTable.TABLE, spans, SpansTable.SOURCE_OBJECT, uris, batch);
    } else {
      warehouse.append(SpansTable.TABLE, spans, batch);
    }
    commitSideFiles(side, batch);
    side.delete();
    configuration.destroy();
    return batch;
  }

  private void commitSideFiles(SideFiles side, String batch) {
    Dataset<Row> objects =
        warehouse
            .spark()
            .read()
            .schema(ObjectsTable.TABLE.schema())
            .json(side.objects())
            .coalesce(1)
            .cache();
    List<String> uris =
        objects.select(ObjectsTable.URI).collectAsList().stream().map(r -> r.getString(0)).toList();
    if (!warehouse.hasCommit(RejectsTable.TABLE, batch)) {
      Dataset<Row> rejects =
          warehouse
              .spark()
              .read()
              .schema(RejectsTable.TABLE.schema())
              .json(side.rejects())
              .coalesce(1);
      if (readBefore(uris)) {
        warehouse.replaceWhere(
            RejectsTable.TABLE, rejects, RejectsTable.SOURCE_OBJECT, uris, batch);
      } else {
        warehouse.append(RejectsTable.TABLE, rejects, batch);
      }
    }
    warehouse.upsert(ObjectsTable.TABLE, objects, ObjectsTable.URI);
    objects.unpersist();
  }

  /** Whether the ledger has some of a batch's objects; a batch holds new objects or known ones. */
  private boolean readBefore(List<String> uris) {
    return uris.size() <= OBJECTS_PER_REPLACEMENT
        && !warehouse
            .read(ObjectsTable.TABLE)
            .where(col(ObjectsTable.URI).isin(uris.toArray()))
            .isEmpty();
  }

  private Result result(List<String> batches, long standing) {
    Column ours = col("run_id").isin(batches.toArray());
    Row sums =
        warehouse
            .read(ObjectsTable.TABLE)
            .where(ours)
            .agg(
                org.apache.spark.sql.functions.count(lit(1)),
                sumOf(ObjectsTable.RECORDS),
                sumOf(ObjectsTable.SPANS),
                sumOf(ObjectsTable.DUPLICATES),
                sumOf(ObjectsTable.REJECTS),
                sumOf(ObjectsTable.SKIPPED))
            .head();
    Map<String, Long> byReason =
        warehouse
            .read(RejectsTable.TABLE)
            .where(ours)
            .groupBy(RejectsTable.REASON)
            .count()
            .collectAsList()
            .stream()
            .collect(
                Collectors.toMap(r -> r.getString(0), r -> r.getLong(1), Long::sum, TreeMap::new));
    return new Result(
        sums.getLong(0),
        standing,
        sums.getLong(1),
        sums.getLong(2),
        sums.getLong(3),
        sums.getLong(4),
        sums.getLong(5),
        byReason);
  }

  private static Column sumOf(String column) {
    return coalesce(sum(col(column)), lit(0L));
  }

  /** The same objects read again, since they could not be read before, are another batch. */
  private String batchId(List<ObjectRef> objects) {
    Digest digest = new Digest().add(Long.toString(warehouse.version(SpansTable.TABLE)));
    objects.stream()
        .sorted(Comparator.comparing(ObjectRef::uri))
        .forEach(
            o ->
                digest
                    .add(o.uri())
                    .add(o.etag())
                    .add(Long.toString(o.size()))
                    .add(o.modified().toString()));
    return digest.hex(16);
  }

  private String batchesFolder() {
    return warehouse.root() + "/" + BATCHES;
  }

  private String batchFolder(String batch) {
    return batchesFolder() + "/" + batch;
  }

  private SideFiles sideFiles(String batch) {
    return new SideFiles(batchFolder(batch), hadoop);
  }

  /** Reads one pack on an executor. */
  private record ReadPack(
      Broadcast<SerializableConfiguration> hadoop,
      OutcropConfig.Ingest config,
      String folder,
      String batch)
      implements FlatMapFunction<Packs.Pack, Row> {

    @Override
    public java.util.Iterator<Row> call(Packs.Pack pack) {
      Configuration configuration = hadoop.value().value();
      PackRows rows =
          new PackRows(
              pack,
              new ObjectStores(config, configuration),
              readOptions(config),
              new SideFiles(folder, configuration),
              batch);
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> rows.close());
      return rows;
    }
  }

  static ReadOptions readOptions(OutcropConfig.Ingest config) {
    return new ReadOptions(
        config.maxTextChars(),
        config.maxAttributes(),
        config.maxAttributeChars(),
        config.earliestDate(),
        config.latestDate(),
        ownerKeys(config.keys()),
        config.foldBufferSpans());
  }

  private static OwnerKeys ownerKeys(Map<String, List<String>> configured) {
    OwnerKeys usual = OwnerKeys.defaults();
    return new OwnerKeys(
        either(configured.get("tenant"), usual.tenant()),
        either(configured.get("user"), usual.user()),
        either(configured.get("session"), usual.session()),
        either(configured.get("service"), usual.service()),
        either(configured.get("environment"), usual.environment()),
        either(configured.get("agent"), usual.agent()),
        either(configured.get("agent-version"), usual.agentVersion()));
  }

  private static List<String> either(List<String> configured, List<String> usual) {
    return configured.isEmpty() ? usual : configured;
  }
}
