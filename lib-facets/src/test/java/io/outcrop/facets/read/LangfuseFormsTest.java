package io.outcrop.facets.read;

import static io.outcrop.facets.read.LangfuseEventDialectTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.FacetExtractor;
import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanFold;
import io.outcrop.facets.trace.TraceParts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One trace, in each of the forms in which Langfuse gives it away. */
class LangfuseFormsTest {
  private static final String UI_TRACE =
      "{\"id\":\"t1\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"name\":\"chat\",\"environment\":\"prod\","
          + "\"metadata\":{\"tenant\":\"acme\"},\"userId\":\"u1\",\"sessionId\":\"s1\",\"release\":\"1.4\","
          + "\"public\":false,\"bookmarked\":false,\"tags\":[\"a\"],\"input\":{\"q\":\"find my order 17\"},"
          + "\"output\":\"Your order 17 is on its way.\"";
  private static final String UI_SCORE =
      "{\"id\":\"c1\",\"traceId\":\"t1\",\"name\":\"ok\",\"value\":1,\"source\":\"API\",\"comment\":\"fine\",\"dataType\":\"NUMERIC\"}";
  private static final String UI_OBSERVATIONS =
      "[{\"id\":\"o1\",\"traceId\":\"t1\",\"parentObservationId\":null,\"environment\":\"prod\",\"type\":\"AGENT\",\"name\":\"run\","
          + "\"startTime\":\"2026-01-01T00:00:00.000Z\",\"endTime\":\"2026-01-01T00:00:02.000Z\",\"level\":\"DEFAULT\"},"
          + "{\"id\":\"o2\",\"traceId\":\"t1\",\"parentObservationId\":\"o1\",\"environment\":\"prod\",\"type\":\"GENERATION\",\"name\":\"llm\","
          + "\"startTime\":\"2026-01-01T00:00:00.100Z\",\"endTime\":\"2026-01-01T00:00:01.000Z\",\"level\":\"DEFAULT\","
          + "\"input\":[{\"role\":\"user\",\"content\":\"find my order 17\"}],"
          + "\"output\":{\"role\":\"assistant\",\"content\":\"Your order 17 is on its way.\"},"
          + "\"model\":\"gpt-x\",\"usageDetails\":{\"input\":3,\"output\":2},\"costDetails\":{\"total\":0.01},"
          + "\"promptName\":\"greet\",\"promptVersion\":7},"
          + "{\"id\":\"o3\",\"traceId\":\"t1\",\"parentObservationId\":\"o1\",\"environment\":\"prod\",\"type\":\"TOOL\",\"name\":\"get_order\","
          + "\"startTime\":\"2026-01-01T00:00:01.000Z\",\"endTime\":\"2026-01-01T00:00:01.500Z\",\"level\":\"ERROR\","
          + "\"statusMessage\":\"503 service unavailable\",\"input\":{\"id\":17},\"output\":null}]";

  private static final String DOWNLOAD =
      "{\"trace\":"
          + UI_TRACE
          + ",\"scores\":["
          + UI_SCORE
          + "]},\"observations\":"
          + UI_OBSERVATIONS
          + "}";
  private static final String SINGLE =
      UI_TRACE + ",\"scores\":[" + UI_SCORE + "],\"observations\":" + UI_OBSERVATIONS + "}";
  private static final String PAGES =
      "{\"data\":["
          + UI_TRACE
          + ",\"observations\":[\"o1\"],\"scores\":[\"c1\"]}],\"meta\":{}}\n{\"data\":"
          + UI_OBSERVATIONS
          + ",\"meta\":{}}\n{\"data\":["
          + UI_SCORE
          + "],\"meta\":{}}";

  private static final String EXPORT_TRACES =
      "{\"id\":\"t1\",\"timestamp\":\"2026-01-01 00:00:00.000\",\"name\":\"chat\",\"environment\":\"prod\",\"project_id\":\"p1\","
          + "\"metadata\":{\"tenant\":\"acme\"},\"user_id\":\"u1\",\"session_id\":\"s1\",\"release\":\"1.4\",\"version\":\"\","
          + "\"public\":false,\"bookmarked\":false,\"tags\":[\"a\"],\"input\":\"{\\\"q\\\":\\\"find my order 17\\\"}\","
          + "\"output\":\"Your order 17 is on its way.\",\"updated_at\":\"2026-01-01 00:00:04.000\"}\n";
  private static final String EXPORT_OBSERVATIONS =
      "{\"id\":\"o1\",\"trace_id\":\"t1\",\"parent_observation_id\":\"\",\"environment\":\"prod\",\"type\":\"AGENT\",\"name\":\"run\","
          + "\"start_time\":\"2026-01-01 00:00:00.000\",\"end_time\":\"2026-01-01 00:00:02.000\",\"level\":\"DEFAULT\"}\n"
          + "{\"id\":\"o2\",\"trace_id\":\"t1\",\"parent_observation_id\":\"o1\",\"environment\":\"prod\",\"type\":\"GENERATION\",\"name\":\"llm\","
          + "\"start_time\":\"2026-01-01 00:00:00.100\",\"end_time\":\"2026-01-01 00:00:01.000\",\"level\":\"DEFAULT\","
          + "\"input\":\"[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"find my order 17\\\"}]\","
          + "\"output\":\"{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"Your order 17 is on its way.\\\"}\","
          + "\"provided_model_name\":\"gpt-x\",\"usage_details\":{\"input\":\"3\",\"output\":\"2\"},\"total_cost\":0.01,"
          + "\"prompt_name\":\"greet\",\"prompt_version\":\"7\"}\n"
          + "{\"id\":\"o3\",\"trace_id\":\"t1\",\"parent_observation_id\":\"o1\",\"environment\":\"prod\",\"type\":\"TOOL\",\"name\":\"get_order\","
          + "\"start_time\":\"2026-01-01 00:00:01.000\",\"end_time\":\"2026-01-01 00:00:01.500\",\"level\":\"ERROR\","
          + "\"status_message\":\"503 service unavailable\",\"input\":\"{\\\"id\\\":17}\",\"output\":null}\n";
  private static final String EXPORT_SCORES =
      "{\"id\":\"c1\",\"timestamp\":\"2026-01-01 00:00:09.000\",\"trace_id\":\"t1\",\"observation_id\":null,\"name\":\"ok\","
          + "\"value\":1,\"source\":\"API\",\"comment\":\"fine\",\"data_type\":\"NUMERIC\"}\n";

