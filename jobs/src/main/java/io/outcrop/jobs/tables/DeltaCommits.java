package io.outcrop.jobs.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaConfigs$;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.NoMapping$;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;

/**
 * Delta's own log, asked and written to without a Spark job: the one place that knows its insides.
 */
final class DeltaCommits {
  private DeltaCommits() {}

  /** How the table stands now; its version is -1 where there is none. */
  static Snapshot latest(SparkSession spark, String path) {
    return DeltaLog.forTable(spark, path).update(false, Option.empty(), Option.empty());
  }

  /**
   * Whether nothing is in the table; false also where that is not known at once. Delta's own {@code
   * numOfFilesIfKnown} finds it out by a job.
   */
  static boolean isKnownEmpty(Snapshot snapshot) {
    Option<VersionChecksum> told = snapshot.checksumOpt();
    return told.isDefined() && told.get().numFiles() == 0;
  }

  /**
   * The table's rows where all of its files are told beside the log, as they are while they are
   * few; else nothing. To find them in the log is a job or two, for each query of a table.
   */
  static Optional<Dataset<Row>> rowsOfKnownFiles(SparkSession spark, String path) {
    DeltaLog log = DeltaLog.forTable(spark, path);
    Snapshot snapshot = log.update(false, Option.empty(), Option.empty());
    return knownFiles(snapshot)
        .map(files -> log.createDataFrame(snapshot, files, false, Option.empty()));
  }

  private static Optional<Seq<AddFile>> knownFiles(Snapshot snapshot) {
    Option<VersionChecksum> told = snapshot.checksumOpt();
    if (told.isEmpty() || told.get().allFiles().isEmpty()) {
      return Optional.empty();
    }
    Seq<AddFile> files = told.get().allFiles().get();
    boolean whole = files.forall(file -> file.deletionVector() == null);
    return whole && files.size() == told.get().numFiles() ? Optional.of(files) : Optional.empty();
  }

  /** Whether {@link #replaceAll} can be asked for. */
  static boolean knowsFiles(Snapshot snapshot) {
    return knownFiles(snapshot).isPresent();
  }

  /** Puts files in the place of all that the table is made of, in one commit. */
  static void replaceAll(SparkSession spark, String path, Table table, List<DataFile> files) {
    OptimisticTransaction next = begin(spark, path);
    next.readWholeTable();
    List<Action> actions = new ArrayList<>();
    for (AddFile file : JavaConverters.seqAsJavaList(knownFiles(next.snapshot()).orElseThrow())) {
      actions.add(file.removeWithTimestamp(System.currentTimeMillis(), true));
    }
    files.forEach(file -> actions.add(action(file)));
    next.commit(seq(actions), write(SaveMode.Overwrite, table, ""));
  }

  /** What the table's files take. */
  static long bytes(Snapshot snapshot) {
    Option<VersionChecksum> told = snapshot.checksumOpt();
    return told.isDefined() ? told.get().tableSizeBytes() : snapshot.sizeInBytes();
  }

  /**
   * Whether files with the table's own column names, in folders named after its partitions, are
   * what the table is made of.
   */
  static boolean takesFiles(Snapshot snapshot) {
    Metadata metadata = snapshot.metadata();
    return metadata.columnMappingMode().equals(NoMapping$.MODULE$)
        && !(Boolean) DeltaConfigs$.MODULE$.RANDOMIZE_FILE_PREFIXES().fromMetaData(metadata);
  }

  /** Makes an empty table where there is none. */
  static void create(SparkSession spark, String path, Table table) {
    OptimisticTransaction first = begin(spark, path);
    if (first.readVersion() < 0) {
      Metadata metadata = metadata(table);
      first.updateMetadataForNewTable(metadata);
      first.commit(
          seq(List.<Action>of()),
          new DeltaOperations.CreateTable(metadata, false, false, Option.empty()));
    }
  }

  /**
   * Makes files that lie in the table's folder part of it, in one commit; of a table that is not
   * there yet the first one.
   */
  static void add(SparkSession spark, String path, Table table, List<DataFile> files, String mark) {
    OptimisticTransaction next = begin(spark, path);
    if (next.readVersion() < 0) {
      next.updateMetadataForNewTable(metadata(table));
    }
    List<Action> actions = new ArrayList<>(files.size());
    files.forEach(file -> actions.add(action(file)));
    next.commit(seq(actions), write(SaveMode.Append, table, mark));
  }

  private static DeltaOperations.Write write(SaveMode mode, Table table, String mark) {
    return new DeltaOperations.Write(
        mode, Option.apply(seq(table.partitions())), Option.empty(), Option.apply(mark));
  }

  private static OptimisticTransaction begin(SparkSession spark, String path) {
    return DeltaLog.forTable(spark, path).startTransaction(Option.empty(), Option.empty());
  }

  private static Metadata metadata(Table table) {
    return new Metadata(
        UUID.randomUUID().toString(),
        null,
        null,
        new Format("parquet", map(java.util.Map.of())),
        table.schema().json(),
        seq(table.partitions()),
        map(table.properties()),
        Option.apply(System.currentTimeMillis()));
  }

  private static AddFile action(DataFile file) {
    return new AddFile(
        file.path(),
        map(file.partition()),
        file.bytes(),
        file.modified(),
        true,
        file.statistics(),
        null,
        null,
        Option.empty(),
        Option.empty(),
        Option.empty());
  }

  private static <T> Seq<T> seq(List<T> values) {
    return JavaConverters.asScalaBuffer(values).toList();
  }

  private static Map<String, String> map(java.util.Map<String, String> values) {
    Map<String, String> map = Map$.MODULE$.empty();
    for (var entry : values.entrySet()) {
      map = map.$plus(new Tuple2<>(entry.getKey(), entry.getValue()));
    }
    return map;
  }
}
