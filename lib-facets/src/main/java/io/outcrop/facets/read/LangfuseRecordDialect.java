package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Observations, traces and scores of Langfuse each as a record of their own: rows of its scheduled
 * exports, in which they lie in separate files, and pages of its interface. A trace that holds its
 * observations, as the interface gives a single one, is read as its download is.
 */
final class LangfuseRecordDialect implements Dialect {
  @Override
  public String name() {
    return "langfuse";
  }

  @Override
  public boolean matches(ObjectNode record) {
    return LangfuseRecords.isObservation(record)
        || LangfuseRecords.isTrace(record)
        || LangfuseRecords.isScore(record);
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    LangfuseRecords records = new LangfuseRecords(out);
    if (LangfuseRecords.isObservation(record)) {
      hand(records.observation(record, null), out);
    } else if (LangfuseRecords.isTrace(record)) {
      trace(record, records, out);
    } else {
      hand(records.score(record, null), out);
    }
  }

  private static void trace(ObjectNode record, LangfuseRecords records, SpanOutput out) {
    JsonNode observations = record.path("observations");
    JsonNode scores = record.path("scores");
    if (observations.path(0).isObject()) {
      LangfuseTrace whole = new LangfuseTrace(record, out);
      observations.forEach(whole::observation);
      whole.finish();
      return;
    }
    hand(records.trace(record), out);
    for (JsonNode score : scores) {
      // Where traces are listed these are ids alone.
      if (score.isObject()) {
        hand(records.score(score, Json.text(record.get("id"))), out);
      }
    }
  }

  private static void hand(RawSpan span, SpanOutput out) {
    if (span != null) {
      out.span(span);
    }
  }
}
