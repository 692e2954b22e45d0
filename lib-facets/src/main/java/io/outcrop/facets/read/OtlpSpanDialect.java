package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.Reject.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Single spans of OTLP/JSON, with nothing around them: Phoenix's {@code otlpv1} pages. */
final class OtlpSpanDialect implements Dialect {
  private final OtlpValues values = new OtlpValues();

  @Override
  public String name() {
    return "otlp-span";
  }

  @Override
  public boolean matches(ObjectNode record) {
    return hasAny(record, "trace_id", "traceId")
        && hasAny(record, "span_id", "spanId")
        && hasAny(record, "start_time_unix_nano", "startTimeUnixNano");
  }

  private static boolean hasAny(ObjectNode record, String key, String other) {
    return record.has(key) || record.has(other);
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    RawSpan span = new RawSpan();
    try (JsonParser parser = record.traverse()) {
      parser.nextToken();
      new OtlpSpanReader(parser, values).read(span);
      out.span(span);
    } catch (InvalidSpanException e) {
      out.reject(e.reason(), e.getMessage(), OtlpReader.describe(span));
    } catch (TooDeepException e) {
      out.reject(Reason.INVALID_SPAN, e.getMessage(), OtlpReader.describe(span));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
