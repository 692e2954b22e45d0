package io.outcrop.jobs.forget;

import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;

/**
 * The past of a warehouse's tables: files that no row stands in any more, and entries of the log
 * with statistics of such files.
 *
 * <p>Removing it at once is safe only while nobody else writes, which the warehouse's lock sees to;
 * a query that began before may fail and has to be asked again.
 */
final class History {
  private static final String CHECK = "spark.databricks.delta.retentionDurationCheck.enabled";
  private static final String LOGGED = "spark.databricks.delta.vacuum.logging.enabled";
  private static final String LISTED_BY =
      "spark.sql.sources.parallelPartitionDiscovery.parallelism";

  /** A table's folder is listed by as many tasks, which are ten thousand by default. */
  private static final String LISTING_TASKS = "8";

  private static final Pattern ENTRY = Pattern.compile("^(\\d{20})\\.(?!checkpoint$).+");

  private final Warehouse warehouse;

  History(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Removes the files of all tables that no row stands in. */
  void vacuum() {
    SqlNames.TABLES.stream().filter(warehouse::exists).forEach(this::vacuum);
  }

  void vacuum(Table table) {
    SparkSession spark = warehouse.spark();
    spark.conf().set(CHECK, "false");
    // A commit of its own would be a version that nobody asked for.
    spark.conf().set(LOGGED, "false");
    String listedBy = spark.conf().get(LISTED_BY);
    spark.conf().set(LISTED_BY, LISTING_TASKS);
    try {
      warehouse.delta(table).vacuum(0);
    } finally {
      spark.conf().set(LISTED_BY, listedBy);
      spark.conf().unset(CHECK);
      spark.conf().unset(LOGGED);
    }
  }

  /** Puts a checkpoint at the end of each table's log and removes the entries before it. */
  void cutLogs() {
    SqlNames.TABLES.stream().filter(warehouse::exists).forEach(this::cutLog);
  }

  void cutLog(Table table) {
    DeltaLog log = DeltaLog.forTable(warehouse.spark(), warehouse.path(table));
    Snapshot latest = log.update(false, scala.Option.empty(), scala.Option.empty());
    log.checkpoint(latest, scala.Option.empty());
    Path folder = new Path(warehouse.path(table), "_delta_log");
    try {
      FileSystem files =
          folder.getFileSystem(warehouse.spark().sparkContext().hadoopConfiguration());
      for (FileStatus entry : files.listStatus(folder)) {
        Matcher name = ENTRY.matcher(entry.getPath().getName());
        if (name.matches() && Long.parseLong(name.group(1)) < latest.version()) {
          files.delete(entry.getPath(), false);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the past of " + table.sqlName(), e);
    }
    DeltaLog.clearCache();
  }
}
