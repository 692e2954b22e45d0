package io.outcrop.facets.read;

import static io.outcrop.facets.read.ContentsTest.frame;
import static io.outcrop.facets.read.ContentsTest.gzip;
import static io.outcrop.facets.read.ContentsTest.joined;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.MetricsData;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.outcrop.facets.read.Reject.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtlpProtoTest {
  private static ByteString hex(String id) {
    return ByteString.copyFrom(HexFormat.of().parseHex(id));
  }

  private static AnyValue text(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }

  private static AnyValue list(AnyValue... values) {
    return AnyValue.newBuilder()
        .setArrayValue(ArrayValue.newBuilder().addAllValues(List.of(values)))
        .build();
  }

  private static KeyValue attribute(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static AnyValue number(long number) {
    return AnyValue.newBuilder().setIntValue(number).build();
  }

  /** The same span as {@link OtlpDialectTest#CAMEL}. */
  private static Span same() {
    KeyValueList meta =
        KeyValueList.newBuilder()
            .addValues(attribute("cached", AnyValue.newBuilder().setBoolValue(true).build()))
            .addValues(attribute("n", list(number(1), AnyValue.getDefaultInstance())))
            .build();
    return Span.newBuilder()
        .setTraceId(hex("0af7651916cd43dd8448eb211c80319c"))
        .setSpanId(hex("b7ad6b7169203331"))
        .setParentSpanId(hex("00f067aa0ba902b7"))
        .setName("chat gpt-x")
        .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
        .setFlags(257)
        .setStartTimeUnixNano(1767225600000000000L)
        .setEndTimeUnixNano(1767225601500000000L)
        .addAttributes(attribute("gen_ai.operation.name", text("chat")))
        .addAttributes(attribute("gen_ai.usage.input_tokens", number(42)))
        .addAttributes(attribute("gen_ai.usage.output_tokens", number(7)))
        .addAttributes(
            attribute(
                "gen_ai.request.temperature", AnyValue.newBuilder().setDoubleValue(0.2).build()))
        .addAttributes(attribute("gen_ai.response.finish_reasons", list(text("STOP"))))
        .addAttributes(attribute("meta", AnyValue.newBuilder().setKvlistValue(meta).build()))
        .addAttributes(
            attribute(
                "blob",
                AnyValue.newBuilder()
                    .setBytesValue(ByteString.copyFrom(new byte[] {1, 2}))
                    .build()))
        .addAttributes(attribute("none", AnyValue.getDefaultInstance()))
        .addEvents(
            Span.Event.newBuilder()
                .setTimeUnixNano(1)
                .setName("exception")
                .addAttributes(attribute("exception.type", text("TimeoutError")))
                .addAttributes(attribute("exception.message", text("slow"))))
        .addLinks(
            Span.Link.newBuilder()
                .setTraceId(hex("11f7651916cd43dd8448eb211c80319c"))
                .setSpanId(hex("c7ad6b7169203331")))
        .setStatus(
            Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("too slow"))
        .build();
  }

  private static Span small(int id) {
    return Span.newBuilder()
        .setTraceId(hex("0a".repeat(16)))
        .setSpanId(hex("0b".repeat(7) + "0" + id))
        .setStartTimeUnixNano(1767225600000000000L)
        .build();
  }

  private static TracesData request(Span... spans) {
    return TracesData.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder()
                        .addAttributes(attribute("service.name", text("shop")))
                        .addAttributes(attribute("deployment.environment.name", text("prod"))))
                .setSchemaUrl("x")
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName("demo").setVersion("1"))
                        .addAllSpans(List.of(spans))))
        .build();
  }

  @Test
  void request_inBinary_givesWhatItGivesInJson() {
    Found found = Found.in(request(same()).toByteArray());
    assertThat(found.spans()).containsExactly(OtlpDialectTest.EXPECTED);
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 1, 1, 0, 0, 0));
  }

  @Test
  void requests_inFramesAndPacked_areRead() {
    byte[] frames =
        joined(frame(request(small(1)).toByteArray()), frame(request(small(2)).toByteArray()));
    assertThat(Found.in(frames).spanIds()).containsExactly("01", "02");
    assertThat(Found.in(gzip(frames)).spanIds()).containsExactly("01", "02");
    byte[] bare = joined(request(small(1)).toByteArray(), request(small(2)).toByteArray());
    assertThat(Found.in(gzip(bare)).spanIds()).containsExactly("01", "02");
  }

  @Test
  void request_withoutResourceOrScope_isRead() {
    TracesData bare =
        TracesData.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .addScopeSpans(ScopeSpans.newBuilder().addSpans(small(1))))
            .build();
    assertThat(Found.in(bare.toByteArray()).spanIds()).containsExactly("01");
  }

  @Test
  void span_bad_costsOnlyItself() {
    Span noIds = small(1).toBuilder().clearTraceId().build();
    Span shortId = small(1).toBuilder().setSpanId(hex("0b0b")).build();
    Found found = Found.in(request(small(1), noIds, shortId, small(2)).toByteArray());
    assertThat(found.spanIds()).containsExactly("01", "02");
    assertThat(found.reasons()).containsExactly(Reason.MISSING_TRACE_ID, Reason.INVALID_ID);
    assertThat(found.rejects().get(0).position()).isEqualTo("record 2");
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 4, 2, 0, 2, 0));
  }

  @Test
  void span_whoseBytesAreBroken_costsOnlyItself() {
    byte[] message = request(small(1), small(2), small(3)).toByteArray();
    int second = indexOf(message, HexFormat.of().parseHex("0b".repeat(7) + "02"));
    // The length of the id, which then reaches beyond the span.
    message[second - 1] = 0x7f;
    Found found = Found.in(message);
    assertThat(found.spanIds()).containsExactly("01", "03");
    assertThat(found.reasons()).containsExactly(Reason.INVALID_SPAN);
    assertThat(found.summary().records()).isEqualTo(3);
  }

  @Test
  void request_cutAnywhere_keepsWhatCameBeforeAndAddsUp() {
    byte[] message = request(small(1), small(2), same()).toByteArray();
    for (int length = 24; length < message.length; length++) {
      Found found = Found.in(Arrays.copyOf(message, length));
      ReadSummary s = found.summary();
      assertThat(s.records()).isEqualTo(s.spans() + s.duplicates() + s.rejects() + s.skipped());
      assertThat(found.rejects()).hasSize(1);
      assertThat(found.spans().size()).isLessThanOrEqualTo(3);
    }
    int third = indexOf(message, same().toByteArray());
    assertThat(Found.in(Arrays.copyOf(message, third + 9)).spanIds()).containsExactly("01", "02");
  }

  @Test
  void value_nestedTooDeep_costsOnlyItsSpan() {
    AnyValue deep = text("x");
    for (int i = 0; i < 400; i++) {
      deep = list(deep);
    }
    Span span = small(1).toBuilder().addAttributes(attribute("a", deep)).build();
    Found found = Found.in(request(span, small(2)).toByteArray());
    assertThat(found.spanIds()).containsExactly("02");
    assertThat(found.rejects().get(0).detail()).isEqualTo("nested deeper than 500");
  }

  @Test
  void text_thatIsNoUtf8_costsNothing() {
    byte[] message = request(small(1).toBuilder().setName("caf#").build()).toByteArray();
    message[indexOf(message, new byte[] {'c', 'a', 'f', '#'}) + 3] = (byte) 0xe9;
    assertThat(Found.in(message).spans().get(0).name()).isEqualTo("caf\ufffd");
  }

  @Test
  void metrics_areSkipped() {
    Metric metric =
        Metric.newBuilder()
            .setName("sixteen.letters.")
            .setUnit("1")
            .setGauge(Gauge.newBuilder().addDataPoints(NumberDataPoint.newBuilder().setAsInt(1)))
            .build();
    MetricsData metrics =
        MetricsData.newBuilder()
            .addResourceMetrics(
                ResourceMetrics.newBuilder()
                    .setResource(
                        Resource.newBuilder().addAttributes(attribute("service.name", text("s"))))
                    .addScopeMetrics(
                        ScopeMetrics.newBuilder().addMetrics(metric).addMetrics(metric)))
            .build();
    assertThat(Found.in(metrics.toByteArray()).summary())
        .isEqualTo(new ReadSummary("none", 2, 0, 0, 0, 2));
  }

  @Test
  void texts_thatBeginWithALineBreak_areNoMessages() {
    String json = Found.request(Found.span("01", ""));
    for (String blank : new String[] {"\n", "\n\n", "\n\n\n\n\n\n", "\r\n", "\t", "\n \t\n"}) {
      assertThat(Found.in(blank + json).spanIds()).containsExactly("01");
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }
}
