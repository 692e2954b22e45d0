package io.outcrop.jobs.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.read.JoinedOutcome;
import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.facets.trace.Messages;
import io.outcrop.jobs.tables.RecordRows;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * The rows of a side file, each as an outcome or as a reject.
 *
 * @param json whether a row is one text, a JSON object; else its columns are the fields
 */
record OutcomeRows(String uri, boolean json, String batch)
    implements MapPartitionsFunction<Row, Row> {
  static final RecordRows<Found> FOUND = RecordRows.of(Found.class);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAMPLE_CHARS = 200;

  /** What a row is: the parts of an outcome, or those of a reject; the others are null. */
  record Found(
      String subject,
      String subjectId,
      String name,
      String value,
      Double score,
      Instant time,
      String sourceObject,
      String position,
      String reason,
      String detail,
      String sample,
      String runId) {}

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Iterator<>() {
      private final Redactor redactor = Redactor.standard();
      private final int part = TaskContext.getPartitionId();
      private long number;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        number++;
        String position = (part == 0 ? "" : "part " + part + ", ") + "row " + number;
        return FOUND.toRow(found(rows.next(), position, redactor));
      }
    };
  }

  private Found found(Row row, String position, Redactor redactor) {
    try {
      return outcome(JoinedOutcome.of(json ? fields(row.getString(0)) : fields(row)));
    } catch (JsonProcessingException e) {
      return reject(row, position, Reason.MALFORMED_JSON, e.getOriginalMessage(), redactor);
    } catch (IllegalArgumentException e) {
      return reject(row, position, Reason.INVALID_OUTCOME, e.getMessage(), redactor);
    }
  }

  private Found outcome(JoinedOutcome o) {
    String subject = o.subject().name().toLowerCase(Locale.ROOT);
    return new Found(
        subject, o.id(), o.name(), o.value(), o.score(), o.time(), uri, null, null, null, null,
        batch);
  }

  private Found reject(Row row, String position, Reason reason, String detail, Redactor redactor) {
    String sample = Messages.cut(row.mkString(","), SAMPLE_CHARS);
    return new Found(
        null,
        null,
        null,
        null,
        null,
        null,
        uri,
        position,
        reason.name(),
        redactor.redact(detail),
        redactor.redact(sample),
        batch);
  }

  private static Map<String, String> fields(String text) throws JsonProcessingException {
    JsonNode node = JSON.readTree(text);
    if (!node.isObject()) {
      throw new IllegalArgumentException("the line is no JSON object");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              fields.put(
                  field.getKey(),
                  value.isNull() ? null : value.isValueNode() ? value.asText() : value.toString());
            });
    return fields;
  }

  private static Map<String, String> fields(Row row) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : row.schema().fieldNames()) {
      Object value = row.getAs(name);
      fields.put(name, value == null ? null : value.toString());
    }
    return fields;
  }
}
