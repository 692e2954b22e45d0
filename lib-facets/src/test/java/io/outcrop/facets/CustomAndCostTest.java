package io.outcrop.facets;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.facets.custom.FacetDeclaration.OfAttribute;
import io.outcrop.facets.custom.FacetDeclaration.OfOutcome;
import io.outcrop.facets.custom.FacetDeclaration.OfPattern;
import io.outcrop.facets.custom.FacetDeclaration.Source;
import io.outcrop.facets.custom.TracePart;
import io.outcrop.facets.money.ModelPrice;
import io.outcrop.facets.money.PriceTable;
import io.outcrop.facets.money.ToolPrice;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Messages;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Facets that users declare, and costs by the table of prices. */
class CustomAndCostTest {
  private static final Instant START = Instant.parse("2026-03-04T10:00:00Z");
  private static final PriceTable PRICES =
      new PriceTable(
          List.of(),
          List.of(
              ModelPrice.ofDollars(
                  "m-1",
                  null,
                  new BigDecimal("2"),
                  new BigDecimal("0.5"),
                  null,
                  new BigDecimal("10"))),
          List.of(ToolPrice.ofDollars("search", new BigDecimal("0.01"))),
          0);

  private static FacetDeclaration facet(String name, Source source, String... labels) {
    return new FacetDeclaration(name, source, List.of(labels), "", List.of());
  }

  private static TraceFacets extract(FacetSettings settings, Span... spans) {
    return new FacetExtractor(
            new FacetExtractor.Options(
                Failing.byDefault(),
                settings,
                "v",
                names -> Redactor.standard().withNames(names)::redact,
                100))
        .extract(List.of(spans));
  }

  private static Map<String, String> custom(List<FacetDeclaration> facets, Span... spans) {
    return extract(new FacetSettings(PriceTable.EMPTY, facets, List.of()), spans)
        .extracted()
        .custom();
  }

  private static Span.Builder root() {
    return Span.builder("t", "root")
        .kind(SpanKind.AGENT)
        .startTime(START)
        .endTime(START.plusSeconds(9));
  }

  private static Span.Builder model(String id, String model, Long input, Long output) {
    return Span.builder("t", id)
        .parentSpanId("root")
        .kind(SpanKind.LLM)
        .model(model)
        .inputTokens(input)
        .outputTokens(output)
        .startTime(START.plusSeconds(1));
  }

  private static Span said(String user, String answer) {
    return model("said", "m-1", 1L, 1L)
        .inputText(Messages.write(List.of(Message.of("user", user)), 100_000))
        .outputText(Messages.write(List.of(Message.of("assistant", answer)), 100_000))
        .build();
  }

  private static Span tool(String id, String name, String result) {
    return Span.builder("t", id)
        .parentSpanId("root")
        .kind(SpanKind.TOOL)
        .toolName(name)
        .toolResult(result)
        .startTime(START.plusSeconds(2))
        .build();
  }

  private static TraceFacets priced(Span... spans) {
    return extract(new FacetSettings(PRICES, List.of(), List.of()), spans);
  }

  @Test
  void attribute_takesTheFirstKeyThatIsThere_asALabelOrNotAtAll() {
    Span span = root().attribute("app.plan", "GOLD ").attribute("app.mood", "odd").build();

    assertThat(
            custom(
                List.of(
                    facet("plan", new OfAttribute(List.of("no", "app.plan")), "gold", "basic"),
                    facet("mood", new OfAttribute(List.of("app.mood")), "good", "bad"),
                    facet("none", new OfAttribute(List.of("missing")))),
                span))
        .containsExactly(Map.entry("plan", "gold"));
  }

  @Test
  void openValue_isRedactedAndCut() {
    Span span =
        root().attribute("who", "jo@example.org").attribute("long", "y ".repeat(500)).build();

    Map<String, String> values =
        custom(
            List.of(
                facet("who", new OfAttribute(List.of("who"))),
                facet("long", new OfAttribute(List.of("long")))),
            span);

    assertThat(values.get("who")).doesNotContain("jo@");
    assertThat(values.get("long").length()).isLessThanOrEqualTo(200);
  }

  @Test
  void outcome_isThatOfTheSideFile() {
    assertThat(
            custom(
                List.of(facet("csat", new OfOutcome("csat"))),
                root().attribute("outcome.csat", "4").build()))
        .containsEntry("csat", "4");
  }

