package io.outcrop.facets.llm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelAnswerTest {
  private static final String EVIDENCE =
      """
      - repeated calls: 92 % of the members, 4 % of all others
      - price lookup failed
      answers, retries: 0""";

  private static LabelAnswer.Reading read(String description, String title) {
    String json =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .createObjectNode()
            .put("description", description)
            .put("title", title)
            .toString();
    return LabelAnswer.read(json, EVIDENCE, text -> text.replace("Meyer", "[name]"));
  }

  @Test
  void name_inTheWordsOfTheEvidence_isTaken() {
    LabelAnswer.Reading reading =
        read(
            "The agent answers although the price lookup failed. It never retries.",
            "Answers after the price lookup failed, without retrying.");
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.answer().title())
        .isEqualTo("Answers after the price lookup failed, without retrying");
    assertThat(LabelAnswer.read(reading.answer().json(), EVIDENCE, text -> text).answer())
        .isEqualTo(reading.answer());
  }

  @Test
  void name_withWordsThatTheEvidenceLacks_isRefused() {
    assertThat(read("The agent repeats calls.", "Repeats calls to hotel bookings").problems())
        .containsExactly("title has words that the evidence lacks");
    assertThat(read("A hotel was booked.", "Repeats calls").problems())
        .containsExactly("description has words that the evidence lacks");
  }

  @Test
  void name_thatSaysNothingOrTooMuch_isRefused() {
    assertThat(read("Calls are repeated.", "Various repeated calls").problems())
        .contains("title says that the members differ and not what they share");
    assertThat(read("Calls are repeated.", "call ".repeat(11).strip()).problems())
        .containsExactly("title has more than ten words");
    assertThat(read("", "Repeats calls").problems()).containsExactly("description is no text");
    assertThat(LabelAnswer.read("no", EVIDENCE, text -> text).problems()).isNotEmpty();
  }
}
