package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Message.ToolCall;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects the calls of a trace: TOOL and RETRIEVER spans, sub-agents, and the tool calls in
 * messages whose tool has no span anywhere.
 */
final class Calls {
  private static final String[] NAME_PREFIXES = {
    "execute_tool ", "tools/call ", "running tool: ", "tool: ", "tool:", "retrieval ", "retriever "
  };

  private static final int HEAD = 200;
  private static final List<String> METHODS =
      List.of("\"POST\"", "\"PUT\"", "\"PATCH\"", "\"DELETE\"");

  private final Trace trace;
  private final Map<String, Action> actions = new HashMap<>();
  private final Map<String, List<String>> tokens = new HashMap<>();

  private Calls(Trace trace) {
    this.trace = trace;
  }

  static List<Call> of(Trace trace) {
    return new Calls(trace).collect();
  }

  private List<Call> collect() {
    List<Call> calls = new ArrayList<>();
    Set<List<String>> shown = new HashSet<>();
    for (Span span : trace.spans()) {
      if (isCall(span)) {
        Call call = ofSpan(span);
        calls.add(call);
        shown.add(call.tokens());
      }
    }
    addUnshown(calls, shown);
    calls.sort(Comparator.comparingInt(Call::position));
    return List.copyOf(calls);
  }

  private boolean isCall(Span span) {
    return switch (span.kind()) {
      case TOOL, RETRIEVER -> !wrapsSame(span);
      case AGENT -> isSubAgent(span);
      default -> false;
    };
  }

  /** A client and a server often record the same call, one inside the other: the inner counts. */
  private boolean wrapsSame(Span span) {
    String name = toolName(span);
    return trace.children(span).stream()
        .anyMatch(c -> c.kind() == span.kind() && toolName(c).equals(name));
  }

  private boolean isSubAgent(Span span) {
    Optional<Span> parent = trace.parent(span);
    boolean asTool = parent.isPresent() && parent.get().kind() == SpanKind.TOOL;
    return !asTool
        && trace
            .agentAbove(span)
            .filter(above -> !agentName(above).equals(agentName(span)))
            .isPresent();
  }

  private Call ofSpan(Span span) {
    String name = span.kind() == SpanKind.AGENT ? agentName(span) : toolName(span);
    String arguments = span.toolArguments() == null ? span.inputText() : span.toolArguments();
    String result = span.toolResult() == null ? span.outputText() : span.toolResult();
    // An agent's words about an error are an answer, not a return code.
    ResultVerdict verdict =
        span.kind() == SpanKind.AGENT ? ResultVerdict.UNKNOWN : ResultVerdict.of(result);
    return new Call(
        name,
        tokens(name),
        ofUse(action(span.kind(), name), arguments, result),
        arguments,
        result,
        verdict,
        span.failed() || verdict == ResultVerdict.FAILED,
        span,
        true,
        trace.indexOf(span));
  }

  private List<String> tokens(String name) {
    return tokens.computeIfAbsent(name, NameTokens::of);
  }

  private Action action(SpanKind kind, String name) {
    return switch (kind) {
      case RETRIEVER -> Action.SEARCH;
      case AGENT -> Action.DELEGATE;
      default -> actions.computeIfAbsent(name, Action::ofTool);
    };
  }

  /** Where a name tells nothing, the method of a request or the make of the result does. */
  private static Action ofUse(Action byName, String arguments, String result) {
    if (byName != Action.OTHER) {
      return byName;
    }
    String head =
        arguments == null ? "" : arguments.substring(0, Math.min(arguments.length(), HEAD));
    if (head.contains("\"method\"")) {
      if (head.contains("\"GET\"") || head.contains("\"get\"")) {
        return Action.LOOK_UP;
      }
      if (METHODS.stream().anyMatch(head::contains)) {
        return Action.WRITE;
      }
    }
    if (!Acknowledgement.in(result)) {
      return byName;
    }
    return Acknowledgement.ofMessage(result) ? Action.NOTIFY : Action.WRITE;
  }

  private void addUnshown(List<Call> calls, Set<List<String>> shown) {
    Map<String, String> results = new HashMap<>();
    for (Turn turn : trace.conversation().turns()) {
      if (turn.role().equals("tool") && turn.toolCallId() != null) {
        results.putIfAbsent(turn.toolCallId(), turn.text());
      }
    }
    for (Turn turn : trace.conversation().turns()) {
      // History was acted on in an earlier trace.
      for (ToolCall asked : turn.produced() ? turn.toolCalls() : List.<ToolCall>of()) {
        List<String> words = tokens(asked.name());
        if (!words.isEmpty() && !shown.contains(words)) {
          String result = asked.id() == null ? null : results.get(asked.id());
          ResultVerdict verdict = ResultVerdict.of(result);
          calls.add(
              new Call(
                  asked.name(),
                  words,
                  ofUse(action(SpanKind.TOOL, asked.name()), asked.arguments(), result),
                  asked.arguments(),
                  result,
                  verdict,
                  verdict == ResultVerdict.FAILED,
                  turn.span(),
                  false,
                  trace.indexOf(turn.span())));
        }
      }
    }
  }

  static String agentName(Span span) {
    if (span.agent() != null) {
      return span.agent();
    }
    return span.name() == null ? "agent" : stripPrefix(span.name(), "invoke_agent ");
  }

  static String toolName(Span span) {
    if (span.toolName() != null && !span.toolName().isBlank()) {
      return span.toolName();
    }
    String name = span.name() == null ? "" : span.name();
    for (String prefix : NAME_PREFIXES) {
      name = stripPrefix(name, prefix);
    }
    return name.isBlank() ? span.kind().name().toLowerCase(Locale.ROOT) : name;
  }

  private static String stripPrefix(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length())
        ? name.substring(prefix.length()).strip()
        : name;
  }
}
