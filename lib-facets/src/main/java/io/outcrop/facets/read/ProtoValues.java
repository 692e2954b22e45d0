package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.outcrop.facets.read.Json.TooDeepException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Attributes in binary OTLP, as the JSON they stand for: what {@link OtlpValues} makes of the same
 * in JSON. Bytes that are no UTF-8 are replaced; they must not cost a record.
 */
final class ProtoValues {
  private ProtoValues() {}

  /** Reads one member of the message that the stream is in. */
  interface Member {
    /** Takes a member, or leaves it: then its tag must be skipped. */
    boolean read(int field, int wire) throws IOException, TooDeepException, InvalidSpanException;
  }

  /** Reads all members of a message that lies in memory. */
  static void message(CodedInputStream in, Member member)
      throws IOException, TooDeepException, InvalidSpanException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!member.read(WireFormat.getTagFieldNumber(tag), WireFormat.getTagWireType(tag))) {
        in.skipField(tag);
      }
    }
  }

  /** Reads all members of the message whose length comes next. */
  static void nested(CodedInputStream in, Member member)
      throws IOException, TooDeepException, InvalidSpanException {
    int outer = in.pushLimit(in.readRawVarint32());
    message(in, member);
    in.popLimit(outer);
  }

  static String text(CodedInputStream in) throws IOException {
    return new String(in.readByteArray(), StandardCharsets.UTF_8);
  }

  /** Reads a KeyValue into the attributes. */
  static void keyValue(CodedInputStream in, Attributes attributes)
      throws IOException, TooDeepException, InvalidSpanException {
    KeyValue read = keyValue(in, Json.MAX_DEPTH);
    if (read.key != null) {
      attributes.put(read.key, read.value);
    }
  }

  private static final class KeyValue {
    private String key;
    private JsonNode value;
  }

  private static KeyValue keyValue(CodedInputStream in, int depth)
      throws IOException, TooDeepException, InvalidSpanException {
    KeyValue read = new KeyValue();
    nested(
        in,
        (field, wire) -> {
          if (wire != WireFormat.WIRETYPE_LENGTH_DELIMITED || field > 2) {
            return false;
          }
          if (field == 1) {
            read.key = text(in);
          } else {
            read.value = anyValue(in, depth);
          }
          return true;
        });
    return read;
  }

  /** Reads the AnyValue whose length comes next. */
  static JsonNode anyValue(CodedInputStream in)
      throws IOException, TooDeepException, InvalidSpanException {
    return anyValue(in, Json.MAX_DEPTH);
  }

  private static JsonNode anyValue(CodedInputStream in, int depth)
      throws IOException, TooDeepException, InvalidSpanException {
    if (depth <= 0) {
      throw new TooDeepException();
    }
    JsonNode[] found = {NullNode.getInstance()};
    nested(
        in,
        (field, wire) -> {
          JsonNode value = value(in, field, wire, depth);
          found[0] = value == null ? found[0] : value;
          return value != null;
        });
    return found[0];
  }

  private static JsonNode value(CodedInputStream in, int field, int wire, int depth)
      throws IOException, TooDeepException, InvalidSpanException {
    if (wire == WireFormat.WIRETYPE_FIXED64 && field == 4) {
      return Json.decimal(Double.toString(in.readDouble()));
    }
    return switch (wire) {
      case WireFormat.WIRETYPE_VARINT ->
          switch (field) {
            case 2 -> BooleanNode.valueOf(in.readBool());
            case 3 -> LongNode.valueOf(in.readInt64());
            default -> null;
          };
      case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
          switch (field) {
            case 1 -> TextNode.valueOf(text(in));
            case 5 -> array(in, depth);
            case 6 -> map(in, depth);
            case 7 -> TextNode.valueOf(Base64.getEncoder().encodeToString(in.readByteArray()));
            default -> null;
          };
      default -> null;
    };
  }

  private static ArrayNode array(CodedInputStream in, int depth)
      throws IOException, TooDeepException, InvalidSpanException {
    ArrayNode list = Json.NODES.arrayNode();
    nested(
        in,
        (field, wire) -> {
          boolean value = field == 1 && wire == WireFormat.WIRETYPE_LENGTH_DELIMITED;
          if (value) {
            list.add(anyValue(in, depth - 2));
          }
          return value;
        });
    return list;
  }

  private static ObjectNode map(CodedInputStream in, int depth)
      throws IOException, TooDeepException, InvalidSpanException {
    ObjectNode map = Json.NODES.objectNode();
    nested(
        in,
        (field, wire) -> {
          boolean entry = field == 1 && wire == WireFormat.WIRETYPE_LENGTH_DELIMITED;
          if (entry) {
            KeyValue read = keyValue(in, depth - 2);
            if (read.key != null) {
              map.set(read.key, read.value == null ? NullNode.getInstance() : read.value);
            }
          }
          return entry;
        });
    return map;
  }
}
