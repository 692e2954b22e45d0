package io.outcrop.facets.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.RawSpan.Event;
import io.outcrop.facets.read.RawSpan.Link;
import java.io.IOException;
import java.util.HexFormat;

/** Reads one span of binary OTLP. */
final class ProtoSpanReader {
  private static final int LENGTH_DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final CodedInputStream in;
  private final RawSpan span;

  ProtoSpanReader(byte[] message, RawSpan span) throws IOException {
    this.in = CodedInputStream.newInstance(message);
    this.in.pushLimit(message.length);
    this.span = span;
  }

  /** Fills in the span. */
  void read() throws IOException, TooDeepException, InvalidSpanException {
    ProtoValues.message(in, this::member);
    span.traceId = OtlpSpanReader.traceId(span.traceId);
    span.spanId = OtlpSpanReader.spanId(span.spanId);
    span.parentSpanId = Ids.parent(span.parentSpanId);
  }

  static String id(CodedInputStream in) throws IOException {
    return HexFormat.of().formatHex(in.readByteArray());
  }

  private boolean member(int field, int wire)
      throws IOException, TooDeepException, InvalidSpanException {
    if (wire == WireFormat.WIRETYPE_FIXED64 && (field == 7 || field == 8)) {
      time(field == 7);
      return true;
    }
    if (wire != LENGTH_DELIMITED) {
      return false;
    }
    switch (field) {
      case 1 -> span.traceId = id(in);
      case 2 -> span.spanId = id(in);
      case 4 -> span.parentSpanId = id(in);
      case 5 -> span.name = ProtoValues.text(in);
      case 9 -> ProtoValues.keyValue(in, span.attributes);
      case 11 -> event();
      case 13 -> link();
      case 15 -> ProtoValues.nested(in, this::status);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void time(boolean start) throws IOException {
    var time = Times.of(in.readFixed64());
    if (start) {
      span.startTime = time;
    } else {
      span.endTime = time;
    }
  }

  private void event() throws IOException, TooDeepException, InvalidSpanException {
    String[] name = {""};
    Attributes attributes = new Attributes();
    ProtoValues.nested(
        in,
        (field, wire) -> {
          if (wire != LENGTH_DELIMITED || (field != 2 && field != 3)) {
            return false;
          }
          if (field == 2) {
            name[0] = ProtoValues.text(in);
          } else {
            ProtoValues.keyValue(in, attributes);
          }
          return true;
        });
    span.events.add(new Event(name[0], attributes));
  }

  private void link() throws IOException, TooDeepException, InvalidSpanException {
    String[] ids = new String[2];
    ProtoValues.nested(
        in,
        (field, wire) -> {
          boolean id = wire == LENGTH_DELIMITED && field <= 2;
          if (id) {
            ids[field - 1] = id(in);
          }
          return id;
        });
    String trace = Ids.trace(ids[0]);
    String target = Ids.span(ids[1]);
    if (trace != null && target != null) {
      span.links.add(new Link(trace, target));
    }
  }

  private boolean status(int field, int wire) throws IOException {
    if (field == 2 && wire == LENGTH_DELIMITED) {
      span.statusMessage = ProtoValues.text(in);
      return true;
    }
    if (field == 3 && wire == WireFormat.WIRETYPE_VARINT) {
      span.statusCode = Integer.toString(in.readEnum());
      return true;
    }
    return false;
  }
}
