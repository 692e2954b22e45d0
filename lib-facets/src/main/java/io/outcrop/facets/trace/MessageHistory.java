package io.outcrop.facets.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the messages of calls one after the other. A call is mostly given all that the one before
 * was given, and more: then only what is more is read, and the rest are the same messages.
 */
final class MessageHistory {
  private String text = "";
  private List<Message> messages = List.of();

  /** As {@link Messages#read} does. */
  List<Message> read(String next, String roleOfPlainText) {
    List<Message> whole = goesOn(next) ? longer(next) : Messages.readWhole(next);
    text = whole == null ? "" : next;
    messages = whole == null ? List.of() : whole;
    return whole == null ? Messages.read(next, roleOfPlainText) : whole;
  }

  /** Whether all that was read last stands here too, and a message behind it. */
  private boolean goesOn(String next) {
    int end = text.length() - 1;
    return end > 0
        && next != null
        && next.length() > text.length()
        && next.charAt(end) == ','
        && next.regionMatches(0, text, 0, end);
  }

  /** The messages that were read last and those behind them; null where these are no messages. */
  private List<Message> longer(String next) {
    List<Message> added = Messages.readWhole('[' + next.substring(text.length()));
    if (added == null) {
      return null;
    }
    List<Message> all = new ArrayList<>(messages.size() + added.size());
    all.addAll(messages);
    all.addAll(added);
    return all;
  }
}
