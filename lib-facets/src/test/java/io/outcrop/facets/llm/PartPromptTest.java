package io.outcrop.facets.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.custom.TracePart;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartPromptTest {
  private static final PartPrompt PROMPT =
      new PartPrompt(
          EnumSet.of(TracePart.OUTPUT, TracePart.TOOL_CALLS),
          List.of(
              new PromptFacet(
                  "tone", "How does it speak?", List.of("warm", "curt"), List.of("No. -> curt")),
              new PromptFacet("care", "Does it ask?", List.of("asks", "acts"), List.of())),
          500);

  @Test
  void prompt_namesPartsQuestionsAndClosedSets() {
    assertThat(PROMPT.prompt().instructions())
        .contains("Parts: output, tool-calls.")
        .contains("tone: How does it speak? Labels: warm, curt.\n  Example: No. -> curt")
        .contains("care: Does it ask? Labels: asks, acts.")
        .doesNotContain("task_summary");
    assertThat(PROMPT.prompt().schema())
        .contains("\"warm\",\"curt\",null")
        .contains("\"required\":[\"tone\",\"care\"]");
    assertThat(PROMPT.about("1 agent: Hi").data()).contains(">\n1 agent: Hi\n</data ");
  }

  @Test
  void answer_ofTheClosedSets_isTakenAndReadAgain() {
    PartPrompt.Reading reading =
        PROMPT.read("{\"tone\":\"curt\",\"care\":null,\"more\":\"words of its own\"}");

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.labels()).isEqualTo(Map.of("tone", "curt"));
    assertThat(PROMPT.labels(reading.json())).isEqualTo(Map.of("tone", "curt"));
  }

  @Test
  void answer_thatIsNone_isRefusedInOurOwnWords() {
    assertThat(PROMPT.read("{\"tone\":\"ecstatic\"}").problems())
        .containsExactly("tone is none of the list");
    assertThat(PROMPT.read("{\"task_summary\":\"x\"}").problems())
        .containsExactly("it had none of the members asked for");
    assertThat(PROMPT.read("").problems()).containsExactly("it was no JSON object");
    assertThat(PROMPT.read("{\"tone").problems()).containsExactly("it was no JSON");
    assertThat(PROMPT.labels("{\"tone\":\"ecstatic\"}")).isEmpty();
  }
}
