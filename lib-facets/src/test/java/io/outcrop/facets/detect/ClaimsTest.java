package io.outcrop.facets.detect;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.TraceBuilder;
import io.outcrop.facets.trace.SpanKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

  private static Claims.Found found(TraceBuilder builder) {
    return Claims.in(TraceView.of(builder.build()));
  }

  private static List<String> phantoms(String text) {
    return found(trace().user("Please see to it.").assistant(text)).phantoms();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I searched the web and the capital is Lima.",
        "I've checked your calendar and you are free at 3pm.",
        "I have looked up the current price; it is 12 euros.",
        "I ran the tests and everything is green.",
        "Your table is set: I booked it for 7 pm.",
        "I've already cancelled your order, and the money is on its way.",
        "I just sent an email to the whole team.",
        "Good news! I\u2019ve gone ahead and rescheduled the meeting to Friday.",
        "I was able to cancel your reservation without a fee.",
        "Based on what came back when all was done, fine. I performed a quick search of the archive.",
        "I used the flight_search tool to find the options below.",
        "I queried the database and found 14 matching rows.",
        "Your refund has been successfully issued to the account.",
        "Successfully booked two seats for tonight.",
        "I checked the inventory and updated your order.",
        "I have notified the on-call engineer about it.",
        "I've deployed the new version to staging.",
        "I executed the script and it printed 42.",
        "All tests pass now.",
        "I have escalated your case to the billing people.",
        "I called the getWeather tool and it is sunny.",
        "I fetched the latest logs from the server.",
        "I have processed your refund of 20 dollars.",
        "I managed to book the last room.",
      })
  void phantoms_claimWithoutAnyCall_isOne(String text) {
    assertThat(phantoms(text)).as(text).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I could search the web for that.",
        "I can check your calendar if you like.",
        "I will look that up for you.",
        "Shall I send an email to the team?",
        "Have I cancelled your order yet?",
        "I haven't booked anything yet.",
        "I didn't run the tests.",
        "I have not sent the email.",
        "Once I've booked the table I'll let you know.",
        "If I had checked the calendar, I would have seen it.",
        "You said \"I searched the web\" in your message.",
        "> I booked the flight\nThat is what the log says.",
        "I've updated the draft with your changes.",
        "I added an introduction and removed the third paragraph.",
        "I created a function that sorts the list below.",
        "I checked my reasoning and the answer is 4.",
        "I've reviewed the information you provided.",
        "I see that your order was cancelled on Monday.",
        "I understand your flight has been cancelled.",
        "I'm sorry that your booking has been changed.",
        "I've noted your preference for window seats.",
        "I searched my memory but nothing comes to mind.",
        "You should run the tests before you push.",
        "Your order has been delivered, according to your message.",
        "Let me check the calendar for you.",
        "I'd have to search the web for this.",
        "I've listed the steps below.",
        "```\nI ran the tests\n```\nis an example of a report.",
        "I've sent you the summary above.",
        "The library searched the index and returned null.",
        "I would have called the weather tool if I had one.",
        "I am unable to cancel your reservation.",
        "I was not able to book the room.",
        "He told me I booked it wrong.",
        "I checked the code you pasted and see a bug.",
        "I've initiated a transfer to a human agent.",
        "Before I cancelled anything, I wanted to ask.",
      })
  void phantoms_noClaim_isNone(String text) {
    assertThat(phantoms(text)).as(text).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "I searched the web., tavily_search",
    "I searched the web., browse-page",
    "I've checked your calendar., getCalendarEvents",
    "I looked up the account., find_customer_by_email",
    "I ran the tests., bash",
    "I booked the room., reservations.create",
    "I've cancelled your order., cancel_pending_order",
    "I sent an email to them., gmail.send_message",
    "I sent an email to them., mystery_tool",
    "I queried the database., sql_query",
    "I used the flight_search tool., searchFlights",
    "I deployed the service., run_shell_command",
    "I've escalated your case., transfer_to_human_agents",
  })
  void phantoms_callOfMatchingKind_isNone(String text, String tool) {
    Claims.Found found = found(trace().user("Go").tool(tool, "{}", "ok").assistant(text));
    assertThat(found.phantoms()).isEmpty();
    assertThat(found.tools()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "I've cancelled your order., get_order_details, write",
    "I booked the room for you., search_hotels, write",
    "I sent an email to your manager., lookup_employee, notify",
    "I searched the web for it., send_email, search",
    "I ran the tests and they pass., create_ticket, run",
  })
  void phantoms_callOfAnotherKind_isOne(String text, String tool, String phantom) {
    Claims.Found found = found(trace().user("Go").tool(tool, "{}", "ok").assistant(text));
    assertThat(found.phantoms()).containsExactly(phantom);
  }

  @Test
  void phantoms_failedCall_isNoPhantom() {
    TraceBuilder builder = trace().user("Go").failedTool("book_room", "{}", "boom");
    assertThat(found(builder.assistant("I booked the room.")).phantoms()).isEmpty();
  }

  @Test
  void phantoms_callOnlyInAMessage_isNone() {
    TraceBuilder builder = trace().user("Go").asksFor("web_search", "{}");
    assertThat(found(builder.assistant("I searched the web.")).phantoms()).isEmpty();
  }

  @Test
  void phantoms_retrieverSpan_isEvidence() {
    TraceBuilder builder = trace().user("Go").retriever("vectors", "q", "doc");
    assertThat(found(builder.assistant("I searched the archive.")).phantoms()).isEmpty();
  }

  @Test
  void phantoms_opaqueSubAgent_isEvidence() {
    TraceBuilder builder = trace().root(r -> r.agent("boss")).user("Go").agent("booker").end();
    assertThat(found(builder.assistant("I booked the room.")).phantoms()).isEmpty();
  }

  @Test
  void phantoms_subAgentWithItsOwnCalls_isNoBlankCheque() {
    TraceBuilder builder = trace().root(r -> r.agent("boss")).user("Go").agent("reader");
    builder.tool("read_page", "{}", "text").end();
    assertThat(found(builder.assistant("I booked the room.")).phantoms()).containsExactly("write");
  }

  @Test
  void phantoms_toolThatOnlyThinks_isNoEvidence() {
    TraceBuilder builder = trace().user("Go").tool("think", "{}", "hm");
    assertThat(found(builder.assistant("I searched the web.")).phantoms())
        .containsExactly("search");
  }

  @Test
  void phantoms_usersOwnWords_areNoClaim() {
    TraceBuilder builder = trace().user("I booked a flight and I searched the web.");
    assertThat(found(builder.assistant("Congratulations!")).tools()).isEmpty();
  }

  @Test
  void phantoms_historyOfEarlierTraces_isNoClaim() {
    TraceBuilder builder = trace().user("Hi").earlierAssistant("I've booked the room.");
    assertThat(found(builder.user("And now?").assistant("Anything else?")).tools()).isEmpty();
  }

  @Test
  void phantoms_reasoning_isReadToo() {
    TraceBuilder builder = trace().user("Go").thinks("I searched the web already.", "It is 7.");
    assertThat(found(builder).phantoms()).containsExactly("search");
  }

  @Test
  void consequential_claimedWrite_isMoreThanALookup() {
    assertThat(found(trace().assistant("I booked the room.")).consequential()).isTrue();
    assertThat(found(trace().assistant("I searched the web.")).consequential()).isFalse();
  }

  @Test
  void tools_nameKnownInAnySpelling_isClaimed() {
    TraceBuilder builder = trace().tool("get_weather", "{}", "ok");
    assertThat(found(builder.assistant("I called getWeather twice.")).tools())
        .containsExactly("get_weather");
  }

  @Test
  void phantoms_rerankerSpan_isEvidenceOfSearch() {
    TraceBuilder builder = trace().user("Go").span(SpanKind.RERANKER, "rerank", s -> {});
    assertThat(found(builder.assistant("I searched the archive.")).phantoms()).isEmpty();
  }
}
