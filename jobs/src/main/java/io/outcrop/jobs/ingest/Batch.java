package io.outcrop.jobs.ingest;

import static org.apache.spark.sql.functions.col;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.tables.DataFile;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.ObjectsTable.ObjectRow;
import io.outcrop.jobs.tables.RejectsTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Objects that are read and committed together: their spans, then what is to be folded of them,
 * their rejects, and at last their rows in the ledger.
 *
 * <p>Side files lie beside the tables until the last of these commits, so that a batch that was
 * killed in between is brought to its end by the next run: with its spans committed, from the side
 * files; without, by reading its objects again.
 */
final class Batch {
  /** Objects whose rows are replaced in one commit: their names are part of its condition. */
  static final int OBJECTS_PER_REPLACEMENT = 500;

  private static final String FOLDED = "folded ";
  private static final String FOLDER = "telemetry/_ingest";

  private final Warehouse warehouse;
  private final Configuration hadoop;
  private final String id;
  private final SideFiles side;

  private Batch(Warehouse warehouse, String id) {
    this.warehouse = warehouse;
    this.hadoop = hadoop(warehouse);
    this.id = id;
    this.side = new SideFiles(folder(warehouse, id), hadoop);
  }

  private static Configuration hadoop(Warehouse warehouse) {
    return warehouse.spark().sparkContext().hadoopConfiguration();
  }

  private static String folder(Warehouse warehouse, String id) {
    return warehouse.root() + "/" + FOLDER + "/" + id;
  }

  /**
   * Reads objects and commits them.
   *
   * @param objects all of them new, or all of them known to the ledger
   * @param changed whether they are known
   */
  static Tally read(Warehouse warehouse, Reading reading, List<ObjectRef> objects, boolean changed)
      throws IOException {
    SideFiles.Begun begun =
        new SideFiles.Begun(
            changed,
            warehouse.version(SpansTable.TABLE),
            warehouse.version(RejectsTable.TABLE),
            warehouse.version(ObjectsTable.TABLE));
    Batch batch = new Batch(warehouse, id(objects, begun));
    batch.side.begin(begun);
    batch.commitSpans(reading, objects, changed);
    return batch.commitTheRest(begun);
  }

  /** Brings the batches to their end that an earlier run left behind. */
  static void finishInterrupted(Warehouse warehouse) throws IOException {
    for (String id : SideFiles.batches(warehouse.root() + "/" + FOLDER, hadoop(warehouse))) {
      Batch batch = new Batch(warehouse, id);
      SideFiles.Begun begun = batch.side.begun();
      if (begun != null && warehouse.hasCommit(SpansTable.TABLE, id, begun.spansVersion())) {
        Progress.note("ingest: finishing the interrupted batch " + id);
        batch.commitTheRest(begun);
      } else {
        batch.side.delete();
      }
    }
  }

  /** The same objects read again, since they could not be read before, are another batch. */
  private static String id(List<ObjectRef> objects, SideFiles.Begun begun) {
    Digest digest = new Digest().add(Long.toString(begun.spansVersion()));
    for (ObjectRef object : objects) {
      digest
          .add(object.uri())
          .add(object.etag())
          .add(Long.toString(object.size()))
          .add(object.modified().toString());
    }
    return digest.hex(16);
  }

  /**
   * Reads the objects and commits their spans: new ones as the files that the tasks wrote into the
   * table's folder; of changed ones the files lie beside the tables first, since what replaces rows
   * goes through Spark, and goes through it twice.
   */
  private void commitSpans(Reading reading, List<ObjectRef> objects, boolean changed) {
    warehouse.create(SpansTable.TABLE);
    boolean direct = !changed && warehouse.takesFiles(SpansTable.TABLE);
    String folder = direct ? warehouse.path(SpansTable.TABLE) : side.spans();
    List<DataFile> files = readAll(reading, objects, folder);
    if (direct) {
      warehouse.appendFiles(SpansTable.TABLE, files, id);
    } else if (changed) {
      List<String> uris = objects.stream().map(ObjectRef::uri).toList();
      warehouse.replaceWhere(
          SpansTable.TABLE, staged(folder, files), SpansTable.SOURCE_OBJECT, uris, id);
    } else {
      warehouse.append(SpansTable.TABLE, staged(folder, files), id);
    }
  }

