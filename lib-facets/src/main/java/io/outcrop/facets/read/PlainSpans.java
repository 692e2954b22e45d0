package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.JsonScanner.Unsure;
import io.outcrop.facets.read.NameTable.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Spans as stock exporters write them in OTLP/JSON, from their bytes. */
final class PlainSpans {
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_ID = 3;
  private static final int NAME = 4;
  private static final int START = 5;
  private static final int END = 6;
  private static final int ATTRIBUTES = 7;
  private static final int EVENTS = 8;
  private static final int LINKS = 9;
  private static final int STATUS = 10;
  private static final int CODE = 11;
  private static final int MESSAGE = 12;
  private static final int OTHER = 13;

  private static final int TRACE_DIGITS = 32;
  private static final int SPAN_DIGITS = 16;
  private static final int MOST_DIGITS = 19;
  private static final int MAX_STATUS = 64;
  private static final String[] CODES = {"0", "1", "2"};

  private final JsonScanner json;
  private final PlainValues values;
  private final OtlpValues general = new OtlpValues();
  private final NameTable members = new NameTable(1 << 6, "\"", "\":", PlainSpans::member);
  private final NameTable eventMembers = new NameTable(1 << 6, "\"", "\":", PlainSpans::member);
  private final NameTable statusMembers = new NameTable(1 << 4, "\"", "\":", PlainSpans::ofStatus);
  private final NameTable spanNames = new NameTable(1 << 8, "\"", "\"", n -> 0);
  private final Literal literal = new Literal();
  private byte[] lastTrace;
  private String lastTraceId;
  private byte[] lastStatus;
  private String lastCode;
  private String lastMessage;

  PlainSpans(JsonScanner json, PlainValues values) {
    this.json = json;
    this.values = values;
  }

  private static int member(String name) {
    return switch (name) {
      case "traceId", "trace_id" -> TRACE_ID;
      case "spanId", "span_id" -> SPAN_ID;
      case "parentSpanId", "parent_span_id" -> PARENT_ID;
      case "name" -> NAME;
      case "startTimeUnixNano", "start_time_unix_nano" -> START;
      case "endTimeUnixNano", "end_time_unix_nano" -> END;
      case "attributes" -> ATTRIBUTES;
      case "events" -> EVENTS;
      case "links" -> LINKS;
      case "status" -> STATUS;
      default -> OTHER;
    };
  }

  private static int ofStatus(String name) {
    return switch (name) {
      case "code" -> CODE;
      case "message" -> MESSAGE;
      default -> OTHER;
    };
  }

  /** The span that comes next. */
  RawSpan read() throws Unsure, IOException, InvalidSpanException, TooDeepException {
    values.spanStarts();
    RawSpan span = new RawSpan();
    json.expect('{');
    do {
      member(span, values.member(members));
    } while (json.more('}'));
    if (span.traceId == null || span.spanId == null) {
      throw new Unsure();
    }
    return span;
  }

  private void member(RawSpan span, int member)
      throws Unsure, IOException, InvalidSpanException, TooDeepException {
    switch (member) {
      case TRACE_ID -> span.traceId = traceId();
      case SPAN_ID -> span.spanId = spanId();
      case PARENT_ID -> span.parentSpanId = parentId();
      case NAME -> span.name = name();
      case START -> span.startTime = time();
      case END -> span.endTime = time();
      case ATTRIBUTES -> {
        span.attributes = new Attributes();
        values.attributes(span.attributes);
      }
      case EVENTS -> events(span);
      case LINKS -> links(span);
      case STATUS -> status(span);
      default -> json.skipValue();
    }
  }

  private String traceId() throws Unsure, InvalidSpanException {
    json.peek();
    if (lastTraceId != null && json.take(lastTrace)) {
      return lastTraceId;
    }
    int from = json.position();
    lastTraceId = null;
    String id = plainId(TRACE_DIGITS);
    lastTraceId = id == null ? OtlpSpanReader.traceId(values.plainText()) : id;
    lastTrace = Arrays.copyOfRange(json.bytes(), from, json.position());
    return lastTraceId;
  }

  private String spanId() throws Unsure, InvalidSpanException {
    json.peek();
    String id = plainId(SPAN_DIGITS);
    return id == null ? OtlpSpanReader.spanId(values.plainText()) : id;
  }

