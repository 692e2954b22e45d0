package io.outcrop.facets.detect;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.TraceBuilder;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallDetectorsTest {

  private static TraceView view(TraceBuilder builder) {
    return TraceView.of(builder.build());
  }

  @ParameterizedTest
  @CsvSource({
    "get_user_details, LOOK_UP",
    "fetchInvoice, LOOK_UP",
    "file.read, LOOK_UP",
    "search_flights, SEARCH",
    "web-search, SEARCH",
    "vectorStore.query, SEARCH",
    "book_reservation, WRITE",
    "cancelOrder, WRITE",
    "exchange_delivered_order_items, WRITE",
    "send_email, NOTIFY",
    "slack.postMessage, NOTIFY",
    "calculate, COMPUTE",
    "calculator, COMPUTE",
    "convertCurrency, COMPUTE",
    "transfer_to_billing_agent, DELEGATE",
    "askExpert, DELEGATE",
    "execute_python, RUN",
    "bash, RUN",
    "run_search, SEARCH",
    "think, THINK",
    "frobnicate, OTHER",
    "weather, LOOK_UP",
    "executeSql, RUN",
  })
  void action_ofToolName_isItsVerbs(String tool, Action action) {
    assertThat(Action.ofTool(tool)).isEqualTo(action);
  }

  @ParameterizedTest
  @CsvSource({
    "TimeoutError, , TIMEOUT",
    ", 429 Too Many Requests, RATE_LIMIT",
    ", 401 Unauthorized, AUTH",
    ", user not found, NOT_FOUND",
    "ValidationError, , VALIDATION",
    ", Permission denied, PERMISSION",
    ", email already exists, CONFLICT",
    "ConnectionError, , NETWORK",
    ", 500 Internal Server Error, SERVER",
    "JSONDecodeError, , PARSE",
    ", maximum context length is 8192 tokens, CONTEXT_LENGTH",
    ", blocked by content filter, CONTENT_FILTER",
    ", Recursion limit of 25 reached, STEP_LIMIT",
    "CancelledError, , CANCELLED",
    ", it went sideways, UNKNOWN",
    ", order 4290 went sideways, UNKNOWN",
    "_OTHER, read timed out, TIMEOUT",
  })
  void errorClass_ofTypeAndMessage_isIt(String type, String message, ErrorClass errorClass) {
    assertThat(ErrorClass.of(type, message, null)).isEqualTo(errorClass);
  }

  @Test
  void retries_failedThenAgain_areCounted() {
    TraceBuilder tools = trace().failedTool("get", "{}", "x").failedTool("get", "{}", "x");
    assertThat(Retries.count(view(tools.tool("get", "{}", "ok")))).isEqualTo(2);
    TraceBuilder models = trace().model((String) null, s -> s.status(SpanStatus.ERROR));
    assertThat(Retries.count(view(models.assistant("Hi")))).isEqualTo(1);
    TraceBuilder apart = trace().failedTool("get", "1", "x").tool("put", "{}", "ok");
    assertThat(Retries.count(view(apart.tool("get", "2", "ok")))).isEqualTo(1);
  }

  @Test
  void retries_withoutFailureBefore_areNone() {
    TraceBuilder good = trace().tool("get", "{}", "1").tool("get", "{}", "1");
    assertThat(Retries.count(view(good))).isZero();
    TraceBuilder other = trace().failedTool("get", "{}", "x").tool("put", "{}", "ok");
    assertThat(Retries.count(view(other))).isZero();
    TraceBuilder shell = trace().failedTool("bash", "ls a", "x").tool("bash", "pwd", "ok");
    assertThat(Retries.count(view(shell))).isZero();
    TraceBuilder last = trace().tool("get", "{}", "ok").failedTool("get", "{}", "x");
    assertThat(Retries.count(view(last))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "max_tokens", "MAX_TOKENS", "Length", "model_length"})
  void truncation_finishReason_isTrue(String reason) {
    TraceBuilder builder = trace().model("Text.", s -> s.finishReasons(List.of(reason)));
    assertThat(Truncation.in(view(builder))).isTrue();
  }

  @Test
  void truncation_openStructure_isTrue() {
    String text = "word ".repeat(60);
    for (String cut :
        List.of(
            "Here:\n```java\nint a = 1;",
            "{\"rows\": [1, 2, 3",
            "[{\"a\": \"b",
            text + "and then we went to the",
            text + "apples, pears,",
            text + "this works because")) {
      assertThat(Truncation.in(view(trace().user("Go").assistant(cut)))).as(cut).isTrue();
    }
  }

  @Test
  void truncation_closedText_isFalse() {
    String text = "word ".repeat(60);
    for (String whole :
        List.of(
            "Here:\n```java\nint a = 1;\n```",
            "{\"rows\": [1, 2, 3]}",
            "{\"rows\": []} is what came back",
            text + "the end.",
            text + "the end",
            "Short, and",
            "{placeholder",
            "[1] See the source",
            text + "Best regards,\nAnn",
            "```a``` and ```b```")) {
      assertThat(Truncation.in(view(trace().user("Go").assistant(whole)))).as(whole).isFalse();
    }
    TraceBuilder stop = trace().model("Text.", s -> s.finishReasons(List.of("stop", "tool_calls")));
    assertThat(Truncation.in(view(stop))).isFalse();
    TraceBuilder cut = trace().model("Here:\n```java\nint", s -> s.truncated(true));
    assertThat(Truncation.in(view(cut))).isFalse();
  }

  @Test
  void delegation_patterns_areTold() {
    assertThat(Delegation.pattern(view(trace().tool("get", "{}", "x")))).isEqualTo("none");
    TraceBuilder one = trace().root(r -> r.agent("boss")).agent("a").end();
    assertThat(Delegation.pattern(view(one))).isEqualTo("single");
    TraceBuilder two = trace().root(r -> r.agent("boss")).agent("a").end().agent("b").end();
    assertThat(Delegation.pattern(view(two))).isEqualTo("chain");
    TraceBuilder deep = trace().root(r -> r.agent("boss")).agent("a").agent("b").end();
    assertThat(Delegation.pattern(view(deep))).isEqualTo("nested");
    TraceBuilder same = trace().root(r -> r.agent("boss")).agent("boss").end();
    assertThat(Delegation.pattern(view(same))).isEqualTo("none");
    TraceBuilder human = trace().tool("transfer_to_human", "{}", "ok");
    assertThat(Delegation.pattern(view(human))).isEqualTo("none");
    Instant at = Instant.parse("2026-03-04T10:00:05Z");
    TraceBuilder both = trace().root(r -> r.agent("boss"));
    both.span(SpanKind.AGENT, "a", s -> s.agent("a").startTime(at).endTime(at.plusSeconds(4)));
    both.span(SpanKind.AGENT, "b", s -> s.agent("b").startTime(at).endTime(at.plusSeconds(4)));
    assertThat(Delegation.pattern(view(both))).isEqualTo("parallel");
    assertThat(Delegation.fanOut(both.build())).isEqualTo(2);
  }

  @Test
  void fanOut_oneAfterAnother_isOne() {
    TraceBuilder builder = trace().tool("a", "{}", "x").tool("b", "{}", "x").tool("c", "{}", "x");
    assertThat(Delegation.fanOut(builder.build())).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I want to speak to a human.",
        "Can I talk to a real person please?",
        "Get me a manager!",
        "Please transfer me to an agent",
        "let me talk to your supervisor",
        "human agent please",
        "I need to chat with a representative",
      })
  void escalation_userAsksForAPerson_isTrue(String text) {
    assertThat(Escalation.of(view(trace().user(text).assistant("Hm.")))).as(text).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Write a poem about a human agent.",
        "My manager is on holiday.",
        "Transfer 30 euros to my savings.",
        "How do I talk to the API?",
        "I spoke to a friend about it.",
        "The agent crashed.",
        "Connect the lamp to the socket.",
      })
  void escalation_personsAreMerelyMentioned_isFalse(String text) {
    assertThat(Escalation.of(view(trace().user(text).assistant("Hm.")))).as(text).isFalse();
  }

  @Test
  void escalation_calls_areJudgedByName() {
    assertThat(Escalation.of(view(trace().tool("transfer_to_human_agents", "{}", "ok")))).isTrue();
    assertThat(Escalation.of(view(trace().tool("escalateTicket", "{}", "ok")))).isTrue();
    assertThat(Escalation.of(view(trace().tool("transfer_to_billing_agent", "{}", "ok"))))
        .isFalse();
    assertThat(Escalation.of(view(trace().tool("transfer_money", "{}", "ok")))).isFalse();
    assertThat(Escalation.of(view(trace()))).isNull();
  }

  @Test
  void actionSequence_twoDomainsSameBehaviour_areEqual() {
    TraceBuilder airline =
        trace().user("Cancel").tool("get_flight", "1", "x").failedTool("cancel_flight", "1", "no");
    TraceBuilder shop =
        trace().user("Return").tool("fetchOrder", "9", "y").failedTool("return-item", "7", "bad");
    List<String> sequence = ActionSequence.of(view(airline.assistant("Which one?")));
    assertThat(sequence).containsExactly("user", "look_up", "write:error", "ask");
    assertThat(ActionSequence.of(view(shop.assistant("What now?")))).isEqualTo(sequence);
  }

  @Test
  void actionSequence_relations_areTold() {
    TraceBuilder builder = trace().user("Go").tool("search", "a", "[]").tool("get", "b", "1");
    builder.tool("get", "b", "1").tool("bash", "mkdir x", "").assistant("Done.");
    assertThat(ActionSequence.of(view(builder)))
        .containsExactly("user", "search:empty", "look_up", "look_up:same_again", "run", "answer");
  }

  @Test
  void actionSequence_long_keepsBothEnds() {
    TraceBuilder builder = trace().user("Go");
    for (int i = 0; i < 100; i++) {
      builder.tool(i % 2 == 0 ? "get" : "create", "" + i, "x" + i);
    }
    List<String> sequence = ActionSequence.of(view(builder.assistant("Done.")));
    assertThat(sequence).hasSize(60).startsWith("user", "look_up", "write").endsWith("answer");
  }
}
