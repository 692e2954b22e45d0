package io.outcrop.facets.read;

import io.outcrop.facets.read.JsonScanner.Unsure;
import java.util.ArrayList;
import java.util.List;

/** Copies a JSON value into a string of JSON: compact, and quoted once more. */
final class NestedJson {
  private static final int DEEPEST = 64;

  /** So many names are compared with one another; one that comes twice is left to the tree. */
  private static final int MOST_NAMES = 24;

  private static final byte[] QUOTE = {'\\', '"'};

  private final JsonScanner json;
  private final Literal literal = new Literal();

  NestedJson(JsonScanner json) {
    this.json = json;
  }

  /** Adds the value at the scanner's place, which is stepped over. */
  void value(ByteText target) throws Unsure {
    value(target, DEEPEST);
  }

  private void value(ByteText target, int levels) throws Unsure {
    switch (json.peek()) {
      case '{' -> object(target, levels);
      case '[' -> array(target, levels);
      case '"' -> {
        literal.clear();
        json.string(literal);
        quote(target);
      }
      case 't', 'f', 'n' -> json.word(target);
      default -> json.integer(target);
    }
  }

  private void quote(ByteText target) throws Unsure {
    target.add(QUOTE);
    literal.quoteAgain(target);
    target.add(QUOTE);
  }

  private void object(ByteText target, int levels) throws Unsure {
    open('{', levels, target);
    if (json.peek() == '}') {
      json.expect('}');
      target.add('}');
      return;
    }
    List<String> names = new ArrayList<>(4);
    boolean more = true;
    while (more) {
      json.name(literal);
      String name = literal.raw();
      if (names.size() == MOST_NAMES || names.contains(name)) {
        throw new Unsure();
      }
      names.add(name);
      quote(target);
      target.add(':');
      value(target, levels - 1);
      more = json.more('}');
      target.add(more ? ',' : '}');
    }
  }

  private void array(ByteText target, int levels) throws Unsure {
    open('[', levels, target);
    if (json.peek() == ']') {
      json.expect(']');
      target.add(']');
      return;
    }
    boolean more = true;
    while (more) {
      value(target, levels - 1);
      more = json.more(']');
      target.add(more ? ',' : ']');
    }
  }

  private void open(char bracket, int levels, ByteText target) throws Unsure {
    if (levels == 0) {
      throw new Unsure();
    }
    json.expect(bracket);
    target.add(bracket);
  }
}
