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
  private static final String[] TARGETS = {"\"command\":", "\"cmd\":", "\"path\":", "\"url\":"};

  /** Words of tools that do whatever their arguments say. */
  private static final Set<String> GENERAL =
      Set.of("api", "http", "https", "request", "rest", "curl", "fetch", "graphql", "endpoint");

  /** Words of tools that hand the task on, and do not change a thing by that name. */
  private static final Set<String> HANDS_ON =
      Set.of("agent", "subagent", "human", "to", "ask", "delegate", "handoff", "escalate", "hand");

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

  private boolean wrapsAgent(Span span) {
    return trace.children(span).stream().anyMatch(c -> c.kind() == SpanKind.AGENT);
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
        span.kind() == SpanKind.AGENT || wrapsAgent(span)
            ? Action.DELEGATE
            : ofUse(action(span.kind(), name), tokens(name), arguments, result),
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

  /**
   * Where a name tells nothing, or that anything is called or run, the request's method and path,
   * the command's verb or the make of the result does.
   */
  private static Action ofUse(Action byName, List<String> tokens, String arguments, String result) {
    boolean general = tokens.stream().anyMatch(GENERAL::contains);
    if (byName == Action.RUN || general || byName == Action.OTHER) {
      Action byTarget = ofTarget(arguments);
      if (byTarget != Action.OTHER && !Acknowledgement.isVerdict(result)) {
        return byTarget;
      }
    }
    if (Acknowledgement.isVerdict(result) && byName != Action.SEARCH && byName != Action.DELEGATE) {
      return Action.LOOK_UP;
    }
    boolean handsOn = byName == Action.DELEGATE && tokens.stream().noneMatch(HANDS_ON::contains);
    if ((byName != Action.OTHER && byName != Action.RUN && !handsOn)
        || !Acknowledgement.in(result)) {
      return byName;
    }
    return Acknowledgement.ofMessage(result) ? Action.NOTIFY : Action.WRITE;
  }

  private static Action ofTarget(String arguments) {
    String head =
        arguments == null ? "" : arguments.substring(0, Math.min(arguments.length(), HEAD));
    String target = target(head);
    if (head.contains("\"method\"")) {
      if (head.contains("\"GET\"") || head.contains("\"get\"")) {
        return Action.LOOK_UP;
      }
      if (METHODS.stream().anyMatch(head::contains)) {
        Action last = Action.ofTool(target.substring(target.lastIndexOf('/') + 1));
        return switch (last) {
          case LOOK_UP, SEARCH, COMPUTE, NOTIFY -> last;
          default -> Action.WRITE;
        };
      }
    }
    // "program verb thing --option value", and nothing that joins commands.
    String[] words = target.split(" ", 4);
    boolean plain = target.chars().noneMatch(c -> "|;&><`$".indexOf(c) >= 0);
    return !head.contains("\"path\"") && words.length >= 3 && plain && isWord(words[1])
        ? Action.ofTool(words[1])
        : Action.OTHER;
  }

  private static boolean isWord(String text) {
    return !text.isEmpty() && text.chars().allMatch(Character::isLetter);
  }

  /** The path of a request or the command line among the arguments; empty where there is none. */
  static String target(String arguments) {
    for (String key : TARGETS) {
      int at = arguments.indexOf(key);
      int open = at < 0 ? -1 : arguments.indexOf('"', at + key.length());
      if (open >= 0) {
        int close = open + 1;
        while (close < arguments.length()
            && (arguments.charAt(close) != '"' || arguments.charAt(close - 1) == '\\')) {
          close++;
        }
        return arguments.substring(open + 1, close);
      }
    }
    return "";
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
                  ofUse(action(SpanKind.TOOL, asked.name()), words, asked.arguments(), result),
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
