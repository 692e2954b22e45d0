package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** One record of an OTLP log, in whichever encoding it was written. */
final class LogRecord {
  String traceId;
  String spanId;
  String eventName;
  Instant time;
  Instant observed;
  JsonNode body;
  Attributes attributes = new Attributes();

  /** The event's name: older producers write it among the attributes. */
  String event() {
    boolean unset = eventName == null || eventName.isBlank();
    return unset ? attributes.text("event.name") : eventName;
  }

  Instant when() {
    return time == null ? observed : time;
  }
}
