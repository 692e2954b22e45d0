package io.outcrop.facets.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.ProtoShape.Signal;
import io.outcrop.facets.read.Reject.Reason;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads OTLP in binary: requests for traces and for logs; metrics are skipped.
 *
 * <p>It is read record by record, so that a record that is broken costs itself, and a list that is
 * broken what is left of it. Memory is bounded by the largest single record.
 */
final class OtlpProtoReader {
  private static final String TRACES = "otlp";
  private static final int MAX_RECORD_BYTES = 256 << 20;
  private static final int LENGTH_DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final SpanOutput out;
  private final GenAiLogs logs;
  private Signal signal = Signal.SPAN;
  private CodedInputStream in;
  private Attributes resource = new Attributes();
  private String scopeName;

  OtlpProtoReader(SpanOutput out) {
    this.out = out;
    this.logs = new GenAiLogs(out);
  }

  /** Thrown where the message ends too early; what is lost has been told. */
  private static final class CutException extends IOException {}

  /** Reads one element of a list. */
  private interface Member {
    void read(int field) throws IOException;
  }

  /**
   * Reads a message to its end.
   *
   * @throws IOException if it is packed and the unpacking fails
   */
  void read(InputStream message) throws IOException {
    in = CodedInputStream.newInstance(message, 1 << 16);
    try {
      guarded(this::resourceElement);
    } catch (CutException e) {
      // Told where it broke off.
    }
  }

  private void resourceElement(int field) throws IOException {
    if (field != 1) {
      in.skipRawBytes(in.readRawVarint32());
      return;
    }
    in.resetSizeCounter();
    resource = new Attributes();
    nested(this::resourceMember);
  }

  private void resourceMember(int field) throws IOException {
    switch (field) {
      case 1 -> resource();
      case 2, 1000 -> {
        scopeName = null;
        nested(this::scopeMember);
      }
      default -> in.skipRawBytes(in.readRawVarint32());
    }
  }

  private void scopeMember(int field) throws IOException {
    switch (field) {
      case 1 -> scope();
      case 2 -> record();
      default -> in.skipRawBytes(in.readRawVarint32());
    }
  }

  private void nested(Member member) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    guarded(member);
    in.popLimit(outer);
  }

  /** Reads the members of the message that the stream is in; where it breaks, its rest is lost. */
  private void guarded(Member member) throws IOException {
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagWireType(tag) == LENGTH_DELIMITED) {
          member.read(WireFormat.getTagFieldNumber(tag));
        } else {
          in.skipField(tag);
        }
      }
      int left = in.getBytesUntilLimit();
      if (left > 0) {
        out.reject(Reason.INVALID_SPAN, "the message ends " + left + " bytes too early", "");
        throw new CutException();
      }
    } catch (InvalidProtocolBufferException e) {
      out.reject(Reason.INVALID_SPAN, "the message is broken: " + e.getMessage(), "");
      skipRest();
    }
  }

  private void skipRest() throws IOException {
    int left = in.getBytesUntilLimit();
    if (left < 0) {
      throw new CutException();
    }
    try {
      in.skipRawBytes(left);
    } catch (InvalidProtocolBufferException e) {
      throw new CutException();
    }
  }

  private byte[] bytes() throws IOException {
    int length = in.readRawVarint32();
    if (length > MAX_RECORD_BYTES) {
      out.reject(Reason.INVALID_SPAN, "record is larger than " + MAX_RECORD_BYTES + " bytes", "");
      in.skipRawBytes(length);
      return null;
    }
    return in.readRawBytes(length);
  }

  private void resource() throws IOException {
    byte[] message = bytes();
    if (message == null) {
      return;
    }
    try {
      CodedInputStream inner = CodedInputStream.newInstance(message);
      inner.pushLimit(message.length);
      ProtoValues.message(
          inner,
          (field, wire) -> {
            boolean attribute = field == 1 && wire == LENGTH_DELIMITED;
            if (attribute) {
              ProtoValues.keyValue(inner, resource);
            }
            return attribute;
          });
    } catch (InvalidProtocolBufferException | TooDeepException | InvalidSpanException e) {
      out.reject(Reason.INVALID_SPAN, "resource: " + e.getMessage(), "");
    }
  }

  private void scope() throws IOException {
    byte[] message = bytes();
    if (message == null) {
      return;
    }
    try {
      CodedInputStream inner = CodedInputStream.newInstance(message);
      inner.pushLimit(message.length);
      ProtoValues.message(
          inner,
          (field, wire) -> {
            boolean name = field == 1 && wire == LENGTH_DELIMITED;
            if (name) {
              scopeName = ProtoValues.text(inner);
            }
            return name;
          });
    } catch (InvalidProtocolBufferException | TooDeepException | InvalidSpanException e) {
      out.reject(Reason.INVALID_SPAN, "scope: " + e.getMessage(), "");
    }
  }

  private void record() throws IOException {
    out.recordStarts();
    byte[] message = bytes();
    if (message == null) {
      return;
    }
    Signal told = ProtoShape.signal(message);
    signal = told == null ? signal : told;
    switch (signal) {
      case SPAN -> span(message);
      case LOG -> log(message);
      case METRIC -> out.skip();
    }
  }

  private void span(byte[] message) throws IOException {
    out.dialect(TRACES);
    RawSpan span = new RawSpan();
    try {
      new ProtoSpanReader(message, span).read();
    } catch (InvalidSpanException e) {
      out.reject(e.reason(), e.getMessage(), OtlpReader.describe(span));
      return;
    } catch (InvalidProtocolBufferException | TooDeepException e) {
      out.reject(Reason.INVALID_SPAN, e.getMessage(), OtlpReader.describe(span));
      return;
    }
    span.scopeName = scopeName;
    span.resource = resource;
    out.span(span);
  }

  private void log(byte[] message) throws IOException {
    out.dialect(OtlpLogsDialect.NAME);
    LogRecord log = new LogRecord();
    try {
      new ProtoLogReader(message, log).read();
    } catch (InvalidProtocolBufferException | TooDeepException | InvalidSpanException e) {
      out.reject(Reason.INVALID_SPAN, e.getMessage(), "");
      return;
    }
    logs.record(log, resource, scopeName);
  }
}
