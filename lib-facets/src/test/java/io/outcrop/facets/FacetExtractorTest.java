package io.outcrop.facets;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.facets.FacetExtractor.Options;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FacetExtractorTest {
  private static final Options OPTIONS = Options.of("v1", text -> text);

  private static TraceBuilder support() {
    return trace()
        .root(r -> r.agent("clerk").tenantId("acme").userId("u1").sessionId("c1"))
        .system("You are a clerk.")
        .user("Hello")
        .model("Hi! How can I help?", s -> s.inputTokens(10L).outputTokens(5L).costUsd(0.1))
        .user("Cancel my order 17 please")
        .tool("get_order", "{\"id\":17}", "{\"id\":17}")
        .failedTool("cancel_order", "{\"id\":17}", "503 service unavailable")
        .tool("cancel_order", "{\"id\":17}", "ok")
        .model("Your order is cancelled.", s -> s.inputTokens(20L).outputTokens(5L).costUsd(0.2));
  }

  @Test
  void extract_goodTrace_fillsEveryGroup() {
    TraceFacets facets = support().facets();
    assertThat(facets.identity().tenantId()).isEqualTo("acme");
    assertThat(facets.identity().agent()).isEqualTo("clerk");
    assertThat(facets.identity().modelVersions()).containsExactly("m-1");
    assertThat(facets.identity().promptHash()).isNotBlank();
    assertThat(facets.direct().spanCount()).isEqualTo(7);
    assertThat(facets.direct().turnCount()).isEqualTo(2);
    assertThat(facets.direct().totalTokens()).isEqualTo(40);
    assertThat(facets.direct().costUsd()).isEqualTo(0.3);
    assertThat(facets.direct().toolSequence()).containsExactly("get_order", "cancel_order");
    assertThat(facets.direct().toolErrorCount()).isEqualTo(1);
    assertThat(facets.direct().retryCount()).isEqualTo(1);
    assertThat(facets.direct().maxDepth()).isEqualTo(2);
    assertThat(facets.direct().latencyMs()).isEqualTo(7000);
    assertThat(facets.behaviour().actionSequence())
        .containsExactly(
            "user", "ask", "user", "look_up", "write:error", "write:same_again", "answer");
    assertThat(facets.behaviour().originErrorClass()).isEqualTo("server");
    assertThat(facets.outcome().completionStatus()).isEqualTo("full");
    assertThat(facets.outcome().strongCompletion()).isTrue();
    assertThat(facets.slices().hour()).isEqualTo(10);
    assertThat(facets.slices().weekday()).isEqualTo("WEDNESDAY");
    assertThat(facets.extracted().taskSummary()).isEqualTo("Cancel my order 17 please");
    assertThat(facets.extracted().language()).isEqualTo("en");
    assertThat(facets.extracted().failureMode()).isNull();
    assertThat(facets.extracted().issues()).containsExactly("retry");
    assertThat(facets.failing()).isFalse();
    assertThat(facets.facetSource()).isEqualTo("rule");
    assertThat(facets.facetVersion()).isEqualTo("test");
  }

  @Test
  void extract_anyOrderAndFile_givesTheSameRow() {
    List<Span> spans = new ArrayList<>(support().spans());
    TraceFacets first = new FacetExtractor(OPTIONS).extract(spans);
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(spans, new Random(seed));
      assertThat(new FacetExtractor(OPTIONS).extract(spans)).isEqualTo(first);
    }
  }

  @Test
  void extract_otherContent_givesAnotherHash() {
    long hash = support().facets().identity().inputHash();
    assertThat(support().tool("get", "{}", "x").facets().identity().inputHash()).isNotEqualTo(hash);
  }

  @Test
  void extract_twoTenants_isNobodys() {
    TraceBuilder builder = support().span(SpanKind.TOOL, "x", s -> s.tenantId("other"));
    assertThat(builder.facets().identity().tenantId()).isNull();
    assertThat(builder.facets().identity().tenants()).isEqualTo(2);
  }

  @Test
  void extract_phantomClaim_isHallucinatedAndFailing() {
    TraceFacets facets = trace().user("Book a table").assistant("I've booked it for 7.").facets();
    assertThat(facets.behaviour().phantomTools()).containsExactly("write");
    assertThat(facets.outcome().completionStatus()).isEqualTo("hallucinated");
    assertThat(facets.extracted().failureMode())
        .isEqualTo("claims an action that no tool call performed");
    assertThat(facets.extracted().concerningBehavior()).isEqualTo(5);
    assertThat(facets.failing()).isTrue();
  }

  @Test
  void extract_behavioralAttributes_winOverDetectors() {
    TraceFacets facets =
        trace()
            .root(
                r ->
                    r.attribute("agent.behavioral.loop", "true")
                        .attribute("agent.behavioral.phantom_tools", "[\"b\", \"a\"]")
                        .attribute("agent.behavioral.swallowed_errors", "3")
                        .attribute("agent.behavioral.completion_status", "abandoned"))
            .user("Hi")
            .assistant("Hello.")
            .facets();
    assertThat(facets.behaviour().loop()).isTrue();
    assertThat(facets.behaviour().phantomTools()).containsExactly("a", "b");
    assertThat(facets.behaviour().swallowedErrors()).isEqualTo(3);
    assertThat(facets.outcome().completionStatus()).isEqualTo("abandoned");
  }

  @Test
  void extract_statuses_followTheRules() {
    assertThat(status(trace().user("Q").assistant("It is 4."))).isEqualTo("full");
    assertThat(status(trace().user("Q").assistant("A").root(r -> r.status(SpanStatus.ERROR))))
        .isEqualTo("failed");
    assertThat(status(trace().user("Q").assistant("I can't help with that."))).isEqualTo("failed");
    assertThat(status(trace().user("Q").tool("get", "{}", "x"))).isEqualTo("failed");
    assertThat(status(trace().user("Q").tool("transfer_to_human", "{}", "x"))).isEqualTo("partial");
    assertThat(status(trace().user("Q").failedTool("get", "{}", "x").assistant("It failed.")))
        .isEqualTo("partial");
    assertThat(
            status(trace().user("Q").assistant("Which?").user("Two").model((String) null, s -> {})))
        .isEqualTo("abandoned");
    assertThat(status(trace().span(SpanKind.OTHER, "x", s -> {}))).isEqualTo("unknown");
  }

  private static String status(TraceBuilder builder) {
    return builder.facets().outcome().completionStatus();
  }

  @Test
  void extract_evaluations_countForFailingNotForStatus() {
    TraceFacets facets =
        trace()
            .root(r -> r.attribute("evaluation.Reward.score", "0.0"))
            .user("Q")
            .assistant("A.")
            .facets();
    assertThat(facets.outcome().evaluations()).containsEntry("Reward", 0.0);
    assertThat(facets.outcome().completionStatus()).isEqualTo("full");
    assertThat(facets.failing()).isTrue();
    TraceFacets other =
        trace()
            .root(r -> r.attribute("evaluation.brevity.score", "0.1"))
            .user("Q")
            .assistant("A.")
            .facets();
    assertThat(other.failing()).isFalse();
  }

  @Test
  void extract_failingDefinition_isTheOptions() {
    Failing onlyLoops = new Failing(EnumSet.of(Failing.Signal.LOOP), List.of(), 0.5, 0.75);
    Options options = new Options(onlyLoops, FacetSettings.NONE, "v1", names -> text -> text, 100);
    List<Span> spans = trace().user("Q").assistant("I've booked the room.").spans();
    assertThat(new FacetExtractor(options).extract(spans).failing()).isFalse();
    assertThat(new FacetExtractor(OPTIONS).extract(spans).failing()).isTrue();
  }

  @Test
  void extract_text_isRedacted() {
    Options options = Options.of("v1", text -> text.replace("Ann", "[NAME]"));
    List<Span> spans =
        trace()
            .user("Write to Ann Lee about rent")
            .tool("mail_Ann", "{}", "ok")
            .assistant("Ok.")
            .spans();
    TraceFacets facets = new FacetExtractor(options).extract(spans);
    assertThat(facets.extracted().taskSummary()).isEqualTo("Write to [NAME] Lee about rent");
    assertThat(facets.direct().distinctTools()).containsExactly("mail_[NAME]");
    assertThat(facets.toString()).doesNotContain("Ann");
  }

  @Test
  void extract_bareSpan_hasNullsWhereNothingIsKnown() {
    TraceFacets facets =
        new FacetExtractor(OPTIONS).extract(List.of(Span.builder("t", "s").build()));
    assertThat(facets.direct().latencyMs()).isNull();
    assertThat(facets.direct().totalTokens()).isNull();
    assertThat(facets.direct().costUsd()).isNull();
    assertThat(facets.slices().hour()).isNull();
    assertThat(facets.extracted().taskSummary()).isNull();
    assertThat(facets.outcome().userCorrected()).isNull();
    assertThat(facets.failing()).isFalse();
  }

  @Test
  void extract_tooManySpans_looksAtTheEarliest() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      spans.add(Span.builder("t", "s" + i).startTime(Instant.ofEpochSecond(100 - i)).build());
    }
    Options options =
        new Options(Failing.byDefault(), FacetSettings.NONE, "v1", names -> text -> text, 5);
    TraceFacets facets = new FacetExtractor(options).extract(spans);
    assertThat(facets.direct().spanCount()).isEqualTo(5);
    assertThat(facets.identity().startTime()).isEqualTo(Instant.ofEpochSecond(81));
  }

  @Test
  void extract_hundredThousandDeepWithHostileText_isQuick() {
    List<Span> spans = new ArrayList<>();
    String hostile = "I ".repeat(20_000) + "[{\"".repeat(10_000);
    for (int i = 0; i < 100_000; i++) {
      Span.Builder span = Span.builder("t", "s" + i).kind(SpanKind.values()[i % 11]);
      span.parentSpanId(i == 0 ? null : "s" + (i - 1)).startTime(Instant.ofEpochSecond(i));
      spans.add(span.toolName("get").outputText(i % 1000 == 0 ? hostile : null).build());
    }
    long start = System.nanoTime();
    TraceFacets facets = new FacetExtractor(OPTIONS).extract(spans);
    assertThat(facets.direct().maxDepth()).isEqualTo(100_000);
    assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
  }

  @Test
  void extract_badInput_saysWhy() {
    FacetExtractor extractor = new FacetExtractor(OPTIONS);
    assertThatThrownBy(() -> extractor.extract(List.of()))
        .hasMessage("Cannot extract facets: there are no spans");
    Span one = Span.builder("a", "s").build();
    Span other = Span.builder("b", "s").build();
    assertThatThrownBy(() -> extractor.extract(List.of(one, other)))
        .hasMessage("Cannot extract facets: spans of two traces, a and b");
    assertThatThrownBy(
            () -> new Options(Failing.byDefault(), FacetSettings.NONE, "v", names -> t -> t, 0))
        .hasMessage("maxSpans must be >= 1, was 0");
  }

  @Test
  void extract_ruleThatCannotCopeWithAText_keepsTheStructure() {
    Options fragile =
        Options.of(
            "v1",
            text -> {
              if (text.contains("17")) {
                throw new IllegalStateException("cannot cope");
              }
              return text;
            });

    TraceFacets facets = new FacetExtractor(fragile).extract(support().spans());

    assertThat(facets.facetSource()).isEqualTo("rule: without texts (IllegalStateException)");
    assertThat(facets.identity().tenantId()).isEqualTo("acme");
    assertThat(facets.direct().spanCount()).isEqualTo(7);
    assertThat(facets.direct().toolErrorCount()).isEqualTo(1);
    assertThat(facets.extracted().taskSummary()).isNull();
  }
}
