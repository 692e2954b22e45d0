package io.outcrop.facets.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.outcrop.facets.read.Json.TooDeepException;
import java.io.IOException;

/** Reads one log record of binary OTLP. */
final class ProtoLogReader {
  private final CodedInputStream in;
  private final LogRecord log;

  ProtoLogReader(byte[] message, LogRecord log) throws IOException {
    this.in = CodedInputStream.newInstance(message);
    this.in.pushLimit(message.length);
    this.log = log;
  }

  /** Fills in the record. */
  void read() throws IOException, TooDeepException, InvalidSpanException {
    ProtoValues.message(in, this::member);
  }

  private boolean member(int field, int wire)
      throws IOException, TooDeepException, InvalidSpanException {
    if (wire == WireFormat.WIRETYPE_FIXED64 && field == 1) {
      log.time = Times.of(in.readFixed64());
      return true;
    }
    if (wire == WireFormat.WIRETYPE_FIXED64 && field == 11) {
      log.observed = Times.of(in.readFixed64());
      return true;
    }
    if (wire != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      return false;
    }
    switch (field) {
      case 5 -> log.body = ProtoValues.anyValue(in);
      case 6 -> ProtoValues.keyValue(in, log.attributes);
      case 9 -> log.traceId = ProtoSpanReader.id(in);
      case 10 -> log.spanId = ProtoSpanReader.id(in);
      case 12 -> log.eventName = ProtoValues.text(in);
      default -> {
        return false;
      }
    }
    return true;
  }
}
