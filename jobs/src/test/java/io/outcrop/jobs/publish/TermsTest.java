package io.outcrop.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermsTest {
  private static final KnownNames NOBODY = new KnownNames(Set.of());

  private static TextGate gate(Map<String, Long> support) {
    return new TextGate(support, 5, NOBODY, TextAuditor.NONE);
  }

  private static List<String> words(String text) {
    return Vocabulary.words(text).stream().filter(word -> !word.isEmpty()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "Order-Status, order status",
    "orderStatus, order status",
    "ORDER_STATUS, order status",
    "Zürich's cafés, zurich cafe",
    "HTTPServer, http server",
    "policies boxes class, policy box class",
    "order 12345 of AB12CD9, order # of #",
    "Ａｃｍｅ, acme",
    "асме, acme",
    "退款, 退 款",
    "caf\\u00e9\\nbar, cafe bar",
  })
  void words_ofAnySpelling_areOne(String text, String normalised) {
    assertThat(String.join(" ", words(text))).isEqualTo(normalised);
  }

  @Test
  void terms_areUpToThreeNeighboursWithoutThoseOfTheVocabulary() {
    assertThat(Terms.of("refund order fails"))
        .containsExactly("refund", "order", "refund order", "order fail", "refund order fail");
    assertThat(Terms.of("tool error in a loop")).isEmpty();
    assertThat(Terms.of("refund. booking")).containsExactly("refund", "booking");
    assertThat(Terms.of("the refund")).containsExactly("refund");
  }

  @Test
  void matcher_findsTermsHoweverWritten() {
    TermMatcher matcher =
        new TermMatcher(List.of("acme", "acme corp", "status", "order status report", "退 款"));
    BitSet found = new BitSet();
    matcher.match("{\"tool\":\"OrderStatusReport\",\"x\":\"AcmeCorp\"}", found);
    assertThat(found.stream().toArray()).containsExactly(0, 1, 2, 3);
    found.clear();
    matcher.match("acmecorp, order. status report 请退款吧", found);
    assertThat(found.stream().toArray()).containsExactly(1, 2, 4);
  }

  @Test
  void term_ofTooFew_doesNotPassNorDoesOneOfNobody() {
    Map<String, Long> support = Map.of("refund", 5L, "booking", 4L);
    assertThat(Terms.unsupported("refund", support, 5)).isNull();
    assertThat(Terms.unsupported("booking", support, 5)).isEqualTo("booking");
    assertThat(Terms.unsupported("zephyr", support, 5)).isEqualTo("zephyr");
  }

  @Test
  void term_ofCommonWords_needsCompanyItself() {
    Map<String, Long> support = Map.of("silver", 9L, "falcon", 9L);
    assertThat(Terms.unsupported("silver falcon", support, 5)).isEqualTo("silver falcon");
  }

  @Test
  void term_withAWordOfTheVocabulary_passesUnseenButNotSeenByFew() {
    assertThat(Terms.unsupported("falcon tool", Map.of("falcon", 9L), 5)).isNull();
    assertThat(Terms.unsupported("falcon tool", Map.of("falcon", 9L, "falcon tool", 1L), 5))
        .isEqualTo("falcon tool");
  }

  @Test
  void title_isSaidWithoutWhatFails() {
    TextGate gate = gate(Map.of("refund", 9L, "order", 9L));
    assertThat(gate.rewritten("About refund, zephyr, order")).isEqualTo("About refund, order");
    assertThat(gate.rewritten("About zephyr")).isNull();
    assertThat(gate.rewritten("Ignores a tool error with zephyr errors and retries"))
        .isEqualTo("Ignores a tool error");
    assertThat(gate.rewritten("Goes round in a loop with unresolved tool errors"))
        .isEqualTo("Goes round in a loop with unresolved tool errors");
  }

  @Test
  void description_keepsTheSentencesAndItemsThatPass() {
    TextGate gate = gate(Map.of("refund", 9L, "order", 9L));
    assertThat(
            gate.rewritten(
                "Nearly all mention refund, zephyr and order. Some mention zephyr. The nearest"
                    + " clusters seldom mention refund."))
        .isEqualTo(
            "Nearly all mention refund and order. The nearest clusters seldom mention refund.");
  }

  @Test
  void numbersAndIdentifiers_areGeneralised() {
    TextGate gate = gate(Map.of("gpt", 9L, "4o", 9L, "gpt 4o", 9L, "order", 9L));
    assertThat(gate.rewritten("gpt-4o-2024-08-06")).isEqualTo("gpt-4o-#");
    assertThat(gate.rewritten("Uses 1,000 to 10,000 tokens"))
        .isEqualTo("Uses 1,000 to 10,000 tokens");
    assertThat(gate.rewritten("order 4711-22")).isEqualTo("order #");
    assertThat(gate.rewritten("9f86d081884c7d65")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "About jane.doe@example.com",
        "About +49 30 901820",
        "About [key] sk-proj-abcdEFGHijklMNOPqrst",
      })
  void text_thatLooksLikePersonalData_isRejectedWhateverItsCompany(String text) {
    Map<String, Long> everything =
        Terms.of(text).stream().collect(java.util.stream.Collectors.toMap(t -> t, t -> 99L));
    assertThat(gate(everything).rewritten(text)).isNotEqualTo(text);
  }

  @Test
  void text_withATenantsName_isRejectedInAnySpelling() {
    TextGate gate =
        new TextGate(
            Map.of("initech", 9L, "refund", 9L, "initech refund", 9L),
            5,
            new KnownNames(Set.of("initech")),
            TextAuditor.NONE);
    assertThat(gate.rewritten("Iñitech")).isNull();
    assertThat(gate.rewritten("About INITECH, refund")).isEqualTo("About refund");
  }

  @Test
  void auditor_canOnlyHoldMoreBack() {
    TextAuditor strict = text -> new TextAuditor.Verdict(text.contains("refund") ? 4 : 1, "why");
    TextGate gate = new TextGate(Map.of("refund", 9L, "zephyr", 1L), 5, NOBODY, strict);
    assertThat(gate.rewritten("About refund")).isNull();
    assertThat(gate.rewritten("About zephyr")).isNull();
    assertThat(gate.objection("refund").orElseThrow().detail()).isEqualTo("4 of 5: why");
  }

  @Test
  void controlCharacters_areTakenOut() {
    assertThat(TextGate.plain("a \u001b[31mloop\u202e\nhere")).isEqualTo("a [31mloop here");
  }
}