  private static final List<String> EVENTS =
      List.of(
          event("trace-create", "00.000", UI_TRACE.substring(1, UI_TRACE.indexOf(",\"tags\""))),
          event(
              "agent-create",
              "00.001",
              "\"id\":\"o1\",\"traceId\":\"t1\",\"environment\":\"prod\",\"name\":\"run\",\"startTime\":\"2026-01-01T00:00:00.000Z\""),
          event(
              "generation-create",
              "00.100",
              "\"id\":\"o2\",\"traceId\":\"t1\",\"parentObservationId\":\"o1\",\"environment\":\"prod\",\"name\":\"llm\","
                  + "\"startTime\":\"2026-01-01T00:00:00.100Z\",\"model\":\"gpt-x\",\"promptName\":\"greet\",\"promptVersion\":7,"
                  + "\"input\":[{\"role\":\"user\",\"content\":\"find my order 17\"}],\"output\":\"not yet\""),
          event(
              "generation-update",
              "01.000",
              "\"id\":\"o2\",\"traceId\":\"t1\",\"endTime\":\"2026-01-01T00:00:01.000Z\",\"level\":\"DEFAULT\","
                  + "\"output\":{\"role\":\"assistant\",\"content\":\"Your order 17 is on its way.\"},"
                  + "\"usageDetails\":{\"input\":3,\"output\":2},\"costDetails\":{\"total\":0.01}"),
          event(
              "tool-create",
              "01.500",
              "\"id\":\"o3\",\"traceId\":\"t1\",\"parentObservationId\":\"o1\",\"environment\":\"prod\",\"name\":\"get_order\","
                  + "\"startTime\":\"2026-01-01T00:00:01.000Z\",\"endTime\":\"2026-01-01T00:00:01.500Z\",\"level\":\"ERROR\","
                  + "\"statusMessage\":\"503 service unavailable\",\"input\":{\"id\":17}"),
          event(
              "span-update",
              "02.000",
              "\"id\":\"o1\",\"traceId\":\"t1\",\"endTime\":\"2026-01-01T00:00:02.000Z\""),
          event(
              "trace-create",
              "02.001",
              "\"id\":\"t1\",\"tags\":[\"a\"],\"input\":{\"q\":\"find my order 17\"},\"output\":\"Your order 17 is on its way.\""),
          event(
              "score-create",
              "09.000",
              "\"id\":\"c1\",\"traceId\":\"t1\",\"name\":\"ok\",\"value\":1,\"comment\":\"fine\",\"dataType\":\"NUMERIC\""));

  private static TraceFacets facets(List<String> objects) {
    TreeMap<String, List<Span>> records = new TreeMap<>();
    for (String object : objects) {
      Found found = Found.in(object);
      assertThat(found.rejects()).isEmpty();
      found
          .spans()
          .forEach(s -> records.computeIfAbsent(s.spanId(), id -> new ArrayList<>()).add(s));
    }
    List<Span> spans = TraceParts.spans(records.values().stream().map(SpanFold::fold).toList());
    return new FacetExtractor(FacetExtractor.Options.of("v", text -> text)).extract(spans);
  }

  static Stream<List<String>> forms() {
    return Stream.of(
        List.of(SINGLE),
        List.of(PAGES),
        List.of(EXPORT_TRACES, EXPORT_OBSERVATIONS, EXPORT_SCORES),
        List.of(EXPORT_SCORES + EXPORT_OBSERVATIONS + EXPORT_TRACES),
        List.of("[" + String.join(",", EVENTS) + "]"),
        EVENTS);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void trace_inAnyForm_hasTheFacetsOfItsDownload(List<String> objects) {
    assertThat(facets(objects))
        .usingRecursiveComparison()
        .ignoringFields("identity.inputHash")
        .isEqualTo(facets(List.of(DOWNLOAD)));
  }

  @Test
  void trace_isReadWhole() {
    TraceFacets facets = facets(List.of(DOWNLOAD));
    assertThat(facets.identity().tenantId()).isEqualTo("acme");
    assertThat(facets.identity().userId()).isEqualTo("u1");
    assertThat(facets.direct().spanCount()).isEqualTo(3);
    assertThat(facets.direct().totalTokens()).isEqualTo(5);
    assertThat(facets.direct().toolErrorCount()).isEqualTo(1);
    assertThat(facets.outcome().evaluations()).containsEntry("ok", 1.0);
  }
}
