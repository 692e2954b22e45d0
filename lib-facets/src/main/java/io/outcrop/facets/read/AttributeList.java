package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A list that producers write under one name, or flattened to names with an index in them. */
final class AttributeList {
  private final String text;
  private final Names bare;
  private final Prefix beginning;
  private final Prefix flattened;

  private AttributeList(String text) {
    this.text = text;
    this.bare = Names.of(text);
    this.beginning = Prefix.of(text);
    this.flattened = Prefix.of(text + ".");
  }

  static AttributeList of(String name) {
    return new AttributeList(name);
  }

  Prefix beginning() {
    return beginning;
  }

  /** Takes the list out, or whatever else is there under the names; null where there is nothing. */
  JsonNode take(Attributes attributes) {
    if (!attributes.mayHavePrefix(beginning)) {
      return null;
    }
    JsonNode nested = Json.structured(attributes.take(bare));
    Map<String, JsonNode> flat = attributes.takePrefix(flattened);
    return flat.isEmpty() ? nested : Flattened.tree(flat);
  }

  /** Takes the list out; what is no list though its names begin alike stays. */
  JsonNode takeList(Attributes attributes) {
    if (!attributes.mayHavePrefix(beginning)) {
      return null;
    }
    JsonNode nested = Json.structured(attributes.take(bare));
    Map<String, JsonNode> flat = attributes.takePrefix(flattened);
    if (flat.isEmpty()) {
      return nested;
    }
    JsonNode tree = Flattened.tree(flat);
    if (!tree.isArray()) {
      flat.forEach((key, value) -> attributes.put(text + "." + key, value));
      return nested;
    }
    return tree;
  }
}