  private List<DataFile> readAll(Reading reading, List<ObjectRef> objects, String folder) {
    JavaSparkContext context = new JavaSparkContext(warehouse.spark().sparkContext());
    long bytes = objects.stream().mapToLong(ObjectRef::size).sum();
    List<Packs.Pack> packs =
        Packs.of(objects, reading.config().bytesPerTask(), context.defaultParallelism());
    Progress.step(
        warehouse.spark(),
        Phase.INGEST,
        "reading %d objects, %.1f MB as stored, in %d tasks"
            .formatted(objects.size(), bytes / 1e6, packs.size()));
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(new SerializableConfiguration(hadoop));
    // The names of the files alone: as many as there are tasks, times the dates that each met.
    List<DataFile> files =
        context
            .parallelize(packs, packs.size())
            .flatMap(new ReadPack(configuration, reading, folder, folder(warehouse, id), id))
            .collect();
    configuration.destroy();
    return files;
  }

  private Dataset<Row> staged(String folder, List<DataFile> files) {
    SparkSession spark = warehouse.spark();
    if (files.isEmpty()) {
      return spark.createDataFrame(List.of(), SpansTable.TABLE.schema());
    }
    return spark
        .read()
        .schema(SpansTable.TABLE.schema())
        .option("basePath", folder)
        .parquet(files.stream().map(file -> folder + "/" + file.path()).toArray(String[]::new));
  }

  private Tally commitTheRest(SideFiles.Begun begun) throws IOException {
    foldLateCopies();
    List<ObjectRow> read = side.readObjects();
    Dataset<Row> objects =
        warehouse
            .spark()
            .createDataFrame(
                read.stream().map(ObjectsTable.ROWS::toRow).toList(), ObjectsTable.TABLE.schema());
    Dataset<Row> rejects = sideRows(side.rejects(), RejectsTable.TABLE);
    Tally tally = Tally.of(read);
    if (tally.rejects() > 0) {
      tally = tally.with(byReason(rejects.cache()));
    }
    if (begun.changed()) {
      List<String> uris = read.stream().map(ObjectRow::uri).toList();
      warehouse.replaceWhere(RejectsTable.TABLE, rejects, RejectsTable.SOURCE_OBJECT, uris, id);
      warehouse.upsert(ObjectsTable.TABLE, objects, ObjectsTable.URI);
    } else {
      if (tally.rejects() > 0) {
        appendOnce(RejectsTable.TABLE, rejects, begun.rejectsVersion());
      }
      appendOnce(ObjectsTable.TABLE, objects, begun.objectsVersion());
    }
    rejects.unpersist();
    side.delete();
    return tally;
  }

  private Dataset<Row> sideRows(String path, Table table) {
    return warehouse.spark().read().schema(table.schema()).json(path).coalesce(1);
  }

  /** Replaces the rows of objects that hold a span twice; done again, it changes nothing. */
  private void foldLateCopies() throws IOException {
    if (side.isEmpty(side.late())) {
      return;
    }
    List<String> late =
        uris(warehouse.spark().read().schema(ObjectsTable.TABLE.schema()).json(side.late()));
    for (int from = 0; from < late.size(); from += OBJECTS_PER_REPLACEMENT) {
      List<String> some = late.subList(from, Math.min(from + OBJECTS_PER_REPLACEMENT, late.size()));
      Progress.step(
          warehouse.spark(),
          Phase.INGEST,
          "folding distant copies of spans in %d objects".formatted(some.size()));
      Dataset<Row> spans =
          warehouse
              .read(SpansTable.TABLE)
              .where(col(SpansTable.SOURCE_OBJECT).isin(some.toArray()));
      warehouse.replaceWhere(
          SpansTable.TABLE, LateCopies.fold(spans), SpansTable.SOURCE_OBJECT, some, FOLDED + id);
    }
  }

  private static List<String> uris(Dataset<Row> objects) {
    return objects.select(ObjectsTable.URI).collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private void appendOnce(Table table, Dataset<Row> rows, long versionBefore) {
    if (!warehouse.hasCommit(table, id, versionBefore)) {
      warehouse.append(table, rows, id);
    }
  }

  private static Map<String, Long> byReason(Dataset<Row> rejects) {
    return rejects.groupBy(RejectsTable.REASON).count().collectAsList().stream()
        .collect(Collectors.toMap(r -> r.getString(0), r -> r.getLong(1), Long::sum, TreeMap::new));
  }
}
