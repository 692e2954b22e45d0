package io.outcrop.facets.read;

import static io.outcrop.facets.read.Found.request;
import static io.outcrop.facets.read.Found.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpDialectTest {
  static final String CAMEL =
      """
      {"resourceSpans":[{"resource":{"attributes":[
        {"key":"service.name","value":{"stringValue":"shop"}},
        {"key":"deployment.environment.name","value":{"stringValue":"prod"}}],"unknown":[{}]},
       "schemaUrl":"x","scopeSpans":[{"scope":{"name":"demo","version":"1"},"spans":[{
        "traceId":"0AF7651916CD43DD8448EB211C80319C","spanId":"b7ad6b7169203331",
        "parentSpanId":"00f067aa0ba902b7","name":"chat gpt-x","kind":3,"flags":257,
        "startTimeUnixNano":"1767225600000000000","endTimeUnixNano":"1767225601500000000",
        "attributes":[
         {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
         {"key":"gen_ai.usage.input_tokens","value":{"intValue":"42"}},
         {"key":"gen_ai.usage.output_tokens","value":{"intValue":7}},
         {"key":"gen_ai.request.temperature","value":{"doubleValue":0.2}},
         {"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[
           {"stringValue":"STOP"}]}}},
         {"key":"meta","value":{"kvlistValue":{"values":[
           {"key":"cached","value":{"boolValue":true}},
           {"key":"n","value":{"arrayValue":{"values":[{"intValue":"1"},{}]}}}]}}},
         {"key":"blob","value":{"bytesValue":"AQI="}},{"key":"none","value":{}}],
        "events":[{"timeUnixNano":"1","name":"exception","attributes":[
          {"key":"exception.type","value":{"stringValue":"TimeoutError"}},
          {"key":"exception.message","value":{"stringValue":"slow"}}]}],
        "links":[{"traceId":"11f7651916cd43dd8448eb211c80319c","spanId":"c7ad6b7169203331"}],
        "status":{"code":2,"message":"too slow"}}]}]}]}
      """;

  static final Span EXPECTED =
      Span.builder("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
          .parentSpanId("00f067aa0ba902b7")
          .service("shop")
          .environment("prod")
          .kind(SpanKind.LLM)
          .name("chat gpt-x")
          .startTime(Instant.parse("2026-01-01T00:00:00Z"))
          .endTime(Instant.parse("2026-01-01T00:00:01.5Z"))
          .status(SpanStatus.ERROR)
          .errorType("TimeoutError")
          .errorMessage("too slow")
          .inputTokens(42L)
          .outputTokens(7L)
          .finishReasons(List.of("stop"))
          .attribute("gen_ai.request.temperature", "0.2")
          .attribute("meta", "{\"cached\":true,\"n\":[1,null]}")
          .attribute("blob", "AQI=")
          .attribute("otel.scope.name", "demo")
          .sourceObject("test-object")
          .traceDate(LocalDate.of(2026, 1, 1))
          .build();

  @Test
  void request_inCamelCase_givesEveryColumn() {
    Found found = Found.in(CAMEL);
    assertThat(found.spans()).containsExactly(EXPECTED);
    assertThat(found.rejects()).isEmpty();
  }

  @Test
  void request_inSnakeCaseWithEnumNames_givesTheSame() {
    String snake = CAMEL;
    for (Map.Entry<String, String> name :
        Map.ofEntries(
                Map.entry("resourceSpans", "resource_spans"),
                Map.entry("scopeSpans", "scope_spans"),
                Map.entry("traceId", "trace_id"),
                Map.entry("parentSpanId", "parent_span_id"),
                Map.entry("\"spanId", "\"span_id"),
                Map.entry("startTimeUnixNano", "start_time_unix_nano"),
                Map.entry("endTimeUnixNano", "end_time_unix_nano"),
                Map.entry("stringValue", "string_value"),
                Map.entry("intValue", "int_value"),
                Map.entry("boolValue", "bool_value"),
                Map.entry("doubleValue", "double_value"),
                Map.entry("arrayValue", "array_value"),
                Map.entry("kvlistValue", "kvlist_value"),
                Map.entry("bytesValue", "bytes_value"),
                Map.entry("\"code\":2", "\"code\":\"STATUS_CODE_ERROR\""),
                Map.entry("\"kind\":3", "\"kind\":\"SPAN_KIND_CLIENT\""))
            .entrySet()) {
      assertThat(snake).contains(name.getKey());
      snake = snake.replace(name.getKey(), name.getValue());
    }
    assertThat(Found.in(snake).spans()).containsExactly(EXPECTED);
  }

  @Test
  void ids_inBase64_becomeHex() {
    String base64 =
        CAMEL
            .replace("0AF7651916CD43DD8448EB211C80319C", "CvdlGRbNQ92ESOshHIAxnA==")
            .replace("\"b7ad6b7169203331\"", "\"t61rcWkgMzE=\"")
            .replace("\"00f067aa0ba902b7\"", "\"APBnqgupArc=\"");
    Span span = Found.in(base64).spans().get(0);
    assertThat(span.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span.spanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.parentSpanId()).isEqualTo("00f067aa0ba902b7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "instrumentationLibrarySpans",
        "instrumentation_library_spans",
        "deprecatedScopeSpans"
      })
  void spans_ofOldReleases_areRead(String key) {
    String old =
        CAMEL.replace("scopeSpans", key).replace("\"scope\":", "\"instrumentationLibrary\":");
    assertThat(Found.in(old).spans()).containsExactly(EXPECTED);
  }

  @Test
  void resourceSpans_bare_areRead() {
    String bare = CAMEL.strip();
    bare = bare.substring("{\"resourceSpans\":[".length(), bare.length() - 2);
    assertThat(Found.in(bare).spans()).containsExactly(EXPECTED);
  }

  @Test
  void request_ofOtherWriters_givesTheSame() {
    String bare = CAMEL.strip();
    bare = bare.substring("{\"resourceSpans\":[".length(), bare.length() - 2);
    String buffer = "{\"type\":\"Buffer\",\"data\":[183,173,107,113,105,32,51,49]}";
    for (String form :
        List.of(
            CAMEL.replace("resourceSpans", "batches"),
            "[" + bare + "]",
            CAMEL.replace("\"b7ad6b7169203331\"", buffer),
            CAMEL.replace("\"1767225600000000000\"", "{\"low\":-302383104,\"high\":411464273}"))) {
      assertThat(Found.in(form).spans()).containsExactly(EXPECTED);
    }
  }

  @Test
  void resource_behindItsSpans_stillHolds() {
    String spans = "\"scopeSpans\":[{\"spans\":[" + span("01", "") + "]}]";
    String resource = "\"resource\":{\"attributes\":{\"service.name\":\"late\"}}";
    for (String form : List.of("{\"resourceSpans\":[{%s,%s}]}", "{%s,%s}")) {
      Found found = Found.in(form.formatted(spans, resource));
      assertThat(found.spans()).extracting(Span::service).containsExactly("late");
    }
  }

  @Test
  void attributes_asPlainMap_areRead() {
    Span span =
        Found.withAttributes(
            "\"a\":1,\"b\":{\"c\":[true]},\"d\":{\"stringValue\":\"x\"},\"e\":null,"
                + "\"gen_ai.tool.name\":\"search\"");
    assertThat(span.attributes()).isEqualTo(Map.of("a", "1", "b", "{\"c\":[true]}", "d", "x"));
    assertThat(span.toolName()).isEqualTo("search");
  }

  @Test
  void members_absentOrNull_areNull() {
    Span span =
        Found.withMembers("\"attributes\":null,\"events\":null,\"status\":null,\"name\":null");
    assertThat(span)
        .isEqualTo(
            Span.builder("0a".repeat(16), "0b".repeat(7) + "01")
                .sourceObject("test-object")
                .traceDate(ReadOptions.defaults().earliest())
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"spanId\":\"0b0b0b0b0b0b0b0b\"}|MISSING_TRACE_ID|the span has no trace id",
        "{\"traceId\":\"00000000000000000000000000000000\"}|MISSING_TRACE_ID|the span has no trace id",
        "{\"traceId\":\"xyz\",\"spanId\":\"0b0b0b0b0b0b0b0b\"}|INVALID_ID|the trace id is not 16 bytes",
        "{\"traceId\":\"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\"}|MISSING_SPAN_ID|the span has no span id",
        "{\"traceId\":\"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\",\"spanId\":12}|INVALID_ID|the span id is not 8 bytes",
        "{\"name\":{\"deep\":[1]}}|INVALID_SPAN|name is no text",
        "{\"attributes\":\"oops\"}|INVALID_SPAN|attributes are neither a list nor a map",
        "{\"attributes\":[[{}]]}|INVALID_SPAN|an attribute is no object",
        "{\"events\":{\"a\":{}}}|INVALID_SPAN|events are no list",
        "{\"startTimeUnixNano\":\"yesterday\"}|INVALID_SPAN|startTimeUnixNano is no time",
        "7|INVALID_SPAN|found a value that is no object in place of a span",
        "[[1]]|INVALID_SPAN|found a value that is no object in place of a span"
      })
  void span_bad_costsOnlyItself(String bad, Reason reason, String detail) {
    Found found = Found.in(request(span("01", ""), bad, span("02", "")));
    assertThat(found.spanIds()).containsExactly("01", "02");
    assertThat(found.rejects()).hasSize(1);
    assertThat(found.rejects().get(0).reason()).isEqualTo(reason);
    assertThat(found.rejects().get(0).detail()).isEqualTo(detail);
    assertThat(found.rejects().get(0).position()).isEqualTo("line 1, record 2");
    assertThat(found.summary().records()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "1767225600000000000",
    "'\"1767225600000000000\"'",
    "1767225600000000",
    "1767225600000",
    "1767225600",
    "1767225600.0",
    "'\"2026-01-01T00:00:00Z\"'",
    "'\"2026-01-01T01:00:00.000+01:00\"'",
    "'\"2026-01-01 00:00:00.000\"'",
    "'{\"low\":-302383104,\"high\":411464273,\"unsigned\":true}'"
  })
  void start_inAnyForm_isTheSameTime(String start) {
    Span span = Found.withMembers("\"startTimeUnixNano\":" + start);
    assertThat(span.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(span.traceDate()).isEqualTo(LocalDate.of(2026, 1, 1));
  }

  @Test
  void end_beforeStart_becomesTheStart() {
    Span span =
        Found.withMembers(
            "\"startTimeUnixNano\":1767225600000000000,\"endTimeUnixNano\":1767225500000000000");
    assertThat(span.durationMs()).isZero();
    assertThat(span.endTime()).isEqualTo(span.startTime());
  }

  @Test
  void traceDate_outsideTheRange_isClamped() {
    assertThat(Found.withMembers("\"startTimeUnixNano\":1000").traceDate())
        .isEqualTo(LocalDate.of(2015, 1, 1));
    assertThat(Found.withMembers("\"startTimeUnixNano\":\"5999-01-01T00:00:00Z\"").traceDate())
        .isEqualTo(LocalDate.of(2099, 12, 31));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\"0000000000000000\"", "\"undefined\""})
  void parent_absentInAnyForm_isARoot(String parent) {
    assertThat(Found.withMembers("\"parentSpanId\":" + parent).parentSpanId()).isNull();
  }

  @Test
  void parent_thatIsTheSpanItself_isARoot() {
    String self = "\"parentSpanId\":\"" + "0b".repeat(7) + "01\"";
    assertThat(Found.withMembers(self).parentSpanId()).isNull();
  }

  @Test
  void metricsAndLogs_inTheSameFile_areSkipped() {
    Found found =
        Found.in(
            "{\"resourceMetrics\":[{}]}\n" + request(span("01", "")) + "\n{\"resourceLogs\":[]}");
    assertThat(found.summary())
        .isEqualTo(new ReadSummary("otlp+otlp-logs+otlp-metrics", 2, 1, 0, 0, 1));
  }

  @Test
  void request_withoutSpans_hasNoRecords() {
    assertThat(Found.in("{\"resourceSpans\":[]}").summary())
        .isEqualTo(new ReadSummary("otlp", 0, 0, 0, 0, 0));
  }

  @Test
  void exception_onASpanThatEndedWell_isNoError() {
    String event =
        "\"events\":[{\"name\":\"exception\",\"attributes\":{\"exception.type\":\"Retry\"}}]";
    Span fine = Found.withMembers(event + ",\"status\":{\"code\":1}");
    assertThat(fine.failed()).isFalse();
    Span unset = Found.withMembers(event);
    assertThat(unset.errorType()).isEqualTo("Retry");
    assertThat(unset.failed()).isTrue();
  }
}
