package io.outcrop.facets.read;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.read.JsonScanner.Literal;
import io.outcrop.facets.read.JsonScanner.Unsure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Copies messages of the GenAI conventions from their JSON to the written form of {@link
 * io.outcrop.facets.trace.Messages}, each text as it stands in its quotes: such texts are most of
 * what traces hold, and need neither be decoded nor be encoded again.
 *
 * <p>Whatever is not of exactly the conventions' shape, or would have to be cut, is left to {@link
 * MessageReader}; what is copied is what that one would have written.
 */
final class QuotedMessages {
  /** Memory for longer ones is not kept from span to span. */
  private static final int LONGEST = 1 << 20;

  private final int maxChars;
  private final JsonScanner json = new JsonScanner();
  private final NestedJson nested = new NestedJson(json);
  private final CharText out = new CharText();

  // The message that is being read.
  private final Literal role = new Literal();
  private final Literal content = new Literal();
  private final Literal reason = new Literal();
  private final CharText text = new CharText();
  private final CharText reasoning = new CharText();
  private final CharText calls = new CharText();
  private boolean hasResults;

  // The part of it that is being read.
  private final Literal name = new Literal();
  private final Literal type = new Literal();
  private final Literal partContent = new Literal();
  private final Literal id = new Literal();
  private final Literal tool = new Literal();
  private final Literal payload = new Literal();
  private final CharText payloadJson = new CharText();

  /**
   * @param maxChars the longest text that may stay uncut
   */
  QuotedMessages(int maxChars) {
    this.maxChars = maxChars;
  }

  /**
   * The messages of a list of them as they are written, or null where it is to be read instead.
   *
   * @param finishReasons takes the reasons that the messages gave for having ended
   */
  String messages(JsonNode value, Collection<String> finishReasons) {
    if (!value.isTextual()) {
      return null;
    }
    List<String> reasons = new ArrayList<>(1);
    try {
      begin(value);
      do {
        message(reasons);
      } while (json.more(']'));
      finishReasons.addAll(reasons);
      return written();
    } catch (Unsure e) {
      // An ordinary outcome: other shapes are read the general way.
      return null;
    }
  }

  /** A list of parts as one message, as it is written, or null where it is to be read instead. */
  String parts(JsonNode value, String ofRole) {
    if (!value.isTextual()) {
      return null;
    }
    try {
      begin(value);
      clearMessage();
      do {
        part();
      } while (json.more(']'));
      writeMessage(ofRole);
      return written();
    } catch (Unsure e) {
      // As above.
      return null;
    }
  }

  private void begin(JsonNode value) throws Unsure {
    if (value.textValue().length() > LONGEST) {
      throw new Unsure();
    }
    json.begin(value.textValue());
    json.expect('[');
    out.clear();
    out.add('[');
  }

  private String written() throws Unsure {
    json.expectEnd();
    out.add(']');
    return out.toString();
  }

  private void clearMessage() {
    role.clear();
    content.clear();
    reason.clear();
    text.clear();
    reasoning.clear();
    calls.clear();
    hasResults = false;
  }

  private void message(List<String> reasons) throws Unsure {
    clearMessage();
    boolean parts = false;
    json.expect('{');
    do {
      json.name(name);
      if (json.is(name, "role")) {
        json.stringOrNull(role);
      } else if (json.is(name, "parts") && !parts) {
        parts = true;
        parts();
      } else if (json.is(name, "content")) {
        json.stringOrNull(content);
      } else if (json.is(name, "finish_reason")) {
        json.stringOrNull(reason);
      } else {
        throw new Unsure();
      }
    } while (json.more('}'));
    if (!role.isPresent() || parts == content.isPresent()) {
      throw new Unsure();
    }
    String ofRole = MessageReader.normal(json.unescaped(role));
    if (content.isPresent()) {
      content(ofRole);
    }
    if (reason.isPresent()) {
      String ended = json.unescaped(reason);
      if (!ended.isBlank()) {
        reasons.add(ended.toLowerCase(Locale.ROOT));
      }
    }
    writeMessage(ofRole);
  }

  private void content(String ofRole) throws Unsure {
    boolean mayBeParts =
        json.contains(content, "type")
            || json.contains(content, "toolName")
            || json.contains(content, "function");
    if (ofRole.equals("assistant") && mayBeParts && json.contains(content, "[")) {
      // Some write the calls of an assistant into its text.
      throw new Unsure();
    }
    append(content, text);
  }

  private void parts() throws Unsure {
    json.expect('[');
    if (json.peek() == ']') {
      throw new Unsure();
    }
    do {
      part();
    } while (json.more(']'));
  }

