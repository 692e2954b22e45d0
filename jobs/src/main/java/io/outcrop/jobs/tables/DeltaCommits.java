package io.outcrop.jobs.tables;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.NoMapping$;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
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

  /** Whether nothing is in the table; false also where that is not known at once. */
  static boolean isKnownEmpty(Snapshot snapshot) {
    Option<Object> files = snapshot.numOfFilesIfKnown();
    return files.isDefined() && files.get().equals(0L);
  }

  /** Whether files with the table's own column names may be added as they are. */
  static boolean takesFiles(Snapshot snapshot) {
    return snapshot.metadata().columnMappingMode().equals(NoMapping$.MODULE$);
  }

  /** Makes files that lie in the table's folder part of it, in one commit. */
  static void add(
      SparkSession spark, String path, List<String> partitions, List<DataFile> files, String mark) {
    List<Action> actions = new ArrayList<>(files.size());
    files.forEach(file -> actions.add(action(file)));
    DeltaOperations.Write append =
        new DeltaOperations.Write(
            SaveMode.Append, Option.apply(seq(partitions)), Option.empty(), Option.apply(mark));
    DeltaLog.forTable(spark, path)
        .startTransaction(Option.empty(), Option.empty())
        .commit(seq(actions), append);
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
