package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ConsoleDialectsTest {
  static final String PYTHON =
      """
      {
          "name": "execute_tool lookup",
          "context": {
              "trace_id": "0x0af7651916cd43dd8448eb211c80319c",
              "span_id": "0xb7ad6b7169203331",
              "trace_state": "[]"
          },
          "kind": "SpanKind.INTERNAL",
          "parent_id": "0x00f067aa0ba902b7",
          "start_time": "2026-01-01T00:00:00.000000Z",
          "end_time": "2026-01-01T00:00:00.250000Z",
          "status": {
              "status_code": "ERROR",
              "description": "boom"
          },
          "attributes": {
              "gen_ai.operation.name": "execute_tool",
              "gen_ai.tool.name": "lookup"
          },
          "events": [
              {
                  "name": "exception",
                  "timestamp": "2026-01-01T00:00:00.240000Z",
                  "attributes": {
                      "exception.type": "ValueError"
                  }
              }
          ],
          "links": [],
          "resource": {
              "attributes": {
                  "service.name": "shop"
              },
              "schema_url": ""
          }
      }
      """;

  static final String GO =
      """
      {"Name":"execute_tool lookup","SpanContext":{"TraceID":"0af7651916cd43dd8448eb211c80319c",
      "SpanID":"b7ad6b7169203331","TraceFlags":"01","TraceState":"","Remote":false},
      "Parent":{"TraceID":"0af7651916cd43dd8448eb211c80319c","SpanID":"00f067aa0ba902b7"},
      "SpanKind":1,"StartTime":"2026-01-01T01:00:00+01:00","EndTime":"2026-01-01T00:00:00.25Z",
      "Attributes":[{"Key":"gen_ai.operation.name","Value":{"Type":"STRING","Value":"execute_tool"}},
      {"Key":"gen_ai.tool.name","Value":{"Type":"STRING","Value":"lookup"}}],
      "Events":[{"Name":"exception","Attributes":[{"Key":"exception.type","Value":{"Type":"STRING",
      "Value":"ValueError"}}],"Time":"2026-01-01T00:00:00.24Z"}],"Links":null,
      "Status":{"Code":"Error","Description":"boom"},"DroppedAttributes":0,
      "Resource":[{"Key":"service.name","Value":{"Type":"STRING","Value":"shop"}}],
      "InstrumentationScope":{"Name":"","Version":""}}
      """;

  static final String JS =
      """
      {"resource":{"attributes":{"service.name":"shop"}},"instrumentationScope":{"name":""},
      "traceId":"0af7651916cd43dd8448eb211c80319c","parentSpanContext":{"traceId":
      "0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7"},
      "name":"execute_tool lookup","id":"b7ad6b7169203331","kind":0,"timestamp":1767225600000000,
      "duration":250000,"attributes":{"gen_ai.operation.name":"execute_tool","gen_ai.tool.name":
      "lookup"},"status":{"code":2,"message":"boom"},"events":[{"name":"exception","attributes":
      {"exception.type":"ValueError"},"time":[1767225600,240000000],"droppedAttributesCount":0}],
      "links":[]}
      """;

  private static final Span EXPECTED =
      Span.builder("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
          .parentSpanId("00f067aa0ba902b7")
          .service("shop")
          .kind(SpanKind.TOOL)
          .name("execute_tool lookup")
          .toolName("lookup")
          .startTime(Instant.parse("2026-01-01T00:00:00Z"))
          .endTime(Instant.parse("2026-01-01T00:00:00.250Z"))
          .status(SpanStatus.ERROR)
          .errorType("ValueError")
          .errorMessage("boom")
          .sourceObject("test-object")
          .traceDate(LocalDate.of(2026, 1, 1))
          .build();

  private static void assertExpected(String text, String dialect) {
    Found found = Found.in(text);
    assertThat(found.spans()).containsExactly(EXPECTED);
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary(dialect, 1, 1, 0, 0, 0));
  }

  @Test
  void python_prettyOrOnALine_isRead() {
    assertExpected(PYTHON, "otel-python");
    assertExpected(PYTHON.replace("\n", ""), "otel-python");
    Found two = Found.in(PYTHON + PYTHON.replace("b7ad6b71", "b7ad6b72"));
    assertThat(two.spans()).hasSize(2);
  }

  @Test
  void python_ofOldReleases_isRead() {
    String old =
        PYTHON
            .replaceFirst("\"attributes\": \\{\\s+\"service.name\": \"shop\"\\s+},", "")
            .replace("\"schema_url\": \"\"", "\"service.name\": \"shop\"");
    assertExpected(old, "otel-python");
  }

  @Test
  void python_withoutIdsOrTimes_isJudgedByWhatItLacks() {
    Found noContext =
        Found.in(PYTHON.replaceFirst("(?s)\"context\": \\{.*?}", "\"context\": null"));
    assertThat(noContext.reasons()).containsExactly(Reason.MISSING_TRACE_ID);
    assertThat(noContext.summary().records()).isEqualTo(1);
    Found open = Found.in(PYTHON.replace("\"2026-01-01T00:00:00.250000Z\"", "null"));
    assertThat(open.spans().get(0).endTime()).isNull();
    Found wrong = Found.in(PYTHON.replace("2026-01-01T00:00:00.000000Z", "yesterday"));
    assertThat(wrong.rejects().get(0).detail()).isEqualTo("the start is no time");
  }

  @Test
  void go_isRead() {
    assertExpected(GO.replace("\n", ""), "otel-go");
    Found root =
        Found.in(GO.replace("\"SpanID\":\"00f067aa0ba902b7\"", "\"SpanID\":\"0000000000000000\""));
    assertThat(root.spans().get(0).parentSpanId()).isNull();
  }

  @Test
  void js_isRead() {
    assertExpected(JS.replace("\n", ""), "otel-js");
    String old =
        JS.replaceFirst("(?s)\"parentSpanContext\":\\{.*?}", "\"parentId\":\"00f067aa0ba902b7\"");
    assertExpected(old.replace("\n", ""), "otel-js");
    assertThat(Found.in(JS.replace("250000,", "1e300,")).spans().get(0).endTime()).isNull();
  }

  @Test
  void spans_ofOtlpWithNothingAround_areRead() {
    String page =
        """
        {"data":[{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331",
        "parent_span_id":"00f067aa0ba902b7","name":"execute_tool lookup",
        "start_time_unix_nano":1767225600000000000,"end_time_unix_nano":"1767225600250000000",
        "attributes":[{"key":"openinference.span.kind","value":{"string_value":"TOOL","int_value":null,
        "array_value":null}},{"key":"tool.name","value":{"string_value":"lookup"}},
        {"key":"service.name","value":{"string_value":"shop"}}],
        "events":[{"name":"exception","time_unix_nano":1,"attributes":[{"key":"exception.type",
        "value":{"string_value":"ValueError"}}]}],"status":{"code":2,"message":"boom"}},
        {"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":null,"start_time_unix_nano":1}],
        "next_cursor":null}
        """;
    Found found = Found.in(page.replace("\n", ""));
    assertThat(found.spans()).containsExactly(EXPECTED);
    assertThat(found.reasons()).containsExactly(Reason.MISSING_SPAN_ID);
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp-span", 2, 1, 0, 1, 0));
  }
}
