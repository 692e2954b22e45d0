package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/**
 * OTLP/JSON trace requests, and bare ResourceSpans, in the encodings of the specification, of stock
 * protobuf libraries and of older releases.
 */
final class OtlpDialect implements Dialect {
  static final Set<String> REQUEST_KEYS = Set.of("resourceSpans", "resource_spans", "batches");
  static final Set<String> SCOPE_KEYS =
      Set.of(
          "scopeSpans",
          "scope_spans",
          "instrumentationLibrarySpans",
          "instrumentation_library_spans",
          "deprecatedScopeSpans",
          "deprecated_scope_spans");

  private final OtlpValues values = new OtlpValues();
  private OtlpReader reader;

  @Override
  public String name() {
    return "otlp";
  }

  private final PlainOtlp plain;

  OtlpDialect() {
    this(new PlainOtlp());
  }

  OtlpDialect(PlainOtlp plain) {
    this.plain = plain;
  }

  @Override
  public boolean mayReadWhole(byte[] bytes, int from, int to) {
    return plain != null && PlainOtlp.begins(bytes, from, to);
  }

  @Override
  public boolean readWhole(byte[] bytes, int from, int to, SpanOutput out) throws IOException {
    out.dialect(name());
    boolean read = plain.read(bytes, from, to, out);
    if (!read) {
      out.repeats(plain.spans());
    }
    return read;
  }

  @Override
  public boolean claims(ObjectNode head, String key) {
    return REQUEST_KEYS.contains(key) || SCOPE_KEYS.contains(key);
  }

  @Override
  public void read(ObjectNode head, String key, JsonParser parser, SpanOutput out)
      throws IOException {
    reader = new OtlpReader(parser, values, out);
    reader.document(head, key);
  }

  @Override
  public void readOn(JsonParser broken, SpanOutput out) throws IOException {
    new OtlpRemainder(reader, out).read(broken);
  }
}
