package io.outcrop.facets.read;

import io.outcrop.facets.trace.SpanPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One span as a dialect found it, before any convention about its attributes is applied. */
final class RawSpan {
  /** What the record is. A supplement or content needs no kind, times or name. */
  SpanPart part = SpanPart.SPAN;

  String traceId;

  /** Empty where a supplement speaks of the trace as a whole. */
  String spanId;

  String parentSpanId;
  String name;
  Instant startTime;
  Instant endTime;
  String statusCode;
  String statusMessage;
  String scopeName;

  /** What the producer numbers its updates of this record by, where it does. */
  Long version;

  /** When a record without a start was made; it is filed under this date. */
  Instant recorded;

  /** Where the record is an event from a log: its key among the messages of the span, else null. */
  LogPlace logged;

  Attributes attributes = new Attributes();

  /** What holds for the producer as a whole; never changed, since spans share it. */
  Attributes resource = new Attributes();

  /** How many judgements a dialect has added. */
  int judgements;

  final List<Event> events = new ArrayList<>();
  final List<Link> links = new ArrayList<>();

  /**
   * A log record's place, which orders the messages that a span's log records hold.
   *
   * @param nanos when it was made, in nanoseconds since 1970; 0 where unknown
   * @param index its number among the log records of its object
   */
  record LogPlace(long nanos, int index) {}

  /** Something that happened during a span. */
  record Event(String name, Attributes attributes) {}

  /** A reference to another span. */
  record Link(String traceId, String spanId) {}
}
