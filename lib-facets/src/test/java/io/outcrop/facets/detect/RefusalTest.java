package io.outcrop.facets.detect;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.trace.SpanStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I can't help with that.",
        "I'm sorry, but I can\u2019t assist with this request.",
        "I cannot help you with that.",
        "I'm unable to assist with that request.",
        "I won't provide instructions for this.",
        "I'm not able to help with that.",
        "I must decline.",
        "That would be against our policy.",
        "Our policy does not allow refunds after 30 days.",
        "As an AI language model I cannot do this.",
        "I'm not permitted to share that.",
        "I'm not comfortable with this.",
        "Lo siento, no puedo ayudarte con eso.",
        "This violates our guidelines.",
      })
  void in_refusal_isTrue(String text) {
    assertThat(Refusal.refuses(text)).as(text).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I can't find the order.",
        "I cannot see any booking under that name.",
        "I can't help but notice a typo.",
        "I can't help you until you give me the number.",
        "I can't access the file.",
        "The parser can't handle nested lists.",
        "Can't I help with anything else?",
        "I don't know.",
        "I can help with that.",
        "Your card was declined.",
        "The policy covers water damage.",
        "I couldn't reach the server.",
        "You can't return it without the receipt.",
        "I can't book hotels, but I can help with flights.",
        "He refused to pay.",
      })
  void in_otherText_isFalse(String text) {
    assertThat(Refusal.refuses(text)).as(text).isFalse();
  }

  @Test
  void in_onlyAnEarlierText_isFalse() {
    var builder =
        trace().user("a").assistant("I can't help with that.").user("b").assistant("Done.");
    assertThat(Refusal.in(TraceView.of(builder.build()))).isFalse();
  }

  @Test
  void in_contentFilter_isTrue() {
    var filtered = trace().user("a").model("", s -> s.finishReasons(List.of("content_filter")));
    assertThat(Refusal.in(TraceView.of(filtered.build()))).isTrue();
    var blocked =
        trace()
            .model((String) null, s -> s.status(SpanStatus.ERROR).errorMessage("response blocked"));
    assertThat(Refusal.in(TraceView.of(blocked.build()))).isTrue();
  }
}
