package io.outcrop.facets.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageHistoryTest {
  private static final Message ASKED = Message.of("user", "Where is \"my\" order, [1]?");
  private static final Message SAID = Message.of("assistant", "On its way: {\"role\":\"x\"}]");
  private static final Message THANKS = Message.of("user", "Thanks");

  private final MessageHistory history = new MessageHistory();

  private void readsAsMessagesDo(String text) {
    assertThat(history.read(text, "user")).isEqualTo(Messages.read(text, "user"));
  }

  private static String written(Message... messages) {
    return Messages.write(List.of(messages), 1_000);
  }

  @Test
  void call_givenMore_hasTheSameMessagesAndThoseBehind() {
    List<Message> first = new ArrayList<>(history.read(written(ASKED, SAID), "user"));

    List<Message> second = history.read(written(ASKED, SAID, THANKS), "user");

    assertThat(second).containsExactly(ASKED, SAID, THANKS);
    assertThat(second.get(1)).isSameAs(first.get(1));
  }

  @Test
  void call_givenLessOrOther_isReadAnew() {
    readsAsMessagesDo(written(ASKED, SAID));
    readsAsMessagesDo(written(ASKED));
    readsAsMessagesDo(written(THANKS, SAID));
    readsAsMessagesDo(null);
    readsAsMessagesDo("");
    readsAsMessagesDo(written(THANKS, SAID, ASKED));
  }

  @Test
  void text_thatOnlyBeginsLikeMessages_staysPlain() {
    String asked = written(ASKED);
    String open = asked.substring(0, asked.length() - 1);
    for (String text :
        List.of(
            open + ",",
            open + ",{\"role\":\"user\",\"text\":\"a\"",
            open + ",{\"role\":\"user\",\"text\":\"a\"},]",
            asked + " and more]",
            asked + " and more,{\"role\":\"user\",\"text\":\"a\"}]",
            open + ",{\"role\":\"user\",\"text\":\"a\"}] and more",
            open + ",{\"text\":\"a\"}]")) {
      readsAsMessagesDo(asked);
      readsAsMessagesDo(text);
      readsAsMessagesDo(text + ",{\"role\":\"user\",\"text\":\"b\"}]");
    }
  }
}
