package io.outcrop.facets.read;

import static io.outcrop.facets.read.Found.request;
import static io.outcrop.facets.read.Found.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpRemainderTest {
  private static final String LINK =
      "{\"traceId\":\"" + "0c".repeat(16) + "\",\"spanId\":\"" + "0d".repeat(8) + "\"}";

  private static String named(String id) {
    return span(id, "\"name\":\"n" + id + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\":tru",
        "\"name\":\"un\tescaped\"",
        "\"name\":\"a\"\"b\"",
        "\"kind\":01",
        "\"attributes\":[{\"key\":}]",
        "\"attributes\":[{\"key\":\"a\",\"value\":{\"stringValue\":\"{\\\"traceId\\\":\\\"x\\\"\"}}}]",
        "\"name\":\"no end}",
        "\"flags\":-,\"links\":[%1$s,%1$s]"
      })
  void span_brokenInALine_costsOnlyItself(String members) {
    String broken = span("02", members.replace("%1$s", LINK));
    Found found = Found.in(request(named("01"), broken, named("03"), named("04")));
    assertThat(found.spanIds()).contains("01", "04").doesNotContain("02").hasSizeBetween(2, 3);
    assertThat(found.reasons()).containsOnly(Reason.MALFORMED_JSON);
    ReadSummary s = found.summary();
    assertThat(s.records()).isEqualTo(s.spans() + s.rejects());
  }

  @Test
  void spans_behindABreak_keepResourceAndScope() {
    String document =
        "{\"resourceSpans\":["
            + resource("a", named("01") + "," + span("02", "\"kind\":x") + "," + named("03"))
            + ","
            + resource("b", named("04") + "," + span("05", "\"kind\":x"))
            + ","
            + resource("c", named("06"))
            + "]}";
    Found found = Found.in(document + "\n" + request(named("07")));
    assertThat(found.spanIds()).containsExactly("01", "03", "04", "06", "07");
    assertThat(found.spans()).extracting(Span::service).containsExactly("a", "a", "b", "c", null);
    assertThat(found.spans().get(1).attribute("otel.scope.name")).isEqualTo("scope-a");
    assertThat(found.reasons()).containsExactly(Reason.MALFORMED_JSON, Reason.MALFORMED_JSON);
    assertThat(found.rejects().get(0).position()).isEqualTo("line 1, after record 1");
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 7, 5, 0, 2, 0));
  }

  private static String resource(String service, String spans) {
    return "{\"resource\":{\"attributes\":{\"service.name\":\""
        + service
        + "\"}},\"scopeSpans\":[{\"scope\":{\"name\":\"scope-"
        + service
        + "\"},\"spans\":["
        + spans
        + "]}]}";
  }

  @Test
  void requests_behindABreakInTheirList_areRead() {
    Found found =
        Found.in(
            "[" + request(named("01"), span("02", "\"a\":x")) + "," + request(named("03")) + "]");
    assertThat(found.spanIds()).containsExactly("01", "03");
    assertThat(found.rejects()).hasSize(1);
  }

  @Test
  void document_brokenWithoutEnd_isGivenUp() {
    Found found = Found.in(request("{\"traceId\":\"" + "{\"traceId\":\"".repeat(200_000)));
    assertThat(found.rejects().get(1_000).detail())
        .isEqualTo("broken in 1000 places; gave up on what follows");
    assertThat(found.rejects()).hasSize(1_002);
    assertThat(found.spans()).isEmpty();
  }
}
