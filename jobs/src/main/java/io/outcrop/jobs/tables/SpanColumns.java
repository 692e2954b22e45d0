package io.outcrop.jobs.tables;

import io.outcrop.facets.trace.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * Writes spans into the columns of a Parquet file, in the order of the record's components.
 *
 * <p>What {@link RecordRows} does for any record through rows of Spark, this does for the one table
 * that has a row for each span ever read, without rows. A test holds that both write the same.
 */
final class SpanColumns {
  private static final int MOST_KEYS = 10_000;

  private final ColumnWriteStore store;
  private final ColumnWriter[] columns;
  private final String[] latest;
  private final Binary[] encoded;
  private final Map<String, Binary> keys = new HashMap<>();
  private int next;

  SpanColumns(MessageType schema, ColumnWriteStore store) {
    List<ColumnDescriptor> leaves = schema.getColumns();
    this.store = store;
    this.columns = leaves.stream().map(store::getColumnWriter).toArray(ColumnWriter[]::new);
    this.latest = new String[columns.length];
    this.encoded = new Binary[columns.length];
  }

  void write(Span span) {
    next = 0;
    label(span.traceId());
    text(span.spanId());
    text(span.parentSpanId());
    label(span.tenantId());
    label(span.userId());
    label(span.sessionId());
    label(span.service());
    label(span.environment());
    label(span.agent());
    label(span.kind().name());
    label(span.name());
    time(span.startTime());
    time(span.endTime());
    number(span.durationMs());
    label(span.status().name());
    label(span.errorType());
    text(span.errorMessage());
    label(span.model());
    number(span.inputTokens());
    number(span.outputTokens());
    fraction(span.costUsd());
    label(span.toolName());
    text(span.toolArguments());
    text(span.toolResult());
    text(span.inputText());
    text(span.outputText());
    list(span.finishReasons());
    map(span.attributes());
    columns[next++].write(span.truncated(), 0, 1);
    label(span.sourceObject());
    label(span.part().name());
    number(span.version());
    store.endRecord();
  }

  private static Binary bytes(String text) {
    return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
  }

  private void text(String value) {
    ColumnWriter column = columns[next++];
    if (value == null) {
      column.writeNull(0, 0);
    } else {
      column.write(bytes(value), 0, 1);
    }
  }

  /** A text that is often that of the span before. */
  private void label(String value) {
    if (value == null) {
      columns[next++].writeNull(0, 0);
      return;
    }
    if (!value.equals(latest[next])) {
      latest[next] = value;
      encoded[next] = bytes(value);
    }
    columns[next].write(encoded[next], 0, 1);
    next++;
  }

  private void time(Instant value) {
    ColumnWriter column = columns[next++];
    if (value == null) {
      column.writeNull(0, 0);
    } else {
      column.write(micros(value), 0, 1);
    }
  }

  /** Rounded down, as Spark does. */
  private static long micros(Instant value) {
    return Math.addExact(
        Math.multiplyExact(value.getEpochSecond(), 1_000_000L), value.getNano() / 1_000);
  }

  private void number(Long value) {
    ColumnWriter column = columns[next++];
    if (value == null) {
      column.writeNull(0, 0);
    } else {
      column.write(value.longValue(), 0, 1);
    }
  }

  private void fraction(Double value) {
    ColumnWriter column = columns[next++];
    if (value == null) {
      column.writeNull(0, 0);
    } else {
      column.write(value.doubleValue(), 0, 1);
    }
  }

  private void list(List<String> values) {
    ColumnWriter column = columns[next++];
    if (values.isEmpty()) {
      column.writeNull(0, 1);
    }
    int repetition = 0;
    for (String value : values) {
      column.write(bytes(value), repetition, 3);
      repetition = 1;
    }
  }

  private void map(Map<String, String> entries) {
    ColumnWriter names = columns[next++];
    ColumnWriter values = columns[next++];
    if (entries.isEmpty()) {
      names.writeNull(0, 1);
      values.writeNull(0, 1);
    }
    int repetition = 0;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      names.write(key(entry.getKey()), repetition, 2);
      if (entry.getValue() == null) {
        values.writeNull(repetition, 2);
      } else {
        values.write(bytes(entry.getValue()), repetition, 3);
      }
      repetition = 1;
    }
  }

  /** Names of attributes are few, unless somebody makes them up. */
  private Binary key(String name) {
    if (keys.size() == MOST_KEYS) {
      keys.clear();
    }
    return keys.computeIfAbsent(name, SpanColumns::bytes);
  }
}
