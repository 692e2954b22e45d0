package io.outcrop.facets.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Messages that a producer logs one by one, each with the time at which it did.
 *
 * <p>They may lie in several objects and come in any order, so until all records of a span are
 * together each is an attribute of a supplement, whose key sorts as the messages follow.
 */
public final class LoggedMessages {
  static final String PREFIX = "outcrop.message.";
  private static final String INPUT = PREFIX + "input.";
  private static final String OUTPUT = PREFIX + "output.";

  private LoggedMessages() {}

  /**
   * The attribute's key.
   *
   * @param nanos when the message was logged, in nanoseconds since 1970
   * @param index the message's place among those of one record, for equal times
   */
  public static String key(boolean input, long nanos, int index) {
    return (input ? INPUT : OUTPUT)
        + String.format(Locale.ROOT, "%019d.%06d", Math.max(0, nanos), index);
  }

  /** The span with its logged messages as its texts, where it has none of its own. */
  static Span resolve(Span span) {
    if (span.attributes().keySet().stream().noneMatch(key -> key.startsWith(PREFIX))) {
      return span;
    }
    String input = joined(span, INPUT);
    String output = joined(span, OUTPUT);
    Span.Builder resolved = span.toBuilder();
    span.attributes().keySet().stream()
        .filter(key -> key.startsWith(PREFIX))
        .forEach(resolved::withoutAttribute);
    if (span.kind() == SpanKind.TOOL) {
      resolved
          .toolArguments(span.toolArguments() == null ? lastText(input) : span.toolArguments())
          .toolResult(span.toolResult() == null ? lastText(output) : span.toolResult());
    } else {
      resolved
          .inputText(span.inputText() == null ? input : span.inputText())
          .outputText(span.outputText() == null ? output : span.outputText());
    }
    return resolved.build();
  }

  /** The messages in the order of their keys; one that was delivered twice, once. */
  private static String joined(Span span, String prefix) {
    List<Message> messages = new ArrayList<>();
    String lastTime = "";
    List<String> ofThatTime = new ArrayList<>();
    for (Map.Entry<String, String> attribute : span.attributes().entrySet()) {
      String key = attribute.getKey();
      if (!key.startsWith(prefix)) {
        continue;
      }
      String time = key.substring(prefix.length(), key.lastIndexOf('.'));
      if (!time.equals(lastTime)) {
        ofThatTime.clear();
        lastTime = time;
      }
      if (!ofThatTime.contains(attribute.getValue())) {
        ofThatTime.add(attribute.getValue());
        messages.addAll(Messages.read(attribute.getValue(), "user"));
      }
    }
    return messages.isEmpty() ? null : Messages.write(messages, Integer.MAX_VALUE);
  }

  private static String lastText(String messages) {
    List<Message> all = Messages.read(messages, "tool");
    return all.isEmpty() ? null : all.get(all.size() - 1).text();
  }
}
