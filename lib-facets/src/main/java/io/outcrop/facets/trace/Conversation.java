package io.outcrop.facets.trace;

import java.util.List;
import java.util.Optional;

/**
 * What was said in a trace: turns in order, of the conversation with the user and of side
 * conversations.
 *
 * @param turns each message once, however often the producer repeated it
 * @param finalText the last thing said to the user, or the root's output; null where the run ends
 *     without any
 * @param systemText the first system instructions; null without any
 */
public record Conversation(List<Turn> turns, String finalText, String systemText) {

  public Conversation {
    turns = List.copyOf(turns);
  }

  /** The messages of the user. */
  public List<Turn> userTurns() {
    return turns.stream().filter(Turn::isUser).toList();
  }

  /** What models wrote in this trace, in side conversations too. */
  public List<Turn> answers() {
    return turns.stream().filter(Turn::isAnswer).toList();
  }

  /** The first message of the user, greeting or not. */
  public Optional<String> firstUserText() {
    return turns.stream().filter(Turn::isUser).map(Turn::text).findFirst();
  }

  /** The last turn that is not a side conversation's and is no tool result. */
  public Optional<Turn> lastTurn() {
    for (int i = turns.size() - 1; i >= 0; i--) {
      Turn turn = turns.get(i);
      if (!turn.delegated() && (turn.isUser() || turn.role().equals("assistant"))) {
        return Optional.of(turn);
      }
    }
    return Optional.empty();
  }
}
