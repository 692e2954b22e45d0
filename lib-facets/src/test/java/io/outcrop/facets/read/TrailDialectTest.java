package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrailDialectTest {
  private static Map<String, String> parents(Found found) {
    Map<String, String> parents = new TreeMap<>();
    found.spans().forEach(s -> parents.put(s.spanId(), String.valueOf(s.parentSpanId())));
    return parents;
  }

  private static String span(String id, String members) {
    return "{\"span_id\":\""
        + id
        + "\",\"span_name\":\"n\",\"timestamp\":\"2026-01-01T00:00:00Z\""
        + (members.isEmpty() ? "" : ",")
        + members
        + "}";
  }

  @Test
  void tree_givesSpanAfterSpan() {
    Found found = VendorSample.read("trail.json");
    assertThat(found.summary()).isEqualTo(new ReadSummary("trail", 2, 2, 0, 0, 0));
    Span tool = found.spans().get(0);
    assertThat(tool.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(tool.parentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(tool.kind()).isEqualTo(SpanKind.TOOL);
    assertThat(tool.toolName()).isEqualTo("web");
    assertThat(tool.toolArguments()).isEqualTo("{\"q\":\"x\"}");
    assertThat(tool.status()).isEqualTo(SpanStatus.ERROR);
    assertThat(tool.errorType()).isEqualTo("HTTPError");
    assertThat(tool.errorMessage()).isEqualTo("403");
    assertThat(tool.durationMs()).isEqualTo(500L);
    Span root = found.spans().get(1);
    assertThat(root.name()).isEqualTo("main");
    assertThat(root.parentSpanId()).isNull();
    assertThat(root.kind()).isEqualTo(SpanKind.OTHER);
    assertThat(root.service()).isEqualTo("demo");
    assertThat(root.outputText()).isEqualTo("ok");
    assertThat(root.endTime()).isEqualTo(Instant.parse("2026-01-01T00:00:03.5Z"));
    assertThat(root.attributes()).containsEntry("pat.app", "demo");
  }

  @Test
  void tree_withoutParentIds_givesParentage() {
    Found found =
        Found.in(
            "{\"trace_id\":\"t1\",\"spans\":["
                + span(
                    "a",
                    "\"child_spans\":["
                        + span("b", "\"child_spans\":[" + span("c", "") + "]")
                        + ","
                        + span("d", "")
                        + "]")
                + "]}");
    assertThat(parents(found)).isEqualTo(Map.of("a", "null", "b", "a", "c", "b", "d", "a"));
    assertThat(found.spans()).allSatisfy(s -> assertThat(s.traceId()).isEqualTo("t1"));
  }

  @Test
  void tree_withChildrenBeforeIds_givesTheSame() {
    Found found =
        Found.in(
            "{\"spans\":[{\"child_spans\":[{\"child_spans\":[],\"span_id\":\"b\",\"span_name\":\"n\"}],"
                + "\"span_id\":\"a\",\"span_name\":\"n\",\"trace_id\":\"t1\"}],\"trace_id\":\"t1\"}");
    assertThat(parents(found)).isEqualTo(Map.of("a", "null", "b", "a"));
    assertThat(found.summary()).isEqualTo(new ReadSummary("trail", 2, 2, 0, 0, 0));
  }

  @Test
  void traceId_ofTheWrapperAlone_reachesAllSpans() {
    Found found = Found.in("{\"trace_id\":\"t1\",\"spans\":[" + span("a", "") + "]}");
    assertThat(found.spans().get(0).traceId()).isEqualTo("t1");
  }

  @Test
  void spanWithinOneOfItsOwnId_isNotItsOwnAncestor() {
    Found found =
        Found.in(
            "{\"trace_id\":\"t1\",\"spans\":["
                + span(
                    "a",
                    "\"child_spans\":["
                        + span("b", "\"child_spans\":[" + span("a", "") + "]")
                        + "]")
                + "]}");
    assertThat(parents(found)).isEqualTo(Map.of("a", "null", "b", "a"));
    assertThat(found.summary()).isEqualTo(new ReadSummary("trail", 3, 2, 1, 0, 0));
  }

  @Test
  void tree_twoThousandDeep_isRead() {
    StringBuilder json = new StringBuilder("{\"trace_id\":\"t1\",\"spans\":[");
    for (int i = 0; i < 2_000; i++) {
      json.append("{\"span_id\":\"s").append(i).append("\",\"span_name\":\"n\",\"child_spans\":[");
    }
    json.append("]}".repeat(2_000)).append("]}");
    Found found = Found.in(json.toString());
    assertThat(found.summary()).isEqualTo(new ReadSummary("trail", 2_000, 2_000, 0, 0, 0));
    assertThat(parents(found)).containsEntry("s1999", "s1998").containsEntry("s0", "null");
  }

  @Test
  void tree_cutOff_keepsWhatWasComplete() {
    String whole =
        "{\"trace_id\":\"t1\",\"spans\":["
            + span("a", "\"child_spans\":[" + span("b", "") + "," + span("c", "") + "]");
    Found found = Found.in(whole.substring(0, whole.indexOf("\"c\"") + 5));
    assertThat(parents(found)).isEqualTo(Map.of("b", "a"));
    assertThat(found.reasons()).containsExactly(Reason.MALFORMED_JSON);
    assertThat(found.summary()).isEqualTo(new ReadSummary("trail", 2, 1, 0, 1, 0));
  }

  @Test
  void tree_cutOffBeforeIds_keepsWhatWasComplete() {
    Found found =
        Found.in("{\"trace_id\":\"t1\",\"spans\":[{\"child_spans\":[" + span("b", "") + "],");
    assertThat(parents(found)).isEqualTo(Map.of("b", "null"));
    assertThat(found.reasons()).containsExactly(Reason.MALFORMED_JSON);
  }

  @Test
  void brokenSpans_costThemselves() {
    Found found =
        Found.in(
            "{\"trace_id\":\"t1\",\"spans\":[7,"
                + span(
                    "a",
                    "\"child_spans\":[null,{\"span_name\":\"no id\",\"child_spans\":["
                        + span("c", "")
                        + "]},"
                        + span("d", "\"timestamp\":\"soon\"")
                        + ","
                        + span("e", "\"x\":" + "[".repeat(600) + "]".repeat(600))
                        + "]")
                + "]}");
    assertThat(parents(found)).isEqualTo(Map.of("a", "null", "c", "a"));
    assertThat(found.reasons())
        .containsExactly(
            Reason.INVALID_SPAN,
            Reason.INVALID_SPAN,
            Reason.MISSING_SPAN_ID,
            Reason.INVALID_SPAN,
            Reason.INVALID_SPAN);
    assertThat(found.rejects().get(4).detail()).isEqualTo("nested deeper than 500");
    assertThat(found.summary()).isEqualTo(new ReadSummary("trail", 7, 2, 0, 5, 0));
  }

  @Test
  void mistypedMembers_costNoSpan() {
    Found found =
        Found.in(
            "{\"trace_id\":\"t1\",\"spans\":["
                + span(
                    "a",
                    "\"duration\":7,\"span_attributes\":[1],\"resource_attributes\":\"x\",\"events\":[1,{}],"
                        + "\"links\":[null],\"logs\":[{\"body\":[]},3],\"status_code\":{},\"child_spans\":5")
                + "]}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("trail", 1, 1, 0, 0, 0));
    assertThat(found.spans().get(0).endTime()).isNull();
  }

  @Test
  void spansWithoutAnyTraceId_areRejected() {
    Found found = Found.in("[" + span("a", "\"child_spans\":[" + span("b", "") + "]") + "]");
    assertThat(found.reasons()).containsExactly(Reason.MISSING_TRACE_ID, Reason.MISSING_TRACE_ID);
  }

  @Test
  void goldLabels_areSkipped() {
    Found found =
        Found.in(
            "{\"trace_id\":\"t1\",\"errors\":[{\"category\":\"x\"}],\"scores\":[{\"overall\":3}]}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("none", 1, 0, 0, 0, 1));
  }

  @Test
  void spansOfOneTrace_inAnotherDialect_areReadByThat() {
    Found found =
        Found.in(
            "{\"trace_id\":\"t1\",\"spans\":[{\"context\":{\"trace_id\":\"t1\",\"span_id\":\"s1\"},"
                + "\"span_kind\":\"LLM\",\"status_code\":\"OK\"},{\"some\":\"thing\"}]}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("phoenix+trail", 2, 1, 0, 0, 1));
  }
}
