package io.outcrop.facets.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Tells OTLP in binary by its structure, since the encoding itself has no mark. */
final class ProtoShape {
  private static final int FIRST_LIST = 0x0a;

  /** What a message is about. */
  enum Signal {
    SPAN,
    LOG,
    METRIC
  }

  private ProtoShape() {}

  /**
   * Whether bytes from {@code at} on begin like a request: a list of resources with their scopes,
   * each part within the one around it.
   *
   * @param size how many bytes the message has, also where they are not all here
   */
  static boolean isOtlp(byte[] bytes, int at, long size) {
    Cursor cursor = new Cursor(bytes, at);
    long element = cursor.enter(FIRST_LIST, size);
    if (element < 0) {
      return false;
    }
    if (element == 0) {
      return true;
    }
    long tag = cursor.peek();
    if (tag != 0x0a && tag != 0x12 && tag != 0x1a) {
      return false;
    }
    long inner = cursor.enter((int) tag, element);
    return inner == 0 || (inner > 0 && innerFits(tag, cursor, inner));
  }

  /** A resource begins with attributes, and scopes with a scope or their list. */
  private static boolean innerFits(long outer, Cursor cursor, long size) {
    long tag = cursor.peek();
    if (outer == 0x1a) {
      return tag >= ' ';
    }
    if (outer == 0x0a && (tag == 0x10 || tag == 0x08)) {
      return true;
    }
    boolean known = tag == 0x0a || tag == 0x12 || tag == 0x1a;
    return known && cursor.enter((int) tag, size) >= 0;
  }

  /** Steps into one message after the other. */
  private static final class Cursor {
    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    int peek() {
      return at < bytes.length ? bytes[at] & 0xff : -1;
    }

    /** The length of the message under this tag; -1 where there is none that fits. */
    long enter(int tag, long room) {
      int start = at;
      if (peek() != tag) {
        return -1;
      }
      at++;
      long length = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        int b = peek();
        if (b < 0) {
          return -1;
        }
        at++;
        length |= (b & 0x7fL) << shift;
        if (b < 0x80) {
          return length <= room - (at - start) ? length : -1;
        }
      }
      return -1;
    }
  }

  /**
   * What an element of a scope is, by the numbers and encodings of its fields; null where they do
   * not tell.
   */
  static Signal signal(byte[] record) {
    boolean traceId = false;
    boolean spanId = false;
    try {
      CodedInputStream in = CodedInputStream.newInstance(record);
      in.pushLimit(record.length);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        int wire = WireFormat.getTagWireType(tag);
        Signal signal = signal(field, wire);
        if (signal != null) {
          return signal;
        }
        if (wire == WireFormat.WIRETYPE_LENGTH_DELIMITED && field <= 2) {
          int length = in.readRawVarint32();
          traceId |= field == 1 && length == 16;
          spanId |= field == 2 && length == 8;
          in.skipRawBytes(length);
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      // A broken record does not tell; what reads it will say so.
      return null;
    }
    return traceId && spanId ? Signal.SPAN : record.length == 0 ? null : Signal.METRIC;
  }

  private static Signal signal(int field, int wire) {
    return switch (wire) {
      case WireFormat.WIRETYPE_FIXED64 ->
          field == 7 || field == 8 ? Signal.SPAN : field == 1 || field == 11 ? Signal.LOG : null;
      case WireFormat.WIRETYPE_VARINT ->
          field == 2 || field == 7
              ? Signal.LOG
              : field == 6 || field == 10 || field == 12 || field == 14 ? Signal.SPAN : null;
      case WireFormat.WIRETYPE_FIXED32 ->
          field == 16 ? Signal.SPAN : field == 8 ? Signal.LOG : null;
      case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
          switch (field) {
            case 4, 13, 15 -> Signal.SPAN;
            case 6 -> Signal.LOG;
            case 7 -> Signal.METRIC;
            default -> null;
          };
      default -> null;
    };
  }
}
