package io.outcrop.facets.detect;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.TraceBuilder;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackTest {

  private static boolean fallback(TraceBuilder builder) {
    return Fallback.in(TraceView.of(builder.build()));
  }

  private static TraceBuilder failedModel(String model) {
    return trace().user("Go").model((String) null, s -> s.model(model).status(SpanStatus.ERROR));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm unable to help with that at this time.",
        "Sorry, something went wrong. Please try again later.",
        "We are experiencing technical difficulties.",
        "An unexpected error occurred.",
        "I'm sorry, I didn't understand that.",
        "The service is temporarily unavailable.",
        "I can't assist right now, please try again later.",
        "Agent stopped due to iteration limit or time limit.",
        "I am unable to process your request.",
        "I'm having trouble processing your request.",
        "I cannot process your request.",
        "I do not understand the question.",
      })
  void in_cannedAnswer_isTrue(String text) {
    assertThat(fallback(trace().user("Where is it?").assistant(text))).as(text).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I couldn't find order 17 in our system.",
        "Your parcel is delayed; it arrives on Monday.",
        "I do not have that item in blue, only in red.",
        "The exception means that an index was out of bounds. The loop went one step too far.",
        "Which of the two bookings do you mean?",
        "Done.",
        "It failed with code 503, so I kept the old price of 12 euros.",
        "You can process the refund in the portal.",
        "The committee understood the question and answered it at the time of the hearing.",
        "Your request was processed.",
        "Technically, the answer is yes.",
        "The store is open now.",
      })
  void in_realAnswer_isFalse(String text) {
    assertThat(fallback(trace().user("Where is it?").assistant(text))).as(text).isFalse();
  }

  @Test
  void in_otherModelAfterFailure_isTrue() {
    assertThat(fallback(failedModel("big-1").model("Hi", s -> s.model("small-1")))).isTrue();
  }

  @Test
  void in_sameModelAfterFailure_isFalse() {
    assertThat(fallback(failedModel("big-1").model("Hi", s -> s.model("big-1")))).isFalse();
  }

  @Test
  void in_sameModelWithDateAfterFailure_isFalse() {
    assertThat(fallback(failedModel("big").model("Hi", s -> s.model("big-2026-01-01")))).isFalse();
  }

  @Test
  void in_otherModelWithoutFailure_isFalse() {
    assertThat(fallback(trace().user("Go").assistant("A").model("B", s -> s.model("m-2"))))
        .isFalse();
  }

  @Test
  void in_otherToolWithSameArgumentsAfterFailure_isTrue() {
    TraceBuilder builder = trace().failedTool("web_search", "{\"q\":\"spark\"}", "x");
    assertThat(fallback(builder.tool("wiki_search", "{\"q\":\"spark\"}", "y"))).isTrue();
  }

  @Test
  void in_otherToolWithOtherArgumentsAfterFailure_isFalse() {
    TraceBuilder builder = trace().failedTool("find_by_email", "{\"email\":\"a@b\"}", "x");
    assertThat(fallback(builder.tool("find_by_name", "{\"name\":\"Ann\"}", "y"))).isFalse();
  }

  @Test
  void in_attribute_isTrueUnlessItSaysNo() {
    assertThat(fallback(trace().root(r -> r.attribute("llm.fallback", "gpt-x")))).isTrue();
    assertThat(fallback(trace().root(r -> r.attribute("llm.fallback", "false")))).isFalse();
  }

  @Test
  void in_spanNamedFallback_isTrue() {
    assertThat(fallback(trace().span(SpanKind.WORKFLOW, "fallback_handler", s -> {}))).isTrue();
  }
}
