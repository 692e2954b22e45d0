package io.outcrop.facets.read;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.read.JsonScanner.Unsure;
import java.nio.charset.StandardCharsets;
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

  private static final byte[] ROLE = ascii("role");
  private static final byte[] PARTS = ascii("parts");
  private static final byte[] CONTENT = ascii("content");
  private static final byte[] FINISH_REASON = ascii("finish_reason");
  private static final byte[] TYPE = ascii("type");
  private static final byte[] ID = ascii("id");
  private static final byte[] NAME = ascii("name");
  private static final byte[] ARGUMENTS = ascii("arguments");
  private static final byte[] RESPONSE = ascii("response");
  private static final byte[] RESULT = ascii("result");
  private static final byte[] TEXT = ascii("text");
  private static final byte[] REASONING = ascii("reasoning");
  private static final byte[] TOOL_CALL = ascii("tool_call");
  private static final byte[] TOOL_CALL_RESPONSE = ascii("tool_call_response");
  private static final byte[] TOOL_NAME = ascii("toolName");
  private static final byte[] FUNCTION = ascii("function");
  private static final byte[] FUNCTION_RESULT = ascii("function_result");
  private static final byte[] FUNCTION_DASH_RESULT = ascii("function-result");
  private static final byte[] BRACKET = ascii("[");

  private static final byte[] LINE_BREAK = ascii("\\n");
  private static final byte[] EMPTY = ascii("\"\"");
  private static final byte[] OPEN_ROLE = ascii("{\"role\":\"");
  private static final byte[] OPEN_TEXT = ascii("\",\"text\":");
  private static final byte[] OPEN_REASONING = ascii(",\"reasoning\":\"");
  private static final byte[] OPEN_CALLS = ascii(",\"tool_calls\":");
  private static final byte[] OPEN_CALL_ID = ascii(",\"tool_call_id\":");
  private static final byte[] OPEN_ID = ascii("\"id\":");
  private static final byte[] OPEN_NAME = ascii("\"name\":");
  private static final byte[] OPEN_ARGUMENTS = ascii(",\"arguments\":");

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private final int maxChars;
  private final JsonScanner json = new JsonScanner();
  private final NestedJson nested = new NestedJson(json);
  private final ByteText out = new ByteText();

  // The message that is being read.
  private final Literal role = new Literal();
  private final Literal content = new Literal();
  private final Literal reason = new Literal();
  private final ByteText text = new ByteText();
  private final ByteText reasoning = new ByteText();
  private final ByteText calls = new ByteText();
  private boolean hasResults;

  /** Of the message before: mostly there are but two or three. */
  private byte[] lastRole = new byte[0];

  private String lastRoleNormal = "";

  // The part of it that is being read.
  private final Literal name = new Literal();
  private final Literal type = new Literal();
  private final Literal partContent = new Literal();
  private final Literal id = new Literal();
  private final Literal tool = new Literal();
  private final Literal payload = new Literal();
  private final ByteText payloadJson = new ByteText();

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
    if (value instanceof BytesNode bytes) {
      bytes.beginIn(json);
    } else {
      byte[] encoded = Utf8.encode(value.textValue());
      if (encoded == null) {
        throw new Unsure();
      }
      json.begin(encoded, 0, encoded.length);
    }
    if (json.end() - json.position() > LONGEST) {
      throw new Unsure();
    }
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
      if (name.is(ROLE)) {
        json.stringOrNull(role);
      } else if (name.is(PARTS) && !parts) {
        parts = true;
        parts();
      } else if (name.is(CONTENT)) {
        json.stringOrNull(content);
      } else if (name.is(FINISH_REASON)) {
        json.stringOrNull(reason);
      } else {
        throw new Unsure();
      }
    } while (json.more('}'));
    if (!role.isPresent() || parts == content.isPresent()) {
      throw new Unsure();
    }
    String ofRole = role();
    if (content.isPresent()) {
      content(ofRole);
    }
    if (reason.isPresent()) {
      String ended = reason.unescaped();
      if (!ended.isBlank()) {
        reasons.add(ended.toLowerCase(Locale.ROOT));
      }
    }
    writeMessage(ofRole);
  }

  private String role() throws Unsure {
    if (role.is(lastRole)) {
      return lastRoleNormal;
    }
    String stated = role.unescaped();
    lastRole = stated.getBytes(StandardCharsets.UTF_8);
    lastRoleNormal = MessageReader.normal(stated);
    return lastRoleNormal;
  }

  private void content(String ofRole) throws Unsure {
    boolean mayBeParts =
        content.contains(TYPE) || content.contains(TOOL_NAME) || content.contains(FUNCTION);
    if (ofRole.equals("assistant") && mayBeParts && content.contains(BRACKET)) {
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
      if (key.is(TYPE)) {
        json.stringOrNull(type);
      } else if (key.is(CONTENT)) {
        json.stringOrNull(partContent);
      } else if (key.is(ID)) {
        json.stringOrNull(id);
      } else if (key.is(NAME)) {
        json.stringOrNull(tool);
      } else if (payloadName == null && isPayload(key)) {
        payloadName = key.is(ARGUMENTS) ? "tool_call" : "tool_call_response";
        payload();
      } else {
        throw new Unsure();
      }
    } while (json.more('}'));
    take(payloadName);
  }

  private boolean isPayload(Literal key) {
    return key.is(ARGUMENTS) || key.is(RESPONSE) || key.is(RESULT);
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
      json.move(start);
      JsonNode node = Json.parse(json.container());
      if (node == null) {
        throw e;
      }
      payloadJson.clear();
      String written = node.toString();
      if (Utf8.encode(written) == null) {
        throw e;
      }
      payloadJson.add(JsonStringEncoder.getInstance().quoteAsUTF8(written));
    }
  }

  /** Adds the part to its message, or as a message of its own. */
  private void take(String payloadOf) throws Unsure {
    boolean bare = payloadOf == null && !id.isPresent() && !tool.isPresent();
    if (bare && isType(TEXT)) {
      append(partContent, text);
    } else if (bare && isType(REASONING)) {
      append(partContent, reasoning);
    } else if (isType(TOOL_CALL)
        && tool.isPresent()
        && !partContent.isPresent()
        && (payloadOf == null || payloadOf.equals("tool_call"))) {
      call();
    } else if (isType(TOOL_CALL_RESPONSE)
        && !tool.isPresent()
        && !partContent.isPresent()
        && "tool_call_response".equals(payloadOf)) {
      result();
    } else {
      throw new Unsure();
    }
  }

  private boolean isType(byte[] expected) {
    return type.isPresent() && type.is(expected);
  }

  /** Joins texts by line breaks. */
  private void append(Literal literal, ByteText target) throws Unsure {
    if (literal.isPresent() && !literal.isEmpty()) {
      if (!target.isEmpty()) {
        target.add(LINE_BREAK);
      }
      literal.write(target);
      if (target.length() > maxChars) {
        throw new Unsure();
      }
    }
  }

  private void call() throws Unsure {
    calls.add(calls.isEmpty() ? '[' : ',');
    calls.add('{');
    if (id.isPresent()) {
      calls.add(OPEN_ID);
      quote(id, calls);
      calls.add(',');
    }
    calls.add(OPEN_NAME);
    quote(tool, calls);
    if (payload.isPresent() || !payloadJson.isEmpty()) {
      calls.add(OPEN_ARGUMENTS);
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
      out.add(EMPTY);
    }
    if (id.isPresent()) {
      out.add(OPEN_CALL_ID);
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
        && payload.mayBeObject()
        && (payload.contains(FUNCTION_RESULT) || payload.contains(FUNCTION_DASH_RESULT));
  }

  private void quotePayload(ByteText target) throws Unsure {
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

  private void quote(Literal literal, ByteText target) throws Unsure {
    if (literal.length() > maxChars) {
      throw new Unsure();
    }
    target.add('"');
    literal.write(target);
    target.add('"');
  }

  private void startMessage(String ofRole) {
    if (out.length() > 1) {
      out.add(',');
    }
    out.add(OPEN_ROLE);
    out.add(ofRole);
    out.add(OPEN_TEXT);
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
      out.add(OPEN_REASONING);
      out.add(reasoning);
      out.add('"');
    }
    if (!calls.isEmpty()) {
      out.add(OPEN_CALLS);
      out.add(calls);
      out.add(']');
    }
    out.add('}');
  }
}