  @Test
  void pattern_looksInItsPartsAlone() {
    Span[] trace = {
      root().build(),
      said("I want a refund for the blue lamp", "Done, the RETURN is on its way"),
      tool("x", "search", "{\"carrier\":\"fast\"}")
    };

    assertThat(
            custom(
                List.of(
                    facet("wish", new OfPattern("(refund|return)", List.of(TracePart.INPUT))),
                    facet(
                        "done",
                        new OfPattern("(?i)(refund|return)", List.of(TracePart.OUTPUT)),
                        "return"),
                    facet(
                        "carrier",
                        new OfPattern(
                            "carrier\":\"(\\w+)",
                            List.of(TracePart.INPUT, TracePart.TOOL_RESULTS))),
                    facet("not", new OfPattern("carrier", List.of(TracePart.INPUT)))),
                trace))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("wish", "refund", "done", "return", "carrier", "fast"));
  }

  @Test
  void exclusion_foundInWhatIsLookedAt_leavesNoValue() {
    FacetDeclaration wish =
        new FacetDeclaration(
            "wish",
            new OfPattern("refund", List.of(TracePart.INPUT)),
            List.of(),
            "(?i)test",
            List.of());

    assertThat(custom(List.of(wish), root().build(), said("a refund", "done"))).isNotEmpty();
    assertThat(custom(List.of(wish), root().build(), said("TEST a refund", "done"))).isEmpty();
  }

  @Test
  void cost_withoutAny_isReckonedAndMarked() {
    TraceFacets facets =
        priced(
            root().build(),
            model("a", "m-1", 1_000L, 100L)
                .attribute("gen_ai.usage.cache_read.input_tokens", "400")
                .build());

    assertThat(facets.direct().costUsd()).isEqualTo((600 * 2 + 400 * 0.5 + 100 * 10) / 1e6);
    assertThat(facets.direct().costEstimated()).isTrue();
  }

  @Test
  void cost_stated_isTakenAsItIs() {
    TraceFacets facets =
        priced(root().build(), model("a", "m-1", 1_000L, 100L).costUsd(0.5).build());

    assertThat(facets.direct().costUsd()).isEqualTo(0.5);
    assertThat(facets.direct().costEstimated()).isFalse();
  }

  @Test
  void cost_statedByTheRootAlone_isTheWhole() {
    TraceFacets facets =
        priced(root().costUsd(0.25).build(), model("a", "m-1", 1_000L, 100L).build());

    assertThat(facets.direct().costUsd()).isEqualTo(0.25);
    assertThat(facets.direct().costEstimated()).isFalse();
  }

  @Test
  void cost_statedBySomeCalls_isReckonedForTheOthers() {
    TraceFacets facets =
        priced(
            root().build(),
            model("a", "m-1", 1_000L, 0L).costUsd(0.5).build(),
            model("b", "m-1", 1_000L, 0L).build());

    assertThat(facets.direct().costUsd()).isEqualTo(0.502);
    assertThat(facets.direct().costEstimated()).isTrue();
  }

  @Test
  void cost_ofAnUnknownModel_isNotKnown() {
    TraceFacets facets =
        priced(
            root().build(),
            model("a", "m-1", 1_000L, 0L).build(),
            model("b", "someones-own", 1_000L, 0L).build());

    assertThat(facets.direct().costUsd()).isNull();
    assertThat(facets.direct().costEstimated()).isFalse();
  }

  @Test
  void cost_ofToolsWithAPrice_isAdded() {
    TraceFacets facets =
        priced(root().build(), model("a", "m-1", 0L, 100L).build(), tool("x", "search", "1 hit"));

    assertThat(facets.direct().costUsd()).isEqualTo(0.011);
  }

  @Test
  void schemas_areThoseOfKeysAndTypes_notOfValuesAndOrder() {
    Map<String, String> one = schemas("{\"id\":1,\"items\":[{\"n\":\"a\"},{\"n\":\"b\"}]}");

    assertThat(one).containsOnlyKeys("look_up");
    assertThat(schemas("{\"items\":[{\"n\":\"c\"}],\"id\":2.5}")).isEqualTo(one);
    assertThat(schemas("{\"id\":\"1\",\"items\":[{\"n\":\"a\"}]}")).isNotEqualTo(one);
    assertThat(schemas("{\"id\":1,\"items\":[{\"m\":\"a\"}]}")).isNotEqualTo(one);
    assertThat(schemas("{\"id\":1,\"items\":[{\"n\":\"a\"}],\"next\":null}")).isEqualTo(one);
  }

  @Test
  void schemas_ofKeysThatAreData_areTheSame() {
    assertThat(schemas("{\"order_17\":{\"sum\":3},\"order_18\":{\"sum\":4}}"))
        .isEqualTo(schemas("{\"order_99\":{\"sum\":8}}"));
  }

  @Test
  void schemas_ofTextAndOfCutJson_areTextAndNone() {
    assertThat(schemas("all is well")).isEqualTo(schemas("another text")).isNotEmpty();
    assertThat(schemas("{\"id\":1,\"na")).isEmpty();
    assertThat(schemas("[".repeat(20_000))).isEmpty();
  }

  private static Map<String, String> schemas(String result) {
    return extract(FacetSettings.NONE, root().build(), tool("x", "look_up", result))
        .slices()
        .toolResponseSchemas();
  }

  @Test
  void fallback_whereTheTaskMustNever_isAnIssue() {
    FacetSettings settings = new FacetSettings(PriceTable.EMPTY, List.of(), List.of("Payment"));
    Span.Builder fallen = root().attribute("agent.behavioral.fallback", "true");

    assertThat(extract(settings, fallen.attribute("task_type", "payment").build()).extracted())
        .satisfies(e -> assertThat(e.issues()).contains("forbidden_fallback", "fallback"));
    assertThat(extract(settings, fallen.attribute("task_type", "chat").build()).extracted())
        .satisfies(e -> assertThat(e.issues()).doesNotContain("forbidden_fallback"));
  }
}
