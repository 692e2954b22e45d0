package io.outcrop.jobs.tables;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/**
 * What Delta keeps of a file to leave it out of queries, from what Parquet noticed on writing: the
 * number of rows, and of some columns of texts, times and whole numbers the least and the greatest
 * value and how many are missing.
 */
final class FileStatistics {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Delta keeps no more of a text. */
  private static final int MOST_CHARACTERS = 32;

  private static final String GREATEST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  /** To the millisecond, rounded down: Delta adds one to the greatest itself. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private FileStatistics() {}

  /**
   * The statistics of a file of one row group.
   *
   * @param columns those that are looked at
   */
  static String json(ParquetMetadata footer, List<String> columns) {
    BlockMetaData rows = footer.getBlocks().get(0);
    ObjectNode json = JSON.createObjectNode();
    json.put("numRecords", rows.getRowCount());
    ObjectNode least = json.putObject("minValues");
    ObjectNode greatest = json.putObject("maxValues");
    ObjectNode missing = json.putObject("nullCount");
    for (ColumnChunkMetaData chunk : rows.getColumns()) {
      String column = chunk.getPath().toDotString();
      if (columns.contains(column)) {
        Statistics<?> seen = chunk.getStatistics();
        missing.put(column, seen.getNumNulls());
        if (seen.hasNonNullValue()) {
          putRange(column, seen, isTime(chunk), least, greatest);
        }
      }
    }
    return json.toString();
  }

  private static boolean isTime(ColumnChunkMetaData chunk) {
    return chunk.getPrimitiveType().getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
  }

  private static void putRange(
      String column, Statistics<?> seen, boolean time, ObjectNode least, ObjectNode greatest) {
    if (seen instanceof BinaryStatistics texts) {
      least.put(column, beginning(texts.genericGetMin()));
      greatest.put(column, atLeast(texts.genericGetMax()));
    } else if (seen instanceof LongStatistics numbers && time) {
      least.put(column, time(numbers.getMin()));
      greatest.put(column, time(numbers.getMax()));
    } else if (seen instanceof LongStatistics numbers) {
      least.put(column, numbers.getMin());
      greatest.put(column, numbers.getMax());
    } else {
      throw new IllegalArgumentException("No statistics are kept of " + column);
    }
  }

  private static String beginning(Binary text) {
    String whole = text.toStringUsingUTF8();
    return whole.codePointCount(0, whole.length()) <= MOST_CHARACTERS
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, MOST_CHARACTERS));
  }

  /** The text, or a short one that is greater. */
  private static String atLeast(Binary text) {
    String whole = text.toStringUsingUTF8();
    String start = beginning(text);
    int end = start.length();
    while (whole.startsWith(GREATEST_CHARACTER, end)) {
      end += GREATEST_CHARACTER.length();
    }
    return end >= whole.length() ? whole : whole.substring(0, end) + GREATEST_CHARACTER;
  }

  private static String time(long micros) {
    return TIME.format(Instant.EPOCH.plusMillis(Math.floorDiv(micros, 1_000L)));
  }
}
