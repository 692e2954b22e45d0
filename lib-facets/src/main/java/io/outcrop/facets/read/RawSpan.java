package io.outcrop.facets.read;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One span as a dialect found it, before any convention about its attributes is applied. */
final class RawSpan {
  String traceId;
  String spanId;
  String parentSpanId;
  String name;
  Instant startTime;
  Instant endTime;
  String statusCode;
  String statusMessage;
  String scopeName;
  Attributes attributes = new Attributes();

  /** What holds for the producer as a whole; never changed, since spans share it. */
  Attributes resource = new Attributes();

  final List<Event> events = new ArrayList<>();
  final List<Link> links = new ArrayList<>();

  /** Something that happened during a span. */
  record Event(String name, Attributes attributes) {}

  /** A reference to another span. */
  record Link(String traceId, String spanId) {}
}
