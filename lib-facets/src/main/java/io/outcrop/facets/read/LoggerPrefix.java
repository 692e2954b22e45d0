package io.outcrop.facets.read;

/** The text that a logger writes before a document in a line: its time, its level, its name. */
final class LoggerPrefix {
  private static final int MAX_LENGTH = 1_024;

  private LoggerPrefix() {}

  /** The length of what may be such a text at the beginning of a segment; 0 where there is none. */
  static int length(SegmentStream segment) {
    byte first = segment.first();
    return first == '{' || first == '"' ? 0 : length(segment.peek());
  }

  static int length(byte[] start) {
    // Java's loggers write names in brackets, which a list of values begins with as well.
    boolean closed = start.length == 0 || start[0] != '[';
    int end = Math.min(start.length - 1, MAX_LENGTH);
    for (int i = 0; i < end && start[i] != '\n'; i++) {
      closed |= start[i] == ']';
      if (start[i] == '{' && start[i + 1] == '"') {
        return closed ? i : 0;
      }
    }
    return 0;
  }
}
