package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Messages;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether what consumes the agent's output can: null where no form is declared and none is used.
 *
 * <p>Not so where the output of the last model call, agent or root that declares a format or a
 * schema does not meet it; where the final answer begins as JSON and is none, or holds an id that
 * is null; where a call that changes something got an id that is null, or arguments that begin as
 * JSON and are none, and no later call made it good; or where a parser of outputs failed for good.
 * A span's attribute that says whether its output was valid wins. Texts that were cut on ingest are
 * not judged. It cannot see values that are well-formed and wrong.
 */
final class Downstream {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MAX_CHARS = 200_000;
  private static final Set<String> VALID =
      Set.of(
          "downstream_ok",
          "schema_valid",
          "output_valid",
          "structured_output_valid",
          "format_valid",
          "schema.valid",
          "output.valid",
          "structured_output.valid",
          "validation.passed",
          "output.validation.passed");
  private static final Set<String> LAST_OF_VALID =
      VALID.stream()
          .map(key -> key.substring(key.lastIndexOf('.') + 1))
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> MAY_BE_NULL =
      Set.of(
          "parent",
          "previous",
          "prev",
          "next",
          "old",
          "reply",
          "thread",
          "optional",
          "promo",
          "coupon",
          "external",
          "replaced");

  private final TraceView view;
  private boolean declared;
  private boolean broken;

  private Downstream(TraceView view) {
    this.view = view;
  }

  static Boolean of(TraceView view) {
    Downstream downstream = new Downstream(view);
    Boolean stated = downstream.stated();
    if (stated != null) {
      return stated;
    }
    downstream.declaredOutputs();
    downstream.finalAnswer();
    downstream.calls();
    downstream.parsers();
    return downstream.broken ? Boolean.FALSE : downstream.declared ? Boolean.TRUE : null;
  }

  /** The last span that says whether its output was valid. */
  private Boolean stated() {
    Boolean last = null;
    for (Span span : view.trace().spans()) {
      for (Map.Entry<String, String> attribute : span.attributes().entrySet()) {
        String key = attribute.getKey();
        int dot = key.lastIndexOf('.');
        if (!LAST_OF_VALID.contains(key.substring(dot + 1))) {
          continue;
        }
        int before = dot < 0 ? -1 : key.lastIndexOf('.', dot - 1);
        if (VALID.contains(key)
            || VALID.contains(key.substring(dot + 1))
            || VALID.contains(key.substring(before + 1))) {
          String value = attribute.getValue().strip().toLowerCase(Locale.ROOT);
          last = (value.equals("true") || value.equals("1")) ? Boolean.TRUE : last;
          last = (value.equals("false") || value.equals("0")) ? Boolean.FALSE : last;
        }
      }
    }
    return last;
  }

  /** Of calls that declare the same under the same parent the last one counts: it may repair. */
  private void declaredOutputs() {
    Map<String, Boolean> met = new HashMap<>();
    for (Span span : view.trace().spans()) {
      boolean speaks =
          span.kind() == SpanKind.LLM
              || span.kind() == SpanKind.AGENT
              || span.kind() == SpanKind.WORKFLOW
              || view.trace().parent(span).isEmpty();
      if (!speaks || span.truncated()) {
        continue;
      }
      DeclaredOutput form = DeclaredOutput.of(span).orElse(null);
      String output = form == null ? null : answer(span);
      if (output != null) {
        declared = true;
        String above = view.trace().parent(span).map(Span::spanId).orElse("");
        met.put(span.kind() + above + form.schema(), form.isMet(output));
      }
    }
    broken |= met.containsValue(false);
  }

  /** What a span says, null where it only asks for tools. */
  private static String answer(Span span) {
    List<Message> messages = Messages.read(span.outputText(), "assistant");
    if (messages.isEmpty()) {
      return span.failed() || span.kind() != SpanKind.LLM ? null : "";
    }
    Message last = messages.get(messages.size() - 1);
    boolean asks = last.text().isBlank() && !last.toolCalls().isEmpty();
    return asks || !last.toolCalls().isEmpty() ? null : last.text();
  }

  private void finalAnswer() {
    String text = view.conversation().finalText();
    boolean cut = view.trace().mainRoot().truncated();
    if (text == null || cut || text.length() > MAX_CHARS) {
      return;
    }
    boolean fenced = text.startsWith("```json") && text.strip().endsWith("```");
    String plain = DeclaredOutput.unfenced(text.strip());
    if (!opensJson(plain) && !fenced) {
      return;
    }
    try {
      JsonNode value = JSON.readTree(plain);
      declared |= value.isObject() || (value.isArray() && value.path(0).isObject());
      broken |= hasNullId(value, 0);
    } catch (JsonProcessingException e) {
      declared = true;
      broken = true;
    }
  }

  /** Not mere brackets: "{name} is your placeholder" and "[1] says" are prose. */
  private static boolean opensJson(String text) {
    if (text.length() < 2) {
      return false;
    }
    char first = text.charAt(0);
    int at = 1;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    char second = at < text.length() ? text.charAt(at) : ' ';
    return (first == '{' && (second == '"' || second == '}')) || (first == '[' && second == '{');
  }

  private void calls() {
    for (Call call : view.calls()) {
      boolean changes = call.action() == Action.WRITE || call.action() == Action.NOTIFY;
      String arguments = call.arguments();
      if (arguments == null
          || arguments.length() > MAX_CHARS
          || call.span().truncated()
          || !opensJson(arguments.strip())
          || view.recovered(call)) {
        continue;
      }
      try {
        broken |= changes && hasNullId(JSON.readTree(arguments), 0);
      } catch (JsonProcessingException e) {
        // Producers also write arguments in their own language's way: only a failed call was hurt.
        broken |= call.failed();
      }
    }
  }

  private void parsers() {
    for (Span span : view.failures().unrecovered()) {
      boolean parses =
          span.kind() != SpanKind.TOOL
              && span.kind() != SpanKind.RETRIEVER
              && view.trace().children(span).stream().noneMatch(Span::failed)
              && (ErrorClass.of(span) == ErrorClass.PARSE || isParser(span));
      broken |= parses && span.failed();
    }
  }

  private static boolean isParser(Span span) {
    List<String> tokens = span.name() == null ? List.of() : NameTokens.of(span.name());
    return tokens.contains("parser") || tokens.contains("parse") || tokens.contains("validator");
  }

  /** Whether a member that names an id is null, or empty where it is a text. */
  private static boolean hasNullId(JsonNode node, int depth) {
    if (depth > 4) {
      return false;
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        if (hasNullId(element, depth + 1)) {
          return true;
        }
      }
      return false;
    }
    for (Iterator<Map.Entry<String, JsonNode>> it = node.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> member = it.next();
      JsonNode value = member.getValue();
      boolean nothing = value.isNull() || (value.isTextual() && isNothing(value.textValue()));
      if ((nothing && isRequiredId(member.getKey())) || hasNullId(value, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNothing(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    return word.isEmpty() || word.equals("null") || word.equals("none") || word.equals("undefined");
  }

  private static boolean isRequiredId(String key) {
    List<String> tokens = NameTokens.of(key);
    boolean id = !tokens.isEmpty() && tokens.get(tokens.size() - 1).equals("id");
    return id && tokens.stream().noneMatch(MAY_BE_NULL::contains);
  }
}
