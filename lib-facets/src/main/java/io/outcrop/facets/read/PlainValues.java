package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.outcrop.facets.read.JsonScanner.Unsure;
import io.outcrop.facets.read.NameTable.Name;
import java.nio.charset.StandardCharsets;

/**
 * Attributes as stock exporters write them in OTLP/JSON, from their bytes. What is read is what
 * {@link OtlpValues} would have read.
 */
final class PlainValues {
  private static final int DEEPEST = 16;
  private static final byte[] KEY = ascii("key");
  private static final byte[] VALUE = ascii("value");
  private static final byte[] VALUES = ascii("values");
  private static final byte[] COMPACT_KEY = ascii("{\"key\":");
  private static final byte[] COMPACT_VALUE = ascii(",\"value\":");
  private static final byte[] COMPACT_STRING = ascii("{\"stringValue\":");

  private static final int STRING = 1;
  private static final int BOOL = 2;
  private static final int INT = 3;
  private static final int DOUBLE = 4;
  private static final int ARRAY = 5;
  private static final int MAP = 6;

  private final JsonScanner json;
  private final NameTable names = new NameTable(1 << 10, "{\"key\":\"", "\",\"value\":", n -> 0);
  private final NameTable types = new NameTable(1 << 5, "\"", "\":", PlainValues::type);
  private final Literal literal = new Literal();
  private byte[] decoded = new byte[0];
  private int decodedEnd;
  private boolean lasting;

