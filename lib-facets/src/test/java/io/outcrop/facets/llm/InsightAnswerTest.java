package io.outcrop.facets.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class InsightAnswerTest {
  private static final String EVIDENCE =
      """
      Evidence (share of the members; share of the runs outside):
      1. loop: true (90 %; 10 %; all others)
      2. model versions: m-2.1 (70 %; 20 %; all others)
      By rules this is said of it:
      - Goes round in a loop""";

  private static ObjectNode claim(ObjectNode node, String field, String text, int... rows) {
    ObjectNode claim = node.putObject(field).put("text", text);
    claim.putArray("evidence");
    for (int row : rows) {
      claim.withArray("evidence").add(row);
    }
    return node;
  }

  private static ObjectNode whole() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    InsightAnswer.FIELDS.forEach(field -> claim(node, field, "Repeats itself.", 1));
    return node;
  }

  private static InsightAnswer.Reading read(ObjectNode node) {
    return InsightAnswer.read(node.toString(), EVIDENCE, text -> text.replace("Meyer", "[name]"));
  }

  @Test
  void claims_thatNameRows_areTaken() {
    InsightAnswer.Reading reading =
        read(claim(whole(), "likely_cause", "Meyer's m-2.1 forgets what it asked.", 2, 1));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.answer().claims()).hasSize(6);
    assertThat(reading.answer().text("likely_cause"))
        .isEqualTo("[name]'s m-2.1 forgets what it asked.");
    assertThat(reading.answer().claims().get("likely_cause").evidence()).containsExactly(1, 2);
    assertThat(InsightAnswer.read(reading.answer().json(), EVIDENCE, text -> text).answer())
        .isEqualTo(reading.answer());
  }

  @Test
  void claims_withoutARowOrWithOneThatIsNotThere_areDropped() {
    ObjectNode node = claim(claim(whole(), "fix", "Stop it."), "pattern", "Loops.", 1, 3);
    InsightAnswer.Reading reading = read(node);
    assertThat(reading.problems())
        .containsExactly(
            "pattern names a row that the evidence lacks", "fix names no row of the evidence");
    assertThat(reading.answer().text("fix")).isNull();
    assertThat(reading.answer().text("pattern")).isNull();
    assertThat(reading.answer().text("headline")).isEqualTo("Repeats itself.");
  }

  @Test
  void claims_withFiguresOrUnknownVersions_areDropped() {
    for (String text :
        new String[] {"In 97 % of runs.", "Ninety of 100.", "Since m-3.", "At 90 %"}) {
      assertThat(read(claim(whole(), "pattern", text, 1)).answer().text("pattern"))
          .as(text)
          .isNull();
    }
  }

  @Test
  void headline_thatIsLong_isDropped() {
    String words = "a b c d e f g h i j k l m n o";
    assertThat(read(claim(whole(), "headline", words, 1)).problems())
        .containsExactly("headline is too long");
  }

  @Test
  void answer_ofWhichNothingHolds_isRefused() {
    assertThat(read(new ObjectMapper().createObjectNode()).answer()).isNull();
    assertThat(InsightAnswer.read("no", EVIDENCE, text -> text).problems())
        .containsExactly("it was no JSON");
  }

  @Test
  void answer_ofABatch_isHeldToItsFormAlone() {
    assertThat(
            InsightAnswer.read(claim(whole(), "fix", "Stop it.", 99).toString(), null, text -> text)
                .answer()
                .claims())
        .hasSize(6);
  }

  @Test
  void question_fencesTheEvidence() {
    assertThat(InsightPrompt.about(EVIDENCE).data()).contains("<data ", "1. loop: true");
    assertThat(InsightPrompt.prompt().schema()).contains("likely_cause", "\"evidence\"");
  }
}
