package io.outcrop.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.FacetUse;
import io.outcrop.jobs.axes.Rendering;
import io.outcrop.jobs.axes.StandardAxes;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AxisSentencesTest {

  @Test
  void behavior_sentence_namesNoToolAndNoTopic() {
    String sentence =
        sentence(
            StandardAxes.behavior(),
            Map.of(
                "distinct_tools",
                new String[] {"get_invoice"},
                "phantom_tools",
                new String[] {"send_money"},
                "action_sequence",
                new String[] {"look_up:error", "answer"},
                "topic",
                "billing",
                "tool_error_count",
                3,
                "loop",
                true));
    assertThat(sentence)
        .contains("look_up:error answer", "loop. loop", "phantom_tool", "a few tool errors")
        .contains("no retries")
        .doesNotContain("invoice", "send_money", "billing", "refused", "null");
  }

  @Test
  void task_sentence_isSummaryAndTopicAlone() {
    assertThat(
            sentence(
                StandardAxes.task(),
                Map.of("task_summary", "refund an order", "topic", "billing", "loop", true)))
        .isEqualTo("refund an order. billing");
    assertThat(sentence(StandardAxes.task(), Map.of())).isEmpty();
  }

  @Test
  void failure_traceWithoutFailure_saysSo() {
    assertThat(sentence(StandardAxes.failure(), Map.of("tool_call_count", 4)))
        .isEqualTo("no failure seen");
  }

  @Test
  void failure_failingWithoutAName_differsByShape() {
    String one =
        sentence(
            StandardAxes.failure(),
            Map.of("failing", true, "action_sequence", new String[] {"search", "answer"}));
    String other =
        sentence(
            StandardAxes.failure(),
            Map.of("failing", true, "action_sequence", new String[] {"write:error"}));
    assertThat(one).contains("end:search end:answer").isNotEqualTo(other);
    assertThat(other).contains("end:write:error");
  }

  @Test
  void failure_namedFailure_leadsTheSentence() {
    assertThat(
            sentence(
                StandardAxes.failure(),
                Map.of(
                    "failure_mode", "Phantom action",
                    "issues", new String[] {"loop", "none"},
                    "origin_kind", "TOOL")))
        .startsWith("mode:phantom_action. ")
        .contains("issue:loop. ", "origin:tool")
        .doesNotContain("issue:none");
  }

  @Test
  void customFacet_declaredForAnAxis_isSaidThere() {
    FacetDeclaration plan =
        new FacetDeclaration(
            "plan",
            new FacetDeclaration.OfAttribute(List.of("p")),
            List.of(),
            "",
            List.of("failure"));
    Map<String, Object> row = Map.of("failing", true, "custom", Map.of("plan", "Gold"));

    assertThat(sentence(StandardAxes.failure().with(List.of(plan)), row)).contains("plan:gold");
    assertThat(StandardAxes.behavior().with(List.of(plan))).isEqualTo(StandardAxes.behavior());
  }

  @Test
  void sentence_unknownColumn_isRefusedByName() {
    AxisSpec axis =
        new AxisSpec("mine", "trace", List.of(new FacetUse("no_such", 1, Rendering.TEXT, "")));
    Dataset<Row> facts = new FactsTable().add("t", Map.of()).in(LocalSpark.session());
    assertThatThrownBy(() -> AxisSentences.sentence(axis, facts.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot render axis mine: there is no facet column no_such");
  }

  @Test
  void sentence_wrongType_isRefusedWithTheType() {
    AxisSpec axis =
        new AxisSpec("mine", "trace", List.of(new FacetUse("topic", 1, Rendering.FLAG, "x")));
    Dataset<Row> facts = new FactsTable().add("t", Map.of()).in(LocalSpark.session());
    assertThatThrownBy(() -> AxisSentences.sentence(axis, facts.schema()))
        .hasMessage(
            "Cannot render axis mine: facet column topic is string, which cannot be rendered as"
                + " flag");
  }

  @Test
  void distinctSentences_equalSentences_areOneRow() {
    Dataset<Row> facts =
        new FactsTable()
            .add("a", Map.of("task_summary", "x"))
            .add("b", Map.of("task_summary", "x"))
            .add("c", Map.of("task_summary", "y"))
            .in(LocalSpark.session());
    List<Row> rows =
        AxisSentences.distinctSentences(facts, StandardAxes.task())
            .orderBy("sentence")
            .collectAsList();
    assertThat(rows).extracting(row -> row.getString(1)).containsExactly("x", "y");
    assertThat(rows).extracting(row -> row.getLong(2)).containsExactly(2L, 1L);
    assertThat(rows.get(0).getString(0)).hasSize(32);
    assertThat(
            facts
                .select(AxisSentences.textHash(StandardAxes.task(), facts.schema()))
                .first()
                .get(0))
        .isEqualTo(rows.get(0).getString(0));
  }

  @Test
  void numbers_ofAnySize_shareTermsWithTheirNeighbours() {
    assertThat(said(Rendering.AMOUNT, "latency_ms", 2_000L)).isEqualTo("x:1k x:3k");
    assertThat(said(Rendering.AMOUNT, "latency_ms", 3_000L)).isEqualTo("x:3k x:10k");
    assertThat(said(Rendering.AMOUNT, "latency_ms", 0L)).isEqualTo("x:none");
    assertThat(said(Rendering.AMOUNT, "latency_ms", 5_000_000_000L)).isEqualTo("x:1b");
    assertThat(said(Rendering.AMOUNT, "cost_usd", 0.0004)).isEqualTo("x:none x:1_thousandth");
    assertThat(said(Rendering.AMOUNT, "cost_usd", 0.02)).isEqualTo("x:1_hundredth x:3_hundredths");
    assertThat(said(Rendering.SHARE, "grounded", 0.6)).isEqualTo("x:half x:three_quarters");
    assertThat(said(Rendering.SHARE, "grounded", 1.0)).isEqualTo("x:all");
  }

  @Test
  void valuesByName_areSaidAsTextsAndNumbers() {
    Map<String, Object> row = Map.of("custom", Map.of("basket", "12.5", "vip", "true"));
    AxisSpec axis =
        new AxisSpec(
            "mine",
            "trace",
            List.of(
                new FacetUse("custom.basket", 2, Rendering.AMOUNT, "basket"),
                new FacetUse("custom.vip", 1, Rendering.FLAG, "vip"),
                new FacetUse("custom.absent", 1, Rendering.COUNT, "absent")),
            List.of("custom.vip"),
            "");
    assertThat(sentence(axis, row)).isEqualTo("basket:10 basket:30. basket:10 basket:30. vip");
    assertThat(sentence(axis, Map.of("custom", Map.of("basket", "7")))).isEmpty();
  }

  private static String said(Rendering rendering, String facet, Object value) {
    return sentence(
        new AxisSpec("mine", "trace", List.of(new FacetUse(facet, 1, rendering, "x"))),
        Map.of(facet, value));
  }

  private static String sentence(AxisSpec axis, Map<String, Object> facets) {
    Dataset<Row> facts = new FactsTable().add("t", facets).in(LocalSpark.session());
    return facts.select(AxisSentences.sentence(axis, facts.schema())).first().getString(0);
  }
}
