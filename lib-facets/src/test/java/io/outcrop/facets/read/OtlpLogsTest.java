package io.outcrop.facets.read;

import static io.outcrop.facets.read.Found.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanPart;
import io.outcrop.facets.trace.TraceParts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtlpLogsTest {
  private static final String IDS =
      "\"traceId\":\"" + "0a".repeat(16) + "\",\"spanId\":\"" + "0b".repeat(7) + "01\"";

  private static String logs(String... records) {
    return "{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"shop\"}}]},"
        + "\"scopeLogs\":[{\"scope\":{\"name\":\"demo\"},\"logRecords\":["
        + String.join(",", records)
        + "]}]}]}";
  }

  /** A record one second later with each number. */
  private static String record(int number, String event, String members) {
    return "{"
        + IDS
        + ",\"timeUnixNano\":\""
        + (1767225600L + number)
        + "000000000\",\"eventName\":\""
        + event
        + "\""
        + (members.isEmpty() ? "" : ",")
        + members
        + "}";
  }

  private static String body(String json) {
    return "\"body\":" + json;
  }

  private static Span only(Found found) {
    assertThat(found.rejects()).isEmpty();
    List<Span> trace = TraceParts.spans(found.spans());
    assertThat(trace).hasSize(1);
    return trace.get(0);
  }

  private static final String[] LEGACY = {
    record(
        0,
        "gen_ai.system.message",
        body("{\"content\":\"Be brief.\"}") + ",\"attributes\":{\"gen_ai.system\":\"openai\"}"),
    record(1, "gen_ai.user.message", body("{\"content\":\"Weather?\"}")),
    record(
        2,
        "gen_ai.assistant.message",
        body(
            "{\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"w\",\"arguments\":\"{}\"}}]}")),
    record(3, "gen_ai.tool.message", body("{\"content\":\"4C\",\"id\":\"c1\"}")),
    record(
        4,
        "gen_ai.choice",
        body(
            "{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"4 degrees.\"}}"))
  };

  private static final String INPUT =
      "[{\"role\":\"system\",\"text\":\"Be brief.\"},{\"role\":\"user\",\"text\":\"Weather?\"},"
          + "{\"role\":\"assistant\",\"text\":\"\",\"tool_calls\":[{\"id\":\"c1\",\"name\":\"w\",\"arguments\":\"{}\"}]},"
          + "{\"role\":\"tool\",\"text\":\"4C\",\"tool_call_id\":\"c1\"}]";

  @Test
  void events_withTheirSpan_giveItsMessages() {
    String span =
        request(
            Found.span(
                "01",
                "\"name\":\"chat m\",\"startTimeUnixNano\":\"1767225600000000000\","
                    + "\"attributes\":{\"gen_ai.operation.name\":\"chat\"}"));
    String[] reversed = new String[LEGACY.length];
    for (int i = 0; i < LEGACY.length; i++) {
      reversed[LEGACY.length - 1 - i] = LEGACY[i];
    }
    for (String object :
        List.of(
            span + "\n" + logs(LEGACY), logs(LEGACY) + "\n" + span, logs(reversed) + "\n" + span)) {
      Found found = Found.in(object);
      assertThat(found.summary()).isEqualTo(new ReadSummary("otlp+otlp-logs", 6, 1, 5, 0, 0));
      Span whole = only(found);
      assertThat(whole.kind()).isEqualTo(SpanKind.LLM);
      assertThat(whole.name()).isEqualTo("chat m");
      assertThat(whole.inputText()).isEqualTo(INPUT);
      assertThat(whole.outputText())
          .isEqualTo("[{\"role\":\"assistant\",\"text\":\"4 degrees.\"}]");
      assertThat(whole.finishReasons()).containsExactly("stop");
      assertThat(whole.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
      assertThat(whole.service()).isEqualTo("shop");
    }
  }

  @Test
  void events_whoseSpanNeverComes_areACallOfAModel() {
    Found found = Found.in(logs(LEGACY));
    assertThat(found.spans().get(0).part()).isEqualTo(SpanPart.SUPPLEMENT);
    assertThat(found.spans().get(0).traceDate()).isEqualTo(LocalDate.of(2026, 1, 1));
    Span whole = only(found);
    assertThat(whole.kind()).isEqualTo(SpanKind.LLM);
    assertThat(whole.part()).isEqualTo(SpanPart.SPAN);
    assertThat(whole.inputText()).isEqualTo(INPUT);
    assertThat(whole.service()).isEqualTo("shop");
  }

  @Test
  void choice_withCallsBesideTheMessage_keepsThem() {
    String choice =
        "{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":{\"role\":\"assistant\"},"
            + "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"w\",\"arguments\":\"{}\"}}]}";
    assertThat(only(Found.in(logs(record(0, "gen_ai.choice", body(choice))))).outputText())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"text\":\"\",\"tool_calls\":"
                + "[{\"id\":\"c1\",\"name\":\"w\",\"arguments\":\"{}\"}]}]");
  }

  @Test
  void events_inOlderForms_areReadTheSame() {
    String name = "\"attributes\":{\"event.name\":\"gen_ai.user.message\"%s}";
    String noName = record(0, "", "").replace("\"eventName\":\"\"", "%s");
    for (String members :
        List.of(
            name.formatted("") + ",\"body\":{\"stringValue\":\"{\\\"content\\\":\\\"hi\\\"}\"}",
            name.formatted("") + ",\"body\":\"hi\"",
            name.formatted(",\"content\":\"hi\""),
            name.formatted(",\"gen_ai.event.content\":\"{\\\"content\\\":\\\"hi\\\"}\""),
            "\"event_name\":\"gen_ai.user.message\",\"body\":{\"kvlist_value\":{\"values\":"
                + "[{\"key\":\"content\",\"value\":{\"string_value\":\"hi\"}}]}}")) {
      assertThat(only(Found.in(logs(noName.formatted(members)))).inputText())
          .isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    }
    String choice =
        "\"attributes\":{\"event.name\":\"gen_ai.choice\",\"gen_ai.event.content\":"
            + "\"{\\\"message\\\":{\\\"content\\\":\\\"yo\\\"},\\\"finish_reason\\\":\\\"stop\\\"}\"}";
    Span azure = only(Found.in(logs(noName.formatted(choice))));
    assertThat(azure.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"yo\"}]");
    assertThat(azure.finishReasons()).containsExactly("stop");
  }

  @Test
  void details_ofAnOperation_fillTheSpan() {
    String details =
        record(
            0,
            "gen_ai.client.inference.operation.details",
            "\"attributes\":{\"gen_ai.request.model\":\"m\",\"gen_ai.usage.input_tokens\":3,"
                + "\"gen_ai.input.messages\":[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}]}");
    Span alone = only(Found.in(logs(details)));
    assertThat(alone.kind()).isEqualTo(SpanKind.LLM);
    assertThat(alone.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    Span joined = only(Found.in(logs(details) + request(Found.span("01", "\"name\":\"chat m\""))));
    assertThat(joined.model()).isEqualTo("m");
    assertThat(joined.inputTokens()).isEqualTo(3);
    assertThat(joined.name()).isEqualTo("chat m");
  }

  @Test
  void evaluation_ofASpanOrATrace_isAJudgement() {
    String ofSpan =
        record(
            0,
            "gen_ai.evaluation.result",
            "\"attributes\":{\"gen_ai.evaluation.name\":\"ok\",\"gen_ai.evaluation.score.value\":0.5}");
    String ofTrace =
        "{\"traceId\":\""
            + "0a".repeat(16)
            + "\",\"eventName\":\"gen_ai.evaluation.result\",\"attributes\":"
            + "{\"gen_ai.evaluation.name\":\"good\",\"gen_ai.evaluation.score.label\":\"yes\",\"gen_ai.response.id\":\"r\"}}";
    Found found = Found.in(logs(ofSpan, ofTrace) + request(Found.span("01", "")));
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp+otlp-logs", 3, 2, 1, 0, 0));
    Span span = only(found);
    assertThat(span.attributes())
        .containsEntry("evaluation.ok.score", "0.5")
        .containsEntry("evaluation.good.label", "yes");
  }

  @Test
  void exception_failsItsSpanUnlessThatEndedWell() {
    String exception =
        record(
            0,
            "gen_ai.client.operation.exception",
            "\"attributes\":{\"exception.type\":\"Timeout\",\"exception.message\":\"slow\"}");
    Span failed = only(Found.in(logs(exception) + request(Found.span("01", ""))));
    assertThat(failed.errorType()).isEqualTo("Timeout");
    assertThat(failed.errorMessage()).isEqualTo("slow");
    assertThat(failed.failed()).isTrue();
    Span fine =
        only(Found.in(logs(exception) + request(Found.span("01", "\"status\":{\"code\":1}"))));
    assertThat(fine.failed()).isFalse();
  }

  @Test
  void records_thatSayNothingOfASpan_areSkipped() {
    Found found =
        Found.in(
            logs(
                "{\"body\":{\"stringValue\":\"started\"}}",
                record(0, "user.login", ""),
                "{\"eventName\":\"gen_ai.user.message\",\"body\":\"hi\"}",
                "{\"traceId\":\"" + "0a".repeat(16) + "\",\"eventName\":\"gen_ai.choice\"}",
                "7",
                "{" + IDS.replace("0a0a", "xyz!") + ",\"eventName\":\"gen_ai.choice\"}",
                LEGACY[1]));
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp-logs", 7, 1, 0, 2, 4));
    assertThat(found.reasons()).containsExactly(Reason.INVALID_SPAN, Reason.INVALID_ID);
  }

  @Test
  void records_bareAndInSnakeCase_areRead() {
    String bare = logs(LEGACY);
    bare = bare.substring("{\"resourceLogs\":[".length(), bare.length() - 2);
    String snake =
        logs(LEGACY)
            .replace("resourceLogs", "resource_logs")
            .replace("scopeLogs", "scope_logs")
            .replace("logRecords", "log_records")
            .replace("traceId", "trace_id")
            .replace("spanId", "span_id")
            .replace("timeUnixNano", "time_unix_nano");
    for (String form : List.of(bare, snake)) {
      assertThat(Found.in(form).spans()).isEqualTo(Found.in(logs(LEGACY)).spans());
    }
  }

  @Test
  void records_inBinary_giveWhatTheyGiveInJson() {
    AnyValue content = AnyValue.newBuilder().setStringValue("Weather?").build();
    AnyValue body =
        AnyValue.newBuilder()
            .setKvlistValue(
                KeyValueList.newBuilder()
                    .addValues(KeyValue.newBuilder().setKey("content").setValue(content)))
            .build();
    LogsData data =
        LogsData.newBuilder()
            .addResourceLogs(
                ResourceLogs.newBuilder()
                    .setResource(
                        io.opentelemetry.proto.resource.v1.Resource.newBuilder()
                            .addAttributes(
                                KeyValue.newBuilder()
                                    .setKey("service.name")
                                    .setValue(AnyValue.newBuilder().setStringValue("shop"))))
                    .addScopeLogs(
                        ScopeLogs.newBuilder()
                            .setScope(
                                io.opentelemetry.proto.common.v1.InstrumentationScope.newBuilder()
                                    .setName("demo"))
                            .addLogRecords(
                                io.opentelemetry.proto.logs.v1.LogRecord.newBuilder()
                                    .setTimeUnixNano(1767225601000000000L)
                                    .setEventName("gen_ai.user.message")
                                    .setBody(body)
                                    .setTraceId(
                                        ByteString.copyFrom(
                                            HexFormat.of().parseHex("0a".repeat(16))))
                                    .setSpanId(
                                        ByteString.copyFrom(
                                            HexFormat.of().parseHex("0b".repeat(7) + "01"))))))
            .build();
    Found found = Found.in(data.toByteArray());
    assertThat(found.spans()).isEqualTo(Found.in(logs(LEGACY[1])).spans());
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp-logs", 1, 1, 0, 0, 0));
  }
}
