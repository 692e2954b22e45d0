package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Type and message of an error that a producer wrote as one text, with or without a stack trace, or
 * as an object.
 *
 * @param type may be null
 */
record ErrorText(String type, String message) {
  private static final String PYTHON_STACK = "Traceback (most recent call last)";
  private static final int MAX_TYPE = 100;
  private static final int MAX_LINES = 100;

  /** Marks the span as failed by this error. */
  static void fail(RawSpan span, JsonNode error) {
    ErrorText found = of(error);
    span.statusCode = "ERROR";
    span.statusMessage = found.message();
    span.attributes.put("error.type", found.type());
  }

  static ErrorText of(JsonNode error) {
    JsonNode value = Json.structured(error);
    if (value.isObject()) {
      String type = Members.text(value, "type", "name", "error_type", "class");
      String message = Members.text(value, "message", "detail", "error", "value");
      return new ErrorText(type, message == null ? Json.text(value) : message);
    }
    return of(Json.plainText(value));
  }

  static ErrorText of(String text) {
    String stripped = text.strip();
    int stack = stripped.indexOf(PYTHON_STACK);
    if (stack >= 0) {
      ErrorText raised = ofTraceback(stripped, stack);
      String head = stripped.substring(0, stack).strip();
      return raised != null || head.isEmpty() ? orLastLine(raised, stripped) : ofHead(head);
    }
    int frames = stripped.indexOf("\n    at ");
    return ofHead(frames < 0 ? stripped : stripped.substring(0, frames));
  }

  private static ErrorText ofHead(String head) {
    ErrorText line = ofLine(head);
    if (line != null) {
      return line;
    }
    int open = head.indexOf('(');
    if (open > 0 && head.endsWith(")") && isErrorName(head.substring(0, open))) {
      return new ErrorText(head.substring(0, open), unquote(head.substring(open + 1)));
    }
    return new ErrorText(null, head);
  }

  /** Python's repr of an exception is its name and, in brackets, its quoted message. */
  private static String unquote(String arguments) {
    String inner = arguments.substring(0, arguments.length() - 1);
    char first = inner.isEmpty() ? ' ' : inner.charAt(0);
    boolean quoted = inner.length() > 1 && (first == '\'' || first == '"');
    return quoted && inner.charAt(inner.length() - 1) == first
        ? inner.substring(1, inner.length() - 1)
        : inner;
  }

  /** The last line that names an error, and what follows it: messages may have several lines. */
  private static ErrorText ofTraceback(String text, int stack) {
    int end = text.length();
    for (int lines = 0; lines < MAX_LINES && end > stack; lines++) {
      int start = text.lastIndexOf('\n', end - 1) + 1;
      ErrorText line = start <= stack ? null : ofLine(text.substring(start, end));
      if (line != null) {
        return new ErrorText(line.type(), line.message() + text.substring(end).stripTrailing());
      }
      end = start - 1;
    }
    return null;
  }

  private static ErrorText orLastLine(ErrorText raised, String text) {
    String last = text.substring(text.lastIndexOf('\n') + 1).strip();
    return raised == null ? new ErrorText(null, last) : raised;
  }

  private static ErrorText ofLine(String line) {
    int colon = line.indexOf(": ");
    String name = colon < 0 ? line : line.substring(0, colon);
    if (!isErrorName(name)) {
      return null;
    }
    return new ErrorText(name, colon < 0 ? line : line.substring(colon + 2).strip());
  }

  /** A name such as {@code openai.RateLimitError}: one word, upper case after the last dot. */
  private static boolean isErrorName(String name) {
    if (name.isEmpty() || name.length() > MAX_TYPE) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != '.' && c != '$') {
        return false;
      }
    }
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return !simple.isEmpty()
        && Character.isUpperCase(simple.charAt(0))
        && (simple.contains("Err")
            || simple.contains("Exc")
            || simple.contains("Timeout")
            || simple.contains("Interrupt")
            || simple.contains("Warning")
            || simple.contains("Exit"));
  }
}
