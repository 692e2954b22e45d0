package io.outcrop.facets.read;

import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Message.ToolCall;
import io.outcrop.facets.trace.Messages;
import java.util.List;

/** Cuts the texts of one span to their limits, and remembers whether it had to. */
final class Texts {
  private final ReadOptions options;
  private boolean truncated;

  Texts(ReadOptions options) {
    this.options = options;
  }

  boolean truncated() {
    return truncated;
  }

  /** The text, cut; null and blank texts are null. */
  String cut(String text) {
    return text == null || text.isBlank() ? null : cut(text, options.maxTextChars());
  }

  String cutAttribute(String text) {
    return cut(text, options.maxAttributeChars());
  }

  private String cut(String text, int limit) {
    truncated |= text.length() > limit;
    return Messages.cut(text, limit);
  }

  /** The messages as they are written, each of their texts cut. */
  String write(List<Message> messages) {
    int limit = options.maxTextChars();
    for (Message message : messages) {
      truncated |= message.text().length() > limit || message.reasoning().length() > limit;
      for (ToolCall call : message.toolCalls()) {
        truncated |= call.arguments() != null && call.arguments().length() > limit;
      }
    }
    return Messages.write(messages, limit);
  }
}
