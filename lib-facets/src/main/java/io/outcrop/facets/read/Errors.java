package io.outcrop.facets.read;

import io.outcrop.facets.read.RawSpan.Event;
import io.outcrop.facets.trace.SpanStatus;
import java.util.Locale;

/** How a span ended. */
final class Errors {
  private static final Names ERROR_TYPE = Names.of("error.type");
  private static final Names EXCEPTION_TYPE = Names.of("exception.type");
  private static final Names EXCEPTION_MESSAGE_NAMES =
      Names.of("exception.message", "error.message", "error.msg");

  private Errors() {}

  static SpanStatus status(RawSpan span) {
    if (span.statusCode == null) {
      return SpanStatus.UNSET;
    }
    return switch (span.statusCode.strip().toUpperCase(Locale.ROOT)) {
      case "1", "OK", "STATUS_CODE_OK" -> SpanStatus.OK;
      case "2", "ERROR", "STATUS_CODE_ERROR" -> SpanStatus.ERROR;
      default -> SpanStatus.UNSET;
    };
  }

  /**
   * Takes type and message of the error from the attributes, the events and the status. An
   * exception recorded on a span that says it ended well was dealt with: it is no error of the
   * span.
   */
  static void fill(RawSpan span, SpanStatus status, Draft draft) {
    String type = span.attributes.takeText(ERROR_TYPE);
    String message = status == SpanStatus.ERROR ? span.statusMessage : null;
    if (message != null && message.isBlank()) {
      message = null;
    }
    if (status == SpanStatus.OK) {
      draft.error(type, null);
      return;
    }
    String exceptionType = span.attributes.takeText(EXCEPTION_TYPE);
    String exceptionMessage = span.attributes.takeText(EXCEPTION_MESSAGE_NAMES);
    for (Event event : span.events) {
      if (isException(event.name())) {
        // The last one recorded is the one that ended the span.
        String found = event.attributes().text("exception.type");
        exceptionType = found == null ? exceptionType : found;
        found = event.attributes().text("exception.message");
        exceptionMessage = found == null ? exceptionMessage : found;
      }
    }
    String stated = type == null || type.equals("_OTHER") ? exceptionType : type;
    draft.error(stated == null ? type : stated, message == null ? exceptionMessage : message);
  }

  private static boolean isException(String event) {
    return event.equals("exception") || event.equals("gen_ai.client.operation.exception");
  }
}
