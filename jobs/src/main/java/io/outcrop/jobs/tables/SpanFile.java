package io.outcrop.jobs.tables;

import io.outcrop.facets.trace.Span;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.package$;
import org.apache.spark.sql.execution.datasources.parquet.SparkToParquetSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Spans of one date that become one Parquet file of {@code telemetry.spans}: packed page by page in
 * memory, and written in one go when it is closed. So a task that fails leaves no open file.
 */
final class SpanFile {
  /** Readers of Spark take dates and times of files without it for those of old calendars. */
  private static final Map<String, String> WRITTEN_FOR =
      Map.of("org.apache.spark.version", package$.MODULE$.SPARK_VERSION());

  private static final MessageType SCHEMA = schema();

  /** Hardly any value of these comes twice within a file: looking for it is in vain. */
  private static final ParquetProperties PROPERTIES =
      ParquetProperties.builder()
          // The one that Parquet takes is shared by all writers: the properties built last hold for
          // it.
          .withValuesWriterFactory(new DefaultV1ValuesWriterFactory())
          .withDictionaryEncoding("span_id", false)
          .withDictionaryEncoding("parent_span_id", false)
          .withDictionaryEncoding("start_time", false)
          .withDictionaryEncoding("end_time", false)
          .withDictionaryEncoding("error_message", false)
          .withDictionaryEncoding("tool_arguments", false)
          .withDictionaryEncoding("tool_result", false)
          .withDictionaryEncoding("input_text", false)
          .withDictionaryEncoding("output_text", false)
          .build();

  private final LocalDate date;
  private final ColumnChunkPageWriteStore pages;
  private final ColumnWriteStore columns;
  private final SpanColumns spans;
  private long rows;

  SpanFile(LocalDate date, ZstdPages zstd) {
    this.date = date;
    this.pages =
        new ColumnChunkPageWriteStore(
            zstd,
            SCHEMA,
            HeapByteBufferAllocator.getInstance(),
            PROPERTIES.getColumnIndexTruncateLength(),
            PROPERTIES.getPageWriteChecksumEnabled());
    this.columns = PROPERTIES.newColumnWriteStore(SCHEMA, pages);
    this.spans = new SpanColumns(SCHEMA, columns);
  }

  /**
   * As Spark would make it of the table, without the partition column; with times of one number.
   */
  private static MessageType schema() {
    StructType inFile =
        new StructType(
            Arrays.stream(SpansTable.TABLE.schema().fields())
                .filter(field -> !SpansTable.TABLE.partitions().contains(field.name()))
                .toArray(StructField[]::new));
    return new SparkToParquetSchemaConverter(
            false, SQLConf.ParquetOutputTimestampType$.MODULE$.TIMESTAMP_MICROS(), false)
        .convert(inFile);
  }

  void write(Span span) {
    spans.write(span);
    rows++;
  }

  long bufferedBytes() {
    return columns.getBufferedSize();
  }

  /**
   * Writes the file.
   *
   * @param folder the table's
   */
  DataFile close(Path folder, Configuration configuration) throws IOException {
    String partition = SpansTable.TRACE_DATE + "=" + date;
    String name = partition + "/part-" + UUID.randomUUID() + ".zstd.parquet";
    Path path = new Path(folder, name);
    ParquetFileWriter file =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(path, configuration),
            SCHEMA,
            ParquetFileWriter.Mode.CREATE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            PROPERTIES.getColumnIndexTruncateLength(),
            PROPERTIES.getStatisticsTruncateLength(),
            PROPERTIES.getPageWriteChecksumEnabled());
    file.start();
    file.startBlock(rows);
    columns.flush();
    pages.flushToFileWriter(file);
    file.endBlock();
    file.end(WRITTEN_FOR);
    ParquetMetadata footer = file.getFooter();
    FileStatus written = path.getFileSystem(configuration).getFileStatus(path);
    return new DataFile(
        name,
        Map.of(SpansTable.TRACE_DATE, date.toString()),
        written.getLen(),
        written.getModificationTime(),
        FileStatistics.json(footer, SpansTable.FILTERED));
  }
}