  PlainValues(JsonScanner json) {
    this.json = json;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int type(String name) {
    return switch (name) {
      case "stringValue", "bytesValue" -> STRING;
      case "boolValue" -> BOOL;
      case "intValue" -> INT;
      case "doubleValue" -> DOUBLE;
      case "arrayValue" -> ARRAY;
      case "kvlistValue" -> MAP;
      default -> 0;
    };
  }

  /** Tells that values of documents of this size follow. */
  void documentStarts(int bytes) {
    if (decoded.length < bytes + Long.BYTES) {
      decoded = new byte[bytes + Long.BYTES];
    }
  }

  /** The bytes that are held for decoded values. */
  int memory() {
    return decoded.length;
  }

  /** Tells that all values which were read are done with. */
  void spanStarts() {
    decodedEnd = 0;
  }

  /** As {@link #attributes}, of values that outlive the next span. */
  void lastingAttributes(Attributes target) throws Unsure {
    spanStarts();
    lasting = true;
    try {
      attributes(target);
    } finally {
      lasting = false;
    }
  }

  /** Adds the attributes of the list that comes next. */
  void attributes(Attributes target) throws Unsure {
    if (json.isEmpty('[', ']')) {
      return;
    }
    do {
      Name name = names.take(json);
      name = name == null ? key() : name;
      JsonNode value = name.sameValue(json);
      if (value == null) {
        int from = json.position();
        value = anyValue(DEEPEST);
        name.remember(value, json, from);
      }
      json.expect('}');
      target.put(name.attribute(), value);
    } while (json.more(']'));
  }

  /** Steps over the beginning of an attribute, up to its value. */
  private Name key() throws Unsure {
    if (!json.take(COMPACT_KEY)) {
      json.expect('{');
      json.name(literal);
      if (!literal.is(KEY)) {
        throw new Unsure();
      }
    }
    json.string(literal);
    if (literal.isEscaped()) {
      throw new Unsure();
    }
    Name name = names.of(json.bytes(), literal.start(), literal.length());
    if (!json.take(COMPACT_VALUE)) {
      json.expect(',');
      json.name(literal);
      if (!literal.is(VALUE)) {
        throw new Unsure();
      }
    }
    return name;
  }

  private JsonNode anyValue(int levels) throws Unsure {
    if (levels == 0) {
      throw new Unsure();
    }
    if (json.take(COMPACT_STRING)) {
      JsonNode text = text();
      json.expect('}');
      return text;
    }
    if (json.isEmpty('{', '}')) {
      return NullNode.getInstance();
    }
    JsonNode value =
        switch (member(types)) {
          case STRING -> text();
          case BOOL -> BooleanNode.valueOf(json.bool());
          case INT -> integer();
          case DOUBLE -> Json.decimal(json.peek() == '"' ? plainText() : json.number());
          case ARRAY -> array(levels);
          case MAP -> map(levels);
          default -> throw new Unsure();
        };
    json.expect('}');
    return value;
  }

  /** Steps over the name of a member, and its colon; what it means. */
  int member(NameTable table) throws Unsure {
    Name name = table.take(json);
    if (name == null) {
      json.name(literal);
      if (literal.isEscaped()) {
        throw new Unsure();
      }
      name = table.of(json.bytes(), literal.start(), literal.length());
    }
    return name.meaning();
  }

  private JsonNode integer() throws Unsure {
    boolean quoted = json.peek() == '"';
    String digits = quoted ? plainText() : json.number();
    return Json.integer(digits);
  }

  /** A string in which nothing is escaped. */
  String plainText() throws Unsure {
    json.peek();
    json.string(literal);
    return literal.unescaped();
  }

  private JsonNode array(int levels) throws Unsure {
    ArrayNode list = Json.NODES.arrayNode();
    if (listIsEmpty()) {
      return list;
    }
    do {
      list.add(anyValue(levels - 1));
    } while (json.more(']'));
    json.expect('}');
    return list;
  }

  private JsonNode map(int levels) throws Unsure {
    ObjectNode members = Json.NODES.objectNode();
    if (listIsEmpty()) {
      return members;
    }
    do {
      String key = key().text();
      members.set(key, anyValue(levels - 1));
      json.expect('}');
    } while (json.more(']'));
    json.expect('}');
    return members;
  }

  /** Steps over the beginning of a list of values, or over all of one that is empty: then true. */
  private boolean listIsEmpty() throws Unsure {
    if (json.isEmpty('{', '}')) {
      return true;
    }
    json.name(literal);
    if (!literal.is(VALUES)) {
      throw new Unsure();
    }
    boolean empty = json.isEmpty('[', ']');
    if (empty) {
      json.expect('}');
    }
    return empty;
  }

  /** The string that comes next. */
  JsonNode text() throws Unsure {
    json.expect('"');
    int from = json.position();
    int run = json.runEnd(from);
    byte[] bytes = json.bytes();
    if (bytes[run] == '"') {
      json.move(run + 1);
      return TextNode.valueOf(new String(bytes, from, run - from, StandardCharsets.UTF_8));
    }
    int start = decodedEnd;
    System.arraycopy(bytes, from, decoded, start, run - from);
    decode(run, start + run - from);
    if (!lasting && (decoded[start] == '[' || decoded[start] == '{')) {
      return new BytesNode(decoded, start, decodedEnd);
    }
    return TextNode.valueOf(new String(decoded, start, decodedEnd - start, StandardCharsets.UTF_8));
  }

  /** Decodes the rest of a string in which something is escaped, up to and over its quote. */
  private void decode(int from, int to) throws Unsure {
    byte[] bytes = json.bytes();
    byte[] target = decoded;
    int end = json.end();
    int lastWord = end - Long.BYTES;
    int i = from;
    int o = to;
    while (true) {
      if (i <= lastWord) {
        long eight = Words.load(bytes, i);
        long ends = Words.endsOfRuns(eight);
        Words.store(target, o, eight);
        if (ends == 0) {
          i += Long.BYTES;
          o += Long.BYTES;
          continue;
        }
        i += Words.place(ends);
        o += Words.place(ends);
      } else {
        while (i < end && !Words.endsRun(bytes[i])) {
          target[o++] = bytes[i++];
        }
      }
      if (i + 1 >= end) {
        throw new Unsure();
      }
      if (bytes[i] == '"') {
        json.move(i + 1);
        decodedEnd = o;
        return;
      }
      if (bytes[i] != '\\') {
        throw new Unsure();
      }
      byte escaped = bytes[i + 1];
      i += 2;
      if (escaped == 'u') {
        int codePoint = codePoint(bytes, i, end);
        i += Character.isBmpCodePoint(codePoint) ? 4 : 10;
        o = Utf8.encode(codePoint, target, o);
      } else {
        target[o++] = meant(escaped);
      }
    }
  }

  private static byte meant(byte escaped) throws Unsure {
    return switch (escaped) {
      case '"', '\\', '/' -> escaped;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> throw new Unsure();
    };
  }

  /** What the hexadecimal digits at an index stand for, or the two groups of a surrogate pair. */
  private static int codePoint(byte[] bytes, int index, int end) throws Unsure {
    int first = end - index < 4 ? -1 : Literal.hexadecimal(bytes, index);
    if (first < 0) {
      throw new Unsure();
    }
    if (!Character.isSurrogate((char) first)) {
      return first;
    }
    boolean more = end - index >= 10 && bytes[index + 4] == '\\' && bytes[index + 5] == 'u';
    int second = more ? Literal.hexadecimal(bytes, index + 6) : -1;
    if (second < 0 || !Character.isSurrogatePair((char) first, (char) second)) {
      // Half of a pair has no form in UTF-8.
      throw new Unsure();
    }
    return Character.toCodePoint((char) first, (char) second);
  }
}
