package io.outcrop.jobs.tables;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.delta.tables.DeltaTable;
import io.outcrop.jobs.BucketFileSystem;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * The Delta tables under one folder, each at {@code <warehouse>/<zone>/<table>}.
 *
 * <p>Every write is one Delta commit: a reader sees the table before it or after it.
 */
public final class Warehouse {
  /** What phases 3 to 7 read of phases 1 and 2. */
  private static final Set<Table> FROM_WHOLE =
      Set.of(SpansTable.TABLE, TracesTable.TABLE, SessionsTable.TABLE);

  private static final long MOST_BYTES_WRITTEN_ANEW = 1 << 20;

  private final SparkSession spark;
  private final String root;
  private final Warehouse whole;
  private final String tenant;

  /**
   * @param root any folder that Hadoop has a file system for; without a scheme a local path
   * @throws UserError when the address cannot be understood
   */
  public Warehouse(SparkSession spark, String root) {
    this.spark = spark;
    this.root = qualified(root, spark.sparkContext().hadoopConfiguration());
    this.whole = null;
    this.tenant = null;
  }

  private Warehouse(Warehouse whole, String tenant) {
    this.spark = whole.spark;
    this.root = whole.root + "/" + TenantFolder.ROOT + "/" + TenantFolder.of(tenant);
    this.whole = whole;
    this.tenant = tenant;
  }

  /**
   * A tenant's own folder as a warehouse. What phases 1 and 2 wrote it reads from this one, and of
   * it the tenant's rows alone; it may hold a copy of the facts, which is for whoever is handed the
   * folder.
   */
  public Warehouse ofTenant(String tenant) {
    return new Warehouse(this, tenant);
  }

  /** Removes a tenant's own folder, if there is one. */
  public void deleteTenant(String tenant) {
    Path folder = new Path(ofTenant(tenant).root);
    try {
      folder.getFileSystem(spark.sparkContext().hadoopConfiguration()).delete(folder, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + folder, e);
    }
    DeltaLog.clearCache();
  }

  /** One spelling of the address: Delta takes two for two tables. */
  private static String qualified(String root, Configuration hadoop) {
    try {
      Path path = new Path(BucketFileSystem.address(root, hadoop));
      return path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(
          "Cannot use the warehouse " + root + ".",
          String.valueOf(e.getMessage()),
          "give --warehouse a local folder or an address of a configured file system");
    }
  }

  public SparkSession spark() {
    return spark;
  }

  public String root() {
    return root;
  }

  public String path(Table table) {
    return root + "/" + table.zone().folder() + "/" + table.name();
  }

  public boolean exists(Table table) {
    return DeltaCommits.latest(spark, path(table)).version() >= 0;
  }

  /**
   * The table's rows, in its columns; no rows where the table has not been made yet, and null in a
   * column that it has not been given yet.
   */
  public Dataset<Row> read(Table table) {
    if (whole != null && FROM_WHOLE.contains(table)) {
      return ofTenant(whole.read(table), table);
    }
    if (!exists(table)) {
      return spark.createDataFrame(List.of(), table.schema());
    }
    Dataset<Row> rows =
        Optional.of(path(table))
            // Of spans, statistics leave out files; Delta looks at them.
            .filter(path -> !table.equals(SpansTable.TABLE))
            .flatMap(path -> DeltaCommits.rowsOfKnownFiles(spark, path))
            .orElseGet(() -> spark.read().format("delta").load(path(table)));
    Set<String> standing = Set.of(rows.columns());
    for (StructField field : table.schema().fields()) {
      if (!standing.contains(field.name())) {
        rows = rows.withColumn(field.name(), lit(null).cast(field.dataType()));
      }
    }
    return rows.select(columns(table));
  }

  /** Spans below the one that names the tenant name none; whoever reads them joins by trace. */
  private Dataset<Row> ofTenant(Dataset<Row> rows, Table table) {
    if (table.equals(SpansTable.TABLE)) {
      return rows.where(
          col(TracesTable.TENANT_ID).equalTo(tenant).or(col(TracesTable.TENANT_ID).isNull()));
    }
    Dataset<Row> own = rows.where(col(TracesTable.TENANT_ID).equalTo(tenant));
    return table.equals(TracesTable.TABLE) ? own.where(col("tenants").leq(1)) : own;
  }

