package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A string value that is decoded only where somebody asks for its text: JSON inside JSON is mostly
 * copied through as bytes. Its memory is that of the reader; a value that outlives the span it
 * belongs to must be a text node.
 */
final class BytesNode extends ValueNode {
  private final byte[] bytes;
  private final int from;
  private final int to;
  private String text;

  BytesNode(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  void beginIn(JsonScanner scanner) {
    scanner.begin(bytes, from, to);
  }

  @Override
  public JsonNodeType getNodeType() {
    return JsonNodeType.STRING;
  }

  @Override
  public JsonToken asToken() {
    return JsonToken.VALUE_STRING;
  }

  @Override
  public String textValue() {
    if (text == null) {
      text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    return text;
  }

  @Override
  public String asText() {
    return textValue();
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    generator.writeString(textValue());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BytesNode node && node.textValue().equals(textValue());
  }

  @Override
  public int hashCode() {
    return textValue().hashCode();
  }
}