  private String parentId() throws Unsure {
    json.peek();
    String id = plainId(SPAN_DIGITS);
    return id == null ? Ids.parent(values.plainText()) : id;
  }

  /** An id that is written as it is to be, which is stepped over; null for any other. */
  private String plainId(int digits) {
    if (!json.isHexString(digits)) {
      return null;
    }
    int from = json.position() + 1;
    json.move(from + digits + 1);
    return new String(json.bytes(), from, digits, StandardCharsets.ISO_8859_1);
  }

  private String name() throws Unsure {
    Name known = spanNames.take(json);
    if (known != null) {
      return known.text();
    }
    json.string(literal);
    return literal.isEscaped()
        ? decoded()
        : spanNames.of(json.bytes(), literal.start(), literal.length()).text();
  }

  /** The string that was stepped over last, in which something is escaped. */
  private String decoded() throws Unsure {
    json.move(literal.start() - 1);
    return values.text().textValue();
  }

  private Instant time() throws Unsure {
    boolean quoted = json.peek() == '"';
    byte[] bytes = json.bytes();
    int from = json.position() + (quoted ? 1 : 0);
    int i = from;
    long value = 0;
    while (i < json.end() && bytes[i] >= '0' && bytes[i] <= '9') {
      value = 10 * value + (bytes[i] - '0');
      i++;
    }
    int digits = i - from;
    boolean fits = digits < MOST_DIGITS || (digits == MOST_DIGITS && bytes[from] < '9');
    boolean ends =
        i < json.end() && (quoted ? bytes[i] == '"' : bytes[i] == ',' || bytes[i] == '}');
    if (digits == 0 || !fits || !ends || (digits > 1 && bytes[from] == '0')) {
      throw new Unsure();
    }
    json.move(quoted ? i + 1 : i);
    return Times.of(value);
  }

  private void events(RawSpan span) throws Unsure {
    if (json.isEmpty('[', ']')) {
      return;
    }
    do {
      span.events.add(event());
    } while (json.more(']'));
  }

  private RawSpan.Event event() throws Unsure {
    String name = "";
    Attributes attributes = new Attributes();
    if (!json.isEmpty('{', '}')) {
      do {
        switch (values.member(eventMembers)) {
          case NAME -> name = name();
          case ATTRIBUTES -> {
            attributes = new Attributes();
            values.attributes(attributes);
          }
          default -> json.skipValue();
        }
      } while (json.more('}'));
    }
    return new RawSpan.Event(name, attributes);
  }

  private void links(RawSpan span)
      throws Unsure, IOException, InvalidSpanException, TooDeepException {
    json.peek();
    int from = json.position();
    json.skipValue();
    try (JsonParser parser =
        Json.FACTORY.createParser(json.bytes(), from, json.position() - from)) {
      parser.nextToken();
      new OtlpSpanReader(parser, general).links(span);
    }
  }

  /** Mostly it is that of the span before. */
  private void status(RawSpan span) throws Unsure {
    json.peek();
    if (lastStatus != null && json.take(lastStatus)) {
      span.statusCode = lastCode;
      span.statusMessage = lastMessage;
      return;
    }
    int from = json.position();
    readStatus(span);
    if (json.position() - from <= MAX_STATUS) {
      lastStatus = Arrays.copyOfRange(json.bytes(), from, json.position());
      lastCode = span.statusCode;
      lastMessage = span.statusMessage;
    }
  }

  private void readStatus(RawSpan span) throws Unsure {
    span.statusCode = null;
    span.statusMessage = null;
    if (json.isEmpty('{', '}')) {
      return;
    }
    do {
      switch (values.member(statusMembers)) {
        case CODE -> span.statusCode = code();
        case MESSAGE -> {
          json.peek();
          span.statusMessage = values.text().textValue();
        }
        default -> json.skipValue();
      }
    } while (json.more('}'));
  }

  private String code() throws Unsure {
    if (json.peek() == '"') {
      return values.plainText();
    }
    String number = json.number();
    for (String code : CODES) {
      if (number.equals(code)) {
        return code;
      }
    }
    throw new Unsure();
  }
}
