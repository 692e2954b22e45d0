package io.outcrop.facets.llm;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.TraceBuilder;
import io.outcrop.facets.custom.TracePart;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.facets.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TraceRenderingTest {
  private static final String END = "That is all, I have sent it.";

  private static String rendered(Trace trace, int tokens) {
    return new TraceRendering(tokens).redacted(trace, Redactor.standard()::redact);
  }

  private static TraceBuilder story() {
    return trace()
        .system("You help customers.")
        .user("Where is my order 48213977? Mail me at jo.doe@example.com")
        .tool(
            "find_order", "{\"id\": 48213977}", "{\"state\": \"lost\", \"since\": \"2026-03-01\"}")
        .failedTool("refund", "{\"id\": 48213977}", "refunds are closed")
        .thinks("The refund failed. I say so.", "")
        .assistant("Your order 48213977 is lost since 2026-03-01.")
        .user("Thanks")
        .assistant(END);
  }

  @Test
  void story_isToldInNumberedLines() {
    assertThat(rendered(story().build(), 2000).lines())
        .containsExactly(
            "steps: 4 model calls, 2 tool calls, 1 of them failed; the run itself did not fail",
            "1 instructions: You help customers.",
            "2 user: Where is my order [id]? Mail me at [email]",
            "3 calls: find_order {\"id\": [id]}",
            "4 result: {\"state\": \"lost\", \"since\": \"[d1]\"}",
            "5 calls: refund {\"id\": [id]}",
            "6 failed: refunds are closed",
            "7 agent thinks: The refund failed. I say so.",
            "8 agent: Your order [id] is lost since [d1].",
            "9 user: Thanks",
            "10 agent, at the end: " + END);
  }

  private static String parts(Trace trace, TracePart... parts) {
    return new TraceRendering(2000).redacted(trace, Set.of(parts), Redactor.standard()::redact);
  }

  @Test
  void chosenParts_areToldAndNothingElse() {
    Trace trace = story().build();

    assertThat(parts(trace, TracePart.INPUT).lines())
        .containsExactly("1 user: Where is my order [id]? Mail me at [email]", "2 user: Thanks");
    assertThat(parts(trace, TracePart.OUTPUT).lines())
        .containsExactly(
            "1 agent: Your order [id] is lost since [d1].", "2 agent, at the end: " + END);
    assertThat(parts(trace, TracePart.SYSTEM)).isEqualTo("1 instructions: You help customers.");
    assertThat(parts(trace, TracePart.REASONING))
        .isEqualTo("1 agent thinks: The refund failed. I say so.");
    assertThat(parts(trace, TracePart.TOOL_CALLS, TracePart.TOOL_RESULTS).lines())
        .containsExactly(
            "1 calls: find_order {\"id\": [id]}",
            "2 result: {\"state\": \"lost\", \"since\": \"[d1]\"}",
            "3 calls: refund {\"id\": [id]}",
            "4 failed: refunds are closed");
    assertThat(new TraceRendering(2000).raw(trace, Set.of(TracePart.INPUT)))
        .startsWith("1 user: Where is my order 48213977?");
    assertThat(parts(trace().user("Hi").assistant(END).build(), TracePart.TOOL_CALLS)).isEmpty();
  }

  @Test
  void partsOfASubAgent_areNeitherTheUsersNorTheAgentsOwn() {
    Trace trace =
        trace()
            .user("Plan my trip")
            .assistant("I ask a helper.")
            .agent("helper")
            .user("Find flights")
            .assistant("Three flights.")
            .end()
            .assistant(END)
            .build();

    assertThat(rendered(trace, 2000)).contains("Find flights");
    assertThat(parts(trace, TracePart.INPUT, TracePart.OUTPUT).lines())
        .containsExactly(
            "1 user: Plan my trip", "2 agent: I ask a helper.", "3 agent, at the end: " + END);
  }

  @Test
  void traces_thatDifferInIdsAndTimesAlone_areTheSame() {
    Trace other =
        trace()
            .root(root -> root.tenantId("other").userId("u-2"))
            .system("You help customers.")
            .user("Where is my order 59100362? Mail me at al.bo@example.org")
            .tool(
                "find_order",
                "{\"id\": 59100362}",
                "{\"state\": \"lost\", \"since\": \"2026-02-28\"}")
            .failedTool("refund", "{\"id\": 59100362}", "refunds are closed")
            .thinks("The refund failed. I say so.", "")
            .assistant("Your order 59100362 is lost since 2026-02-28.")
            .user("Thanks")
            .assistant(END)
            .build();

    assertThat(rendered(other, 2000)).isEqualTo(rendered(story().build(), 2000));
  }

  @Test
  void number_otherThanTheResult_isStillOther() {
    Trace right =
        trace().user("How much?").tool("price", "{}", "7250 EUR").assistant("7250 EUR").build();
    Trace wrong =
        trace().user("How much?").tool("price", "{}", "7250 EUR").assistant("7520 EUR").build();

    assertThat(rendered(right, 2000)).contains("at the end: [n1] EUR");
    assertThat(rendered(wrong, 2000)).contains("at the end: [n2] EUR");
  }

  @Test
  void repeats_areToldOnce() {
    TraceBuilder builder = trace().user("Find it");
    for (int i = 0; i < 40; i++) {
      builder.tool("search", "{\"q\": \"it\"}", "no results");
    }

    String text = rendered(builder.assistant(END).build(), 2000);

    assertThat(text.lines().count()).isLessThan(10);
    assertThat(text).contains("(the 2 lines above again, 39 times)").contains(END);
  }

  @Test
  void longText_isCutInItsMiddle() {
    String text =
        rendered(
            trace()
                .user("Read")
                .tool("read", "{}", "start " + "word ".repeat(5000) + "finish")
                .assistant(END)
                .build(),
            2000);

    assertThat(text).contains("result: start word").contains("finish").contains(" … ");
    assertThat(Tokens.of(text)).isLessThan(400);
  }

  @Test
  void secret_atACut_isGoneWhole() {
    for (int before = 150; before < 260; before += 3) {
      String key = "sk-ant-api03-" + "Qx7Lm2Zp".repeat(8);
      String text =
          rendered(
              trace()
                  .user("Go")
                  .tool("read", "{}", "a".repeat(before) + " " + key + " " + "b ".repeat(400))
                  .assistant(END)
                  .build(),
              2000);

      assertThat(text).doesNotContain("Qx7Lm2Zp").doesNotContain("sk-ant");
    }
  }

  @Test
  void manySteps_keepFailuresUsersAndTheEnd() {
    TraceBuilder builder = trace().user("Book a table for two");
    for (int i = 0; i < 400; i++) {
      builder.tool(
          "lookup_" + i % 7, "{\"page\": \"p" + i + "\"}", "row of page p" + i + " and more words");
      if (i == 200) {
        builder.failedTool("book", "{}", "the kitchen is on fire");
        builder.user("But I said for three!");
      }
    }

    String text = rendered(builder.assistant(END).build(), 1000);

    assertThat(Tokens.of(text)).isLessThan(1300);
    assertThat(text)
        .contains("Book a table for two")
        .contains("the kitchen is on fire")
        .contains("But I said for three!")
        .contains(END)
        .contains("(left out: ")
        .contains("of 7 tools)");
  }

  @Test
  void subAgents_thatWentWell_areFoldedBeforeTheOneThatFailed() {
    TraceBuilder builder = trace().user("Plan my trip");
    for (int agent = 0; agent < 6; agent++) {
      builder.agent("helper " + (char) ('a' + agent));
      for (int i = 0; i < 60; i++) {
        builder.tool("look", "{\"at\": \"x" + agent + "y" + i + "\"}", "seen x" + agent + "y" + i);
      }
      if (agent == 3) {
        builder.failedTool("pay", "{}", "the card was refused");
      }
      builder.end();
    }

    String text = rendered(builder.assistant(END).build(), 1500);

    assertThat(text)
        .contains("a sub-agent's steps, without a failure: ")
        .contains("the card was refused")
        .contains(END);
    assertThat(Tokens.of(text)).isLessThan(1900);
  }

  @Test
  @Timeout(20)
  void hugeTrace_takesSeconds() {
    TraceBuilder builder = trace().user("Go on");
    for (int i = 0; i < 50_000; i++) {
      builder.tool(
          "step", "{\"n\": \"k" + Integer.toString(i, 36) + "\"}", "ok " + Integer.toString(i, 36));
    }
    Trace built = builder.assistant(END).build();
    long start = System.nanoTime();

    String text = rendered(built, 2000);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(Tokens.of(text)).isLessThan(2600);
    assertThat(text).contains(END);
  }

  @Test
  void fence_isDrawnAnewAndHoldsTheData() {
    String one = Fence.around("data", "task");
    String two = Fence.around("data", "task");

    assertThat(one).isNotEqualTo(two).contains("\ndata\n").endsWith("task");
    assertThat(List.of(one.split("\n", -1))).hasSize(5);
  }
}
