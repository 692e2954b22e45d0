package io.outcrop.jobs.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * Files of a table that the driver writes itself, one for each partition: a job and the
 * preparations of Delta's writer take a second, whatever there is to write.
 */
final class RowFiles {
  private final SparkSession spark;
  private final Table table;
  private final Path folder;
  private final StructType inFile;
  private final Map<List<String>, List<InternalRow>> byPartition = new LinkedHashMap<>();

  /**
   * @param folder the table's
   */
  RowFiles(SparkSession spark, Table table, String folder) {
    this.spark = spark;
    this.table = table;
    this.folder = new Path(folder);
    this.inFile =
        new StructType(
            Arrays.stream(table.schema().fields())
                .filter(field -> !table.partitions().contains(field.name()))
                .toArray(StructField[]::new));
  }

  /** Whether the rows are on the driver, so that no job is needed to have them. */
  static boolean areHere(Dataset<Row> rows) {
    return rows.queryExecution().optimizedPlan() instanceof LocalRelation;
  }

  /**
   * Writes all rows.
   *
   * @param rows in the table's columns; they have to fit the driver
   */
  List<DataFile> write(Dataset<Row> rows) {
    for (InternalRow row : collect(rows)) {
      take(row);
    }
    try {
      return write();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a file of " + folder, e);
    }
  }

  private static InternalRow[] collect(Dataset<Row> rows) {
    QueryExecution query = rows.queryExecution();
    return SQLExecution.withNewExecutionId(
        query, Option.apply("collect"), () -> query.executedPlan().executeCollect());
  }

  /** Apart by partition, and without the columns that the partition tells. */
  private void take(InternalRow row) {
    StructField[] fields = table.schema().fields();
    List<String> partition = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      DataType type = fields[i].dataType();
      Object value = row.isNullAt(i) ? null : row.get(i, type);
      if (table.partitions().contains(fields[i].name())) {
        partition.add(
            value instanceof Integer day && type.equals(DataTypes.DateType)
                ? LocalDate.ofEpochDay(day).toString()
                : Objects.toString(value, null));
      } else {
        values.add(value);
      }
    }
    byPartition
        .computeIfAbsent(partition, p -> new ArrayList<>())
        .add(new GenericInternalRow(values.toArray()));
  }

  private List<DataFile> write() throws IOException {
    if (byPartition.isEmpty()) {
      return List.of();
    }
    Job job = Job.getInstance(spark.sessionState().newHadoopConf());
    OutputWriterFactory writers =
        new ParquetFileFormat().prepareWrite(spark, job, Map$.MODULE$.empty(), inFile);
    TaskAttemptContext task =
        new TaskAttemptContextImpl(job.getConfiguration(), new TaskAttemptID());
    List<DataFile> written = new ArrayList<>();
    for (var part : byPartition.entrySet()) {
      Map<String, String> partition = new LinkedHashMap<>();
      StringBuilder name = new StringBuilder();
      for (int i = 0; i < table.partitions().size(); i++) {
        String column = table.partitions().get(i);
        partition.put(column, part.getKey().get(i));
        name.append(ExternalCatalogUtils.getPartitionPathString(column, part.getKey().get(i)))
            .append('/');
      }
      name.append("part-").append(UUID.randomUUID()).append(writers.getFileExtension(task));
      Path path = new Path(folder, name.toString());
      OutputWriter writer = writers.newInstance(path.toString(), inFile, task);
      part.getValue().forEach(writer::write);
      writer.close();
      FileStatus status = path.getFileSystem(job.getConfiguration()).getFileStatus(path);
      written.add(
          new DataFile(
              new Path(name.toString()).toUri().toString(),
              partition,
              status.getLen(),
              status.getModificationTime(),
              "{\"numRecords\":%d}".formatted(part.getValue().size())));
    }
    return written;
  }
}
