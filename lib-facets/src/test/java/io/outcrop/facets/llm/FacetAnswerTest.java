package io.outcrop.facets.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.TraceBuilder;
import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.redact.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FacetAnswerTest {
  private static final FacetPrompt PROMPT =
      new FacetPrompt(
          List.of(
              new PromptFacet(
                  "department", "Whose work is it?", List.of("sales", "support"), List.of())),
          500);
  private static final String GOOD =
      """
      {"task_summary":"asks where a parcel is","topic":"parcel","language":"en",
      "failure_mode":"refuses the request","reasoning_pattern":"single lookup",
      "resource_pattern":"light","concerning_behavior":2,"sentiment":"neutral",
      "issues":["retry","refused"],"own_facets":{"department":"support"}}""";

  private static FacetAnswer.Reading read(String json) {
    return FacetAnswer.read(json, PROMPT, Redactor.standard()::redact);
  }

  @Test
  void answer_toTheSchema_isTaken() {
    FacetAnswer answer = read(GOOD).answer();

    assertThat(answer.extracted().taskSummary()).isEqualTo("asks where a parcel is");
    assertThat(answer.extracted().failureMode()).isEqualTo("refuses the request");
    assertThat(answer.extracted().issues()).containsExactly("refused", "retry");
    assertThat(answer.own()).isEqualTo(Map.of("department", "support"));
    assertThat(read(answer.json()).answer()).isEqualTo(answer);
    assertThat(read("```json\n" + GOOD + "\n```").answer()).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"refuses the request\"|\"is bad\"|failure_mode is none of the list",
        "\"single lookup\"|null|reasoning_pattern is none of the list",
        ":2,|:9,|concerning_behavior is no whole number from 1 to 5",
        ":2,|:\"2\",|concerning_behavior is no whole number from 1 to 5",
        "\"neutral\"|\"ecstatic\"|sentiment is none of the list",
        "[\"retry\",\"refused\"]|[\"retry\",\"mine\"]|issues is no list of values of the list",
        "[\"retry\",\"refused\"]|\"retry\"|issues is no list of values of the list",
        "\"en\"|\"English, of course\"|language is no code of two letters",
        "\"support\"|\"kitchen\"|department is none of the list",
        "\"asks where a parcel is\"|\" \"|task_summary is no text",
      })
  void answer_outsideAClosedSet_isRefusedInOurOwnWords(String was, String is, String problem) {
    FacetAnswer.Reading reading = read(GOOD.replace(was, is));

    assertThat(reading.isGood()).isFalse();
    assertThat(reading.problems()).containsExactly(problem);
  }

  @Test
  void answer_thatIsNone_isRefused() {
    assertThat(read("").problems()).containsExactly("it was empty");
    assertThat(read("{\"task").problems()).containsExactly("it was no JSON");
    assertThat(read("[1]").problems()).containsExactly("it was no JSON object");
    assertThat(read("7").problems()).containsExactly("it was no JSON object");
    assertThat(read("``````").problems()).containsExactly("it was no JSON");
    assertThat(read("```nothing } here { at all```").problems()).containsExactly("it was no JSON");
    assertThat(read("x".repeat(30_000)).problems()).containsExactly("it was too long");
  }

  @Test
  void words_areRedactedUnmarkedAndCut() {
    FacetAnswer answer =
        read(GOOD.replace(
                "asks where a parcel is",
                "mails jo.doe@example.com about [n1]" + " and on".repeat(60)))
            .answer();

    assertThat(answer.extracted().taskSummary())
        .startsWith("mails [email] about and on")
        .hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void facets_thatTheProducerStates_stay() {
    TraceFacets rule = TraceBuilder.trace().user("Where is it?").assistant("Here.").facets();

    TraceFacets filled =
        read(GOOD).answer().applyTo(rule, Set.of("sentiment", "failure_mode"), "a:b", text -> text);

    assertThat(filled.extracted().failureMode()).isEqualTo(rule.extracted().failureMode());
    assertThat(filled.extracted().taskSummary()).isEqualTo("asks where a parcel is");
    assertThat(filled.facetSource()).isEqualTo("a:b");
    assertThat(filled.direct()).isEqualTo(rule.direct());
    assertThat(filled.failing()).isEqualTo(rule.failing());
  }

  @Test
  void prompt_namesTheClosedSetsAndTheUsersFacets() {
    assertThat(PROMPT.prompt().schema())
        .contains("\"sales\",\"support\",null")
        .contains("\"additionalProperties\":false");
    assertThat(PROMPT.prompt().instructions())
        .contains("department: Whose work is it? Labels: sales, support.");
    assertThat(new FacetPrompt(List.of(), 500).prompt().instructions())
        .doesNotContain("own_facets");
  }
}
