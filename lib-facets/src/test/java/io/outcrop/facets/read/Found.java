package io.outcrop.facets.read;

import io.outcrop.facets.trace.Span;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a reader found in one object. */
record Found(List<Span> spans, List<Reject> rejects, ReadSummary summary) {

  static Found in(String text) {
    return in(text.getBytes(StandardCharsets.UTF_8));
  }

  static Found in(byte[] bytes) {
    return in(new ByteArrayInputStream(bytes), ReadOptions.defaults());
  }

  static Found in(InputStream bytes, ReadOptions options) {
    return gathered(sink -> new ObjectReader(options).read("test-object", bytes, sink));
  }

  /** What one dialect alone finds. */
  static Found by(Dialect dialect, String text) {
    return by(List.of(dialect), text.getBytes(StandardCharsets.UTF_8));
  }

  /** What some dialects find. */
  static Found by(List<Dialect> dialects, byte[] bytes) {
    return gathered(
        sink -> {
          SpanOutput out = new SpanOutput(ReadOptions.defaults(), "test-object", sink);
          DocumentReader documents = new DocumentReader(dialects, out);
          new Contents(documents, out).read(new ByteArrayInputStream(bytes));
          documents.finish();
          return out.finish();
        });
  }

  private static Found gathered(Function<ReadSink, ReadSummary> reading) {
    List<Span> spans = new ArrayList<>();
    List<Reject> rejects = new ArrayList<>();
    ReadSink sink =
        new ReadSink() {
          @Override
          public void span(Span span) {
            spans.add(span);
          }

          @Override
          public void reject(Reject reject) {
            rejects.add(reject);
          }
        };
    ReadSummary summary = reading.apply(sink);
    return new Found(spans, rejects, summary);
  }

  /** The one span of an OTLP request whose span has these attributes, as JSON members. */
  static Span withAttributes(String attributes) {
    return withMembers("\"attributes\":{" + attributes + "}");
  }

  /** The one span of an OTLP request, beside its ids with these members. */
  static Span withMembers(String members) {
    Found found = in(request(span("01", members)));
    if (found.spans().size() != 1) {
      throw new AssertionError("no span but " + found.rejects());
    }
    return found.spans().get(0);
  }

  static String request(String... spans) {
    return "{\"resourceSpans\":[{\"resource\":{\"attributes\":[]},\"scopeSpans\":[{\"spans\":["
        + String.join(",", spans)
        + "]}]}]}";
  }

  /** A span of the trace 0a.. whose id ends with these two digits. */
  static String span(String id, String members) {
    return "{\"traceId\":\""
        + "0a".repeat(16)
        + "\",\"spanId\":\""
        + "0b".repeat(7)
        + id
        + "\""
        + (members.isEmpty() ? "" : ",")
        + members
        + "}";
  }

  List<String> spanIds() {
    return spans.stream().map(span -> span.spanId().substring(14)).toList();
  }

  List<Reject.Reason> reasons() {
    return rejects.stream().map(Reject::reason).toList();
  }
}