  /** The rows of one run. */
  public Dataset<Row> read(Table table, String runId) {
    return read(table).where(col(Table.RUN_ID).equalTo(runId));
  }

  /**
   * The table's change feed after one version and up to another: its columns, and what Delta says
   * of each change.
   */
  public Dataset<Row> changes(Table table, long after, long until) {
    return after >= until
        ? spark.createDataFrame(List.of(), table.schema()).withColumn("_change_type", lit(""))
        : spark
            .read()
            .format("delta")
            .option("readChangeFeed", "true")
            .option("startingVersion", after + 1)
            .option("endingVersion", until)
            .load(path(table));
  }

  public DeltaTable delta(Table table) {
    return DeltaTable.forPath(spark, path(table));
  }

  /**
   * Makes the table, empty, where there is none, and adds the columns that a table of an earlier
   * version lacks; older rows hold null there.
   */
  public void create(Table table) {
    if (exists(table)) {
      addColumns(table);
      return;
    }
    DeltaCommits.create(spark, path(table), table);
  }

  private void addColumns(Table table) {
    Set<String> standing = Set.of(DeltaCommits.latest(spark, path(table)).schema().fieldNames());
    if (!standing.containsAll(List.of(table.schema().fieldNames()))) {
      writer(table, spark.createDataFrame(List.of(), table.schema()))
          .mode("append")
          .option("mergeSchema", "true")
          .save(path(table));
    }
  }

  /**
   * Adds rows; {@code mark} goes into the commit, so that {@link #hasCommit} finds it. Rows that
   * are few or on the driver already are written by the driver itself.
   */
  public void append(Table table, Dataset<Row> rows, String mark) {
    Dataset<Row> own = rows.select(columns(table));
    // What is of another type is Spark's to convert or to refuse.
    boolean fits = DataType.equalsStructurally(own.schema(), table.schema(), true);
    if (fits && takesFiles(table) && (Sessions.isFitToFew(spark) || RowFiles.areHere(own))) {
      if (exists(table)) {
        addColumns(table);
      }
      appendFiles(table, new RowFiles(spark, table, path(table)).write(own), mark);
    } else {
      create(table);
      writer(table, own).mode("append").option("userMetadata", mark).save(path(table));
    }
  }

  /**
   * Adds files that were written into the table's folder, with columns as the table has them.
   *
   * @see #takesFiles
   */
  public void appendFiles(Table table, List<DataFile> files, String mark) {
    DeltaCommits.add(spark, path(table), table, files, mark);
  }

  /** Whether a table takes files as they are; not where its owner renamed columns. */
  public boolean takesFiles(Table table) {
    return DeltaCommits.takesFiles(DeltaCommits.latest(spark, path(table)));
  }

  /** What the table's files take. */
  public long bytes(Table table) {
    return exists(table) ? DeltaCommits.bytes(DeltaCommits.latest(spark, path(table))) : 0;
  }

  /** Whether the table is known to hold nothing, without a look into its files. */
  public boolean isKnownEmpty(Table table) {
    return !exists(table) || DeltaCommits.isKnownEmpty(DeltaCommits.latest(spark, path(table)));
  }

  /** Replaces all rows. */
  public void overwrite(Table table, Dataset<Row> rows) {
    if (isKnownEmpty(table)) {
      append(table, rows, "");
    } else if (Sessions.isFitToFew(spark) && isSmall(table, rows.select(columns(table)))) {
      create(table);
      replaceAll(table, rows.select(columns(table)));
    } else {
      create(table);
      writer(table, rows).mode("overwrite").save(path(table));
    }
  }

  /** Replaces the rows whose column has one of the values; every new row has one of them too. */
  public void replaceWhere(
      Table table, Dataset<Row> rows, String column, List<String> values, String mark) {
    create(table);
    Column[] literals = values.stream().map(v -> lit(v)).toArray(Column[]::new);
    writer(table, rows)
        .mode("overwrite")
        .option("replaceWhere", col(column).isin((Object[]) literals).expr().sql())
        .option("userMetadata", mark)
        .save(path(table));
  }

