package io.outcrop.facets.trace;

import java.util.List;
import java.util.Objects;

/**
 * One message of a conversation with a model, whatever convention it was recorded in.
 *
 * @param role system, user, assistant, tool, or what the producer wrote
 * @param text the text parts, joined by newlines; empty where there are none
 * @param reasoning the reasoning parts; empty where there are none
 * @param toolCalls the tools that an assistant message asks for
 * @param toolCallId for a tool message the call it answers; may be null
 */
public record Message(
    String role, String text, String reasoning, List<ToolCall> toolCalls, String toolCallId) {

  public Message {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(reasoning, "reasoning");
    toolCalls = List.copyOf(toolCalls);
  }

  /** A tool that a model asked for; id and arguments may be null. */
  public record ToolCall(String id, String name, String arguments) {
    public ToolCall {
      Objects.requireNonNull(name, "name");
    }
  }

  public static Message of(String role, String text) {
    return new Message(role, text, "", List.of(), null);
  }
}
