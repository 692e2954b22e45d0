package io.outcrop.facets.extract;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.TraceBuilder;
import io.outcrop.facets.detect.Correction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No, that's wrong.",
        "That is not what I asked for.",
        "You misunderstood me.",
        "I already told you my number.",
        "No, I meant the blue one.",
        "Incorrect, try again.",
        "That didn't work.",
        "It's still not working.",
        "Actually, I wanted two seats.",
        "no, you cancelled the other order",
        "That\u2019s incorrect.",
        "Das stimmt nicht.",
        "Wrong answer.",
        "Not quite, the date is off.",
      })
  void correction_contradiction_isTrue(String text) {
    assertThat(Correction.corrects(text)).as(text).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No, that's all, thanks!",
        "No thanks.",
        "No.",
        "no, I don't have it with me",
        "Yes, that's right.",
        "No, that will be everything.",
        "What is wrong with my account?",
        "Perfect, that works.",
        "No, it's fine.",
        "Nothing else.",
        "I'd like to change the wrong address on file, please.",
        "No problem, take your time.",
        "Not right now.",
        "The package arrived at the wrong house.",
      })
  void correction_otherReply_isFalse(String text) {
    assertThat(Correction.corrects(text)).as(text).isFalse();
  }

  @Test
  void correction_firstMessage_tellsNothing() {
    TraceBuilder builder = trace().user("That's wrong").assistant("What is?");
    assertThat(Correction.in(builder.build().conversation().turns())).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "What is the capital of France?, en",
    "Quiero cancelar el pedido que hice ayer, es",
    "Je voudrais annuler ma commande pour demain, fr",
    "Ich möchte bitte meine Bestellung stornieren und nicht zahlen, de",
    "Vorrei annullare il mio ordine per favore non posso, it",
    "Eu quero cancelar o meu pedido por favor, pt",
    "Ik wil graag mijn bestelling annuleren, nl",
    "Jag vill avboka min resa och inte betala, sv",
    "请帮我取消订单, zh",
    "注文をキャンセルしてください, ja",
    "주문을 취소해 주세요, ko",
    "Отмените мой заказ, ru",
    "12345 ACME-77, und",
  })
  void language_ofText_isItsCode(String text, String code) {
    assertThat(Languages.of(text)).isEqualTo(code);
  }

  private static String summary(TraceBuilder builder) {
    return TaskSummary.of(builder.build().conversation(), text -> text);
  }

  @Test
  void summary_greetingFirst_isTheRequest() {
    TraceBuilder builder = trace().user("Hi there!").assistant("Hello").user("Book a\n\n  table");
    assertThat(summary(builder.assistant("ok"))).isEqualTo("Book a table");
  }

  @Test
  void summary_onlyGreeting_isTheGreeting() {
    assertThat(summary(trace().user("hello").assistant("Hi"))).isEqualTo("hello");
  }

  @Test
  void summary_jsonInput_isItsQuestion() {
    assertThat(
            summary(trace().root(r -> r.inputText("{\"id\":7,\"inputs\":{\"query\":\"Why?\"}}"))))
        .isEqualTo("Why?");
  }

  @Test
  void summary_long_endsAtAWord() {
    String summary = summary(trace().user("lorem ipsum ".repeat(100)).assistant("x"));
    assertThat(summary).hasSize(197).endsWith("ipsum lorem");
  }

  @Test
  void summary_secret_isRedactedBeforeTheCut() {
    String text = "x".repeat(10) + " " + "y ".repeat(92) + "secret@example.com";
    TraceBuilder builder = trace().user(text).assistant("x");
    assertThat(
            TaskSummary.of(
                builder.build().conversation(), t -> t.replace("secret@example.com", "[EMAIL]")))
        .doesNotContain("secret");
  }

  @Test
  void summary_noUser_isNull() {
    assertThat(summary(trace().assistant("Hi"))).isNull();
  }

  @Test
  void topic_ofSummary_isItsSalientWords() {
    assertThat(TaskSummary.topic("I want to cancel my flight reservation please"))
        .isEqualTo("cancel flight reservation");
    assertThat(TaskSummary.topic("What is it?")).isNull();
  }

  @Test
  void sentiment_ofUserWords_isTold() {
    assertThat(sentiment("This is ridiculous and useless")).isEqualTo("negative");
    assertThat(sentiment("Great, that was helpful")).isEqualTo("positive");
    assertThat(sentiment("Not great at all")).isEqualTo("negative");
    assertThat(sentiment("Where is my order? Thanks")).isEqualTo("neutral");
  }

  private static String sentiment(String text) {
    return Sentiment.of(trace().user(text).assistant("ok").build().conversation().turns());
  }
}
