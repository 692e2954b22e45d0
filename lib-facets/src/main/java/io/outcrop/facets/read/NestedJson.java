package io.outcrop.facets.read;

import io.outcrop.facets.read.JsonScanner.Literal;
import io.outcrop.facets.read.JsonScanner.Unsure;
import java.util.ArrayList;
import java.util.List;

/** Copies a JSON value into a string of JSON: compact, and quoted once more. */
final class NestedJson {
  private static final int DEEPEST = 64;

  /** So many names are compared with one another; one that comes twice is left to the tree. */
  private static final int MOST_NAMES = 24;

  private final JsonScanner json;
  private final Literal literal = new Literal();

  NestedJson(JsonScanner json) {
    this.json = json;
  }

  /** Adds the value at the scanner's place, which is stepped over. */
  void value(CharText target) throws Unsure {
    value(target, DEEPEST);
  }

  private void value(CharText target, int levels) throws Unsure {
    switch (json.peek()) {
      case '{' -> object(target, levels);
      case '[' -> array(target, levels);
      case '"' -> {
        literal.clear();
        json.string(literal);
        quote(target);
      }
      case 't' -> word("true", target);
      case 'f' -> word("false", target);
      case 'n' -> word("null", target);
      default -> json.integer(target);
    }
  }

  private void word(String letters, CharText target) throws Unsure {
    json.word(letters);
    target.add(letters);
  }

  private void quote(CharText target) throws Unsure {
    target.add("\\\"");
    json.quoteAgain(literal, target);
    target.add("\\\"");
  }

  private void object(CharText target, int levels) throws Unsure {
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
      String name = json.raw(literal);
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

  private void array(CharText target, int levels) throws Unsure {
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

  private void open(char bracket, int levels, CharText target) throws Unsure {
    if (levels == 0) {
      throw new Unsure();
    }
    json.expect(bracket);
    target.add(bracket);
  }
}
