package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;

/** How JSON from strangers is read: whatever its size and depth, it fails as a value, in order. */
final class Json {
  /** Deeper values than this are nobody's data. */
  static final int MAX_DEPTH = 500;

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * The parser goes deeper than {@link #MAX_DEPTH}, so that one deep value can be stepped over and
   * the record after it still be read.
   */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100_000)
                  .maxStringLength(128 << 20)
                  .maxNumberLength(1_000)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private Json() {}

  /** Thrown for a value that nests deeper than {@link #MAX_DEPTH}. */
  static final class TooDeepException extends Exception {
    TooDeepException() {
      super("nested deeper than " + MAX_DEPTH);
    }
  }

  /** The value at the parser's current token, which is left at the value's last one. */
  static JsonNode tree(JsonParser parser) throws IOException, TooDeepException {
    return tree(parser, MAX_DEPTH);
  }

  private static JsonNode tree(JsonParser parser, int depth) throws IOException, TooDeepException {
    if (depth == 0) {
      throw new TooDeepException();
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        ObjectNode node = NODES.objectNode();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
          parser.nextToken();
          node.set(key, tree(parser, depth - 1));
        }
        yield node;
      }
      case START_ARRAY -> {
        ArrayNode node = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          node.add(tree(parser, depth - 1));
        }
        yield node;
      }
      default -> scalar(parser);
    };
  }

  /** The scalar at the parser's current token. */
  static JsonNode scalar(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> TextNode.valueOf(parser.getText());
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NUMBER_INT -> integer(parser.getText());
      case VALUE_NUMBER_FLOAT -> decimal(parser.getText());
      default -> NullNode.getInstance();
    };
  }

  /** A whole number from its digits; what is none stays text. */
  static JsonNode integer(String digits) {
    Long value = Numbers.integer(digits);
    return value == null ? TextNode.valueOf(digits) : LongNode.valueOf(value);
  }

  /** A number from its text, which stays text where it is none or is not finite. */
  static JsonNode decimal(String text) {
    Double value = Numbers.decimal(text);
    return value == null ? TextNode.valueOf(text) : DoubleNode.valueOf(value);
  }

  /** The object or array that a text is the JSON of, or null where it is not just that. */
  static JsonNode parse(String text) {
    if (!looksLikeJson(text)) {
      return null;
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      JsonNode node = tree(parser);
      return parser.nextToken() == null ? node : null;
    } catch (IOException | TooDeepException e) {
      // Cut-off JSON, Python's repr and the like are ordinary: such a value is plain text.
      return null;
    }
  }

  private static boolean looksLikeJson(String text) {
    int start = 0;
    int end = text.length() - 1;
    while (start < end && text.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && text.charAt(end) <= ' ') {
      end--;
    }
    if (start >= end) {
      return false;
    }
    char first = text.charAt(start);
    char last = text.charAt(end);
    return (first == '{' && last == '}') || (first == '[' && last == ']');
  }

  /** A value as text: strings as they are, null as null, everything else as compact JSON. */
  static String text(JsonNode node) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return null;
    }
    // Scalars know their text; toString() would start up an object mapper for each.
    return node.isValueNode() ? node.asText() : node.toString();
  }

  /** A value as text, without the quotes where a text was written as JSON once more. */
  static String plainText(JsonNode node) {
    String text = text(node);
    if (text == null || text.length() < 2 || text.charAt(0) != '"' || !text.endsWith("\"")) {
      return text;
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      boolean string = parser.nextToken() == JsonToken.VALUE_STRING;
      String inner = string ? parser.getText() : text;
      return string && parser.nextToken() == null ? inner : text;
    } catch (IOException e) {
      // Quotes that belong to the text.
      return text;
    }
  }

  /** A value, or what its text is the JSON of. */
  static JsonNode structured(JsonNode node) {
    if (node == null || !node.isTextual()) {
      return node;
    }
    JsonNode parsed = parse(node.textValue());
    return parsed == null ? node : parsed;
  }
}