  /** Replaces the rows of a run. */
  public void replaceRun(Table table, Dataset<Row> rows, String runId) {
    replacePartitions(
        table, rows.withColumn(Table.RUN_ID, lit(runId)), Table.RUN_ID, List.of(runId), runId);
  }

  /**
   * Replaces the rows of some values of the partition column. Where none of them has a folder there
   * is nothing to replace: rows are then only added.
   */
  public void replacePartitions(
      Table table, Dataset<Row> rows, String column, List<String> values, String mark) {
    if (takesFiles(table) && values.stream().noneMatch(value -> hasFolder(table, column, value))) {
      append(table, rows, mark);
    } else {
      replaceWhere(table, rows, column, values, mark);
    }
  }

  private boolean hasFolder(Table table, String column, String value) {
    Path folder = new Path(path(table), ExternalCatalogUtils.getPartitionPathString(column, value));
    try {
      return folder.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for " + folder, e);
    }
  }

  /** Adds rows or, where a row with the same keys stands, replaces it. */
  public void upsert(Table table, Dataset<Row> coming, String... keys) {
    Dataset<Row> rows = coming.select(columns(table));
    if (isKnownEmpty(table)) {
      append(table, rows, "");
    } else if (RowFiles.areHere(rows) && isSmall(table, rows)) {
      create(table);
      upsertIntoFew(table, rows, keys);
    } else {
      create(table);
      delta(table)
          .as("standing")
          .merge(rows.as("coming"), sameKeys(keys))
          .whenMatched()
          .updateAll()
          .whenNotMatched()
          .insertAll()
          .execute();
    }
  }

  /** By the driver itself: a merge takes ten jobs, whatever there is to merge. */
  private void upsertIntoFew(Table table, Dataset<Row> rows, String... keys) {
    Column replaced =
        rows.collectAsList().stream()
            .map(
                row ->
                    Arrays.stream(keys)
                        .map(key -> col(key).equalTo(row.get(table.schema().fieldIndex(key))))
                        .reduce(Column::and)
                        .orElseThrow())
            .reduce(Column::or)
            .orElse(lit(false));
    Dataset<Row> standing = read(table);
    if (standing.where(replaced).isEmpty()) {
      append(table, rows, "");
    } else {
      replaceAll(table, standing.where(not(coalesce(replaced, lit(false)))).union(rows));
    }
  }

  private void replaceAll(Table table, Dataset<Row> rows) {
    DeltaCommits.replaceAll(
        spark, path(table), table, new RowFiles(spark, table, path(table)).write(rows));
  }

  /** Whether the driver can write the table anew with rows; not where others follow its changes. */
  private boolean isSmall(Table table, Dataset<Row> rows) {
    Snapshot latest = DeltaCommits.latest(spark, path(table));
    return DataType.equalsStructurally(rows.schema(), table.schema(), true)
        && DeltaCommits.takesFiles(latest)
        && table.properties().isEmpty()
        && DeltaCommits.knowsFiles(latest)
        && DeltaCommits.bytes(latest) <= MOST_BYTES_WRITTEN_ANEW;
  }

  /** Whether a write with this mark was committed after a version. */
  public boolean hasCommit(Table table, String mark, long after) {
    long commits = version(table) - after;
    return commits > 0
        && !delta(table).history((int) commits).where(col("userMetadata").equalTo(mark)).isEmpty();
  }

  /** The version of the table's last commit; -1 where there is no table. */
  public long version(Table table) {
    return DeltaCommits.latest(spark, path(table)).version();
  }

  public static Column sameKeys(String... keys) {
    return Arrays.stream(keys)
        .map(key -> col("standing." + key).equalTo(col("coming." + key)))
        .reduce(Column::and)
        .orElseThrow();
  }

  private static DataFrameWriter<Row> writer(Table table, Dataset<Row> rows) {
    return rows.select(columns(table)).write().format("delta");
  }

  private static Column[] columns(Table table) {
    return Arrays.stream(table.schema().fieldNames())
        .map(name -> col("`" + name + "`"))
        .toArray(Column[]::new);
  }
}