  private void part() throws Unsure {
    type.clear();
    partContent.clear();
    id.clear();
    tool.clear();
    payload.clear();
    payloadJson.clear();
    Literal key = name;
    String payloadName = null;
    json.expect('{');
    do {
      json.name(key);
      if (json.is(key, "type")) {
        json.stringOrNull(type);
      } else if (json.is(key, "content")) {
        json.stringOrNull(partContent);
      } else if (json.is(key, "id")) {
        json.stringOrNull(id);
      } else if (json.is(key, "name")) {
        json.stringOrNull(tool);
      } else if (payloadName == null && isPayload(key)) {
        payloadName = json.is(key, "arguments") ? "tool_call" : "tool_call_response";
        payload();
      } else {
        throw new Unsure();
      }
    } while (json.more('}'));
    take(payloadName);
  }

  private boolean isPayload(Literal key) {
    return json.is(key, "arguments") || json.is(key, "response") || json.is(key, "result");
  }

  private void payload() throws Unsure {
    if (json.peek() != '{') {
      json.stringOrNull(payload);
      return;
    }
    int start = json.position();
    try {
      nested.value(payloadJson);
    } catch (Unsure e) {
      // Numbers with fractions and the like: what they are written as is the tree's to say.
      json.back(start);
      JsonNode node = Json.parse(json.container());
      if (node == null) {
        throw e;
      }
      payloadJson.clear();
      char[] quoted = JsonStringEncoder.getInstance().quoteAsString(node.toString());
      payloadJson.add(quoted, 0, quoted.length);
    }
  }

  /** Adds the part to its message, or as a message of its own. */
  private void take(String payloadOf) throws Unsure {
    boolean bare = payloadOf == null && !id.isPresent() && !tool.isPresent();
    if (bare && isType("text")) {
      append(partContent, text);
    } else if (bare && isType("reasoning")) {
      append(partContent, reasoning);
    } else if (isType("tool_call")
        && tool.isPresent()
        && !partContent.isPresent()
        && (payloadOf == null || payloadOf.equals("tool_call"))) {
      call();
    } else if (isType("tool_call_response")
        && !tool.isPresent()
        && !partContent.isPresent()
        && "tool_call_response".equals(payloadOf)) {
      result();
    } else {
      throw new Unsure();
    }
  }

  private boolean isType(String expected) {
    return type.isPresent() && json.is(type, expected);
  }

  /** Joins texts by line breaks. */
  private void append(Literal literal, CharText target) throws Unsure {
    if (literal.isPresent() && !literal.isEmpty()) {
      if (!target.isEmpty()) {
        target.add("\\n");
      }
      json.write(literal, target);
      if (target.length() > maxChars) {
        throw new Unsure();
      }
    }
  }

  private void call() throws Unsure {
    calls.add(calls.isEmpty() ? '[' : ',');
    calls.add('{');
    if (id.isPresent()) {
      calls.add("\"id\":");
      quote(id, calls);
      calls.add(',');
    }
    calls.add("\"name\":");
    quote(tool, calls);
    if (payload.isPresent() || !payloadJson.isEmpty()) {
      calls.add(",\"arguments\":");
      quotePayload(calls);
    }
    calls.add('}');
  }

  private void result() throws Unsure {
    if (mayBeFunctionResult()) {
      throw new Unsure();
    }
    hasResults = true;
    startMessage("tool");
    if (payload.isPresent() || !payloadJson.isEmpty()) {
      quotePayload(out);
    } else {
      out.add("\"\"");
    }
    if (id.isPresent()) {
      out.add(",\"tool_call_id\":");
      quote(id, out);
    }
    out.add('}');
  }

  /** Some wrap a result into an object that says of itself that it is one. */
  private boolean mayBeFunctionResult() {
    if (!payloadJson.isEmpty()) {
      String object = payloadJson.toString();
      return object.contains("function_result") || object.contains("function-result");
    }
    return payload.isPresent()
        && json.mayBeObject(payload)
        && (json.contains(payload, "function_result") || json.contains(payload, "function-result"));
  }

  private void quotePayload(CharText target) throws Unsure {
    if (payloadJson.isEmpty()) {
      quote(payload, target);
      return;
    }
    if (payloadJson.length() > maxChars) {
      throw new Unsure();
    }
    target.add('"');
    target.add(payloadJson);
    target.add('"');
  }

  private void quote(Literal literal, CharText target) throws Unsure {
    if (literal.length() > maxChars) {
      throw new Unsure();
    }
    target.add('"');
    json.write(literal, target);
    target.add('"');
  }

  private void startMessage(String ofRole) {
    if (out.length() > 1) {
      out.add(',');
    }
    out.add("{\"role\":\"");
    out.add(ofRole);
    out.add("\",\"text\":");
  }

  /** Writes what a message holds beside the results in it. */
  private void writeMessage(String ofRole) {
    if (hasResults && text.isEmpty() && reasoning.isEmpty() && calls.isEmpty()) {
      return;
    }
    startMessage(ofRole);
    out.add('"');
    out.add(text);
    out.add('"');
    if (!reasoning.isEmpty()) {
      out.add(",\"reasoning\":\"");
      out.add(reasoning);
      out.add('"');
    }
    if (!calls.isEmpty()) {
      out.add(",\"tool_calls\":");
      out.add(calls);
      out.add(']');
    }
    out.add('}');
  }
}
