package io.outcrop.facets.detect;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.TraceBuilder;
import io.outcrop.facets.trace.SpanStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwallowedErrorsTest {

  private static int count(TraceBuilder builder) {
    return SwallowedErrors.count(TraceView.of(builder.build()));
  }

  private static TraceBuilder failing() {
    return trace().user("Cancel it").failedTool("cancel_order", "{}", "503");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your order is cancelled.",
        "All done! Is there anything else I can help you with?",
        "The cancellation went through and you will get your money back in five days.",
        "Done.",
        "Your order will arrive on Tuesday at noon.",
        "Great, everything is set for tomorrow.",
        "I'm sorry to hear that the item was late. Your refund is on its way.",
        "Here is the summary you wanted: revenue grew by 4 percent.",
        "Thanks for your patience! The ticket is closed.",
        "I've resolved your issue.",
        "The balance of your account is 300 dollars.",
        "Yes, it has been taken care of.",
      })
  void count_agentGoesOn_isOne(String text) {
    assertThat(count(failing().assistant(text))).as(text).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I could not cancel the order.",
        "Unfortunately the cancellation did not go through.",
        "There was an error on our side.",
        "I'm sorry, the system is unavailable.",
        "I was unable to reach the order system.",
        "The request timed out.",
        "Could you give me the order number?",
        "I'm transferring you to a human agent.",
        "The service failed, so here is what I know from before.",
        "I ran into a problem with the order system.",
        "Lo siento, no pude cancelar el pedido.",
        "That order doesn't exist.",
        "Let me try another way.",
        "申し訳ございません。",
      })
  void count_agentIsOpenAboutIt_isZero(String text) {
    assertThat(count(failing().assistant(text))).as(text).isZero();
  }

  @Test
  void count_errorOnlyInResult_isOne() {
    TraceBuilder builder = trace().tool("get_price", "{}", "{\"error\":\"upstream down\"}");
    assertThat(count(builder.assistant("The price is 12 euros."))).isEqualTo(1);
  }

  @Test
  void count_toolWorksLater_isZero() {
    TraceBuilder builder = failing().tool("cancel_order", "{\"n\":2}", "ok");
    assertThat(count(builder.assistant("Your order is cancelled."))).isZero();
  }

  @Test
  void count_otherToolOfTheKindWorksLater_isZero() {
    TraceBuilder builder =
        trace().failedTool("search_web", "{}", "x").tool("wiki_search", "{}", "a");
    assertThat(count(builder.assistant("It is in Peru."))).isZero();
  }

  @Test
  void count_otherKindWorksLater_isOne() {
    TraceBuilder builder = failing().tool("get_order", "{}", "{\"id\":1}");
    assertThat(count(builder.assistant("Your order is cancelled."))).isEqualTo(1);
  }

  @Test
  void count_runItselfFails_isZero() {
    TraceBuilder builder = failing().assistant("Done.").root(r -> r.status(SpanStatus.ERROR));
    assertThat(count(builder)).isZero();
  }

  @Test
  void count_noTextFollows_isZero() {
    assertThat(count(failing())).isZero();
  }

  @Test
  void count_admittedLater_isZero() {
    TraceBuilder builder = failing().assistant("One moment.").user("And?");
    assertThat(count(builder.assistant("I could not cancel it."))).isZero();
  }

  @Test
  void count_admittedBeforeASecondFailure_isOne() {
    TraceBuilder builder = failing().assistant("That failed.").failedTool("refund", "{}", "x");
    assertThat(count(builder.assistant("Your money is on its way."))).isEqualTo(1);
  }

  @Test
  void count_handedOverByCall_isZero() {
    TraceBuilder builder = failing().tool("transfer_to_human_agents", "{}", "ok");
    assertThat(count(builder.assistant("Please hold."))).isZero();
  }

  @Test
  void count_emptyResult_isNoError() {
    TraceBuilder builder = trace().tool("search_flights", "{}", "[]");
    assertThat(count(builder.assistant("Your flight leaves at 9."))).isZero();
  }
}
