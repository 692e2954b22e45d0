package io.outcrop.facets.trace;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.TraceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private static List<String> said(TraceBuilder builder) {
    return builder.build().conversation().turns().stream()
        .filter(t -> !t.role().equals("system"))
        .map(t -> t.role() + ": " + t.text())
        .toList();
  }

  private static TraceBuilder story(TraceBuilder builder) {
    return builder
        .system("You are a clerk.")
        .user("Where is my parcel?")
        .assistant("Which number?")
        .user("17")
        .asksFor("track", "{}")
        .toolMessage("c3", "in transit")
        .assistant("It is in transit.");
  }

  @Test
  void turns_deltaRecording_areAllThereOnce() {
    assertThat(said(story(trace())))
        .containsExactly(
            "user: Where is my parcel?",
            "assistant: Which number?",
            "user: 17",
            "assistant: ",
            "tool: in transit",
            "assistant: It is in transit.");
  }

  @Test
  void turns_fullHistoryRecording_equalDeltaRecording() {
    assertThat(said(story(trace().withHistory()))).isEqualTo(said(story(trace())));
  }

  @Test
  void turns_userRepeatsAWordInDelta_bothStay() {
    TraceBuilder builder =
        trace().user("Help me").assistant("Sure?").user("yes").assistant("Really?").user("yes");
    assertThat(said(builder.assistant("Done.")))
        .containsExactly(
            "user: Help me",
            "assistant: Sure?",
            "user: yes",
            "assistant: Really?",
            "user: yes",
            "assistant: Done.");
  }

  @Test
  void turns_sameCallRetried_inputIsThereOnce() {
    TraceBuilder builder =
        trace().withHistory().user("Plan a trip").model((String) null, s -> s.errorType("Timeout"));
    assertThat(said(builder.assistant("Here it is.")))
        .containsExactly("user: Plan a trip", "assistant: Here it is.");
  }

  @Test
  void turns_assistantTextTrimmedInHistory_isThereOnce() {
    TraceBuilder builder = trace().user("Hi").assistant(" Hello \n").user("Hi");
    builder.earlierAssistant("Hello").user("What is Spark?").assistant("An engine.");
    assertThat(said(builder)).filteredOn(s -> s.contains("Hello")).hasSize(1);
  }

  @Test
  void turns_noModelCalls_comeFromRoot() {
    TraceBuilder builder =
        trace().root(r -> r.inputText("{\"question\":\"Why?\"}").outputText("Because."));
    assertThat(said(builder)).containsExactly("user: Why?", "assistant: Because.");
  }

  @Test
  void turns_subAgentsUserMessage_isNotTheUsers() {
    TraceBuilder builder = trace().system("Boss").user("Write a report").assistant("On it");
    builder.agent("writer").system("Writer").user("Draft section 1").assistant("Section").end();
    Conversation conversation = builder.build().conversation();
    assertThat(conversation.userTurns()).extracting(Turn::text).containsExactly("Write a report");
    assertThat(conversation.answers()).extracting(Turn::text).contains("Section");
  }

  @Test
  void answers_historyBroughtAlong_areNotProduced() {
    Conversation conversation =
        trace()
            .user("Book it")
            .earlierAssistant("I've booked it.")
            .user("Thanks, and the hotel?")
            .assistant("Which city?")
            .build()
            .conversation();
    assertThat(conversation.answers()).extracting(Turn::text).containsExactly("Which city?");
    assertThat(conversation.userTurns()).hasSize(2);
  }

  @Test
  void finalText_lastAnswer_isIt() {
    assertThat(story(trace()).build().conversation().finalText()).isEqualTo("It is in transit.");
  }

  @Test
  void finalText_toolRanLast_isNotTheEarlierText() {
    TraceBuilder builder =
        trace().user("Do it").assistant("Working on it.").tool("write", "{}", "ok");
    assertThat(builder.build().conversation().finalText()).isNull();
  }

  @Test
  void finalText_rootOutputAsJson_isUnwrapped() {
    TraceBuilder builder =
        trace()
            .tool("search", "{}", "x")
            .root(
                r ->
                    r.inputText("q")
                        .outputText(
                            "{\"messages\":[{\"type\":\"human\",\"content\":\"q\"},{\"type\":\"ai\",\"content\":\"It is 4.\"}]}"));
    assertThat(builder.build().conversation().finalText()).isEqualTo("It is 4.");
  }

  @Test
  void finalText_finalAnswerTool_isItsResult() {
    TraceBuilder builder =
        trace().user("6 times 7?").tool("final_answer", "{\"answer\":\"42\"}", "42");
    assertThat(builder.build().conversation().finalText()).isEqualTo("42");
  }
}
