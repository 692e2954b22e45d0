package io.outcrop.facets.trace;

import io.outcrop.facets.trace.Message.ToolCall;
import java.util.List;

/**
 * One message of a reconstructed conversation, and the span that shows it.
 *
 * @param role user, assistant, tool or system, in lower case
 * @param span the model call, or the root, that records the message
 * @param produced whether the message was made in this trace, as opposed to history brought along
 * @param delegated whether it belongs to a side conversation, such as a sub-agent's: its "user" is
 *     then another agent
 */
public record Turn(
    String role,
    String text,
    String reasoning,
    List<ToolCall> toolCalls,
    String toolCallId,
    Span span,
    boolean produced,
    boolean delegated) {

  public Turn {
    toolCalls = List.copyOf(toolCalls);
  }

  /** Whether a person wrote it, and wrote something. */
  public boolean isUser() {
    return !delegated && role.equals("user") && !text.isBlank();
  }

  /** Whether the model wrote it in this trace, and wrote something to be read. */
  public boolean isAnswer() {
    return produced && role.equals("assistant") && !text.isBlank();
  }
}
