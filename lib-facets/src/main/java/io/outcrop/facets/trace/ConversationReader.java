package io.outcrop.facets.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reconstructs the conversation from model calls that record either the whole history each time or
 * only what is new.
 *
 * <p>A call continues a strand when its input begins like the strand (then the longest common
 * prefix is skipped), when it overlaps the strand's end, or when it merely comes next in the same
 * agent under the same instructions. Otherwise it opens a strand of its own. The main strand is the
 * one with the most calls at the shallowest level of agents.
 */
final class ConversationReader {
  private static final int MAX_OVERLAP = 200;
  private static final Set<String> FINAL_TOOLS =
      Set.of("final_answer", "finalanswer", "finish", "submit", "submit_answer", "respond");

  private final Trace trace;
  private final List<Strand> strands = new ArrayList<>();
  private final Map<String, Strand> byOpening = new HashMap<>();
  private final Map<String, Strand> latestOfAgent = new HashMap<>();
  private final IdentityHashMap<Message, String> keys = new IdentityHashMap<>();
  private final MessageHistory inputs = new MessageHistory();
  private String systemText;

  ConversationReader(Trace trace) {
    this.trace = trace;
  }

  /** A run of calls that share a history. */
  private static final class Strand {
    final String system;
    final int agentDepth;
    final List<String> history = new ArrayList<>();
    final List<Turn> turns = new ArrayList<>();
    int calls;

    Strand(String system, int agentDepth) {
      this.system = system;
      this.agentDepth = agentDepth;
    }
  }

  Conversation read() {
    Map<String, Integer> agentDepths = agentDepths();
    for (Span call : trace.modelCalls()) {
      add(call, agentDepths.get(call.spanId()));
    }
    Strand main =
        strands.stream()
            .min(
                Comparator.comparingInt((Strand t) -> t.agentDepth)
                    .thenComparingInt(t -> hasUser(t) ? 0 : 1)
                    .thenComparingInt(t -> -t.calls))
            .orElse(null);
    List<Turn> turns = new ArrayList<>();
    for (Strand strand : strands) {
      for (Turn turn : strand.turns) {
        turns.add(strand == main ? turn : delegated(turn));
      }
    }
    turns.sort(Comparator.comparingInt(turn -> trace.indexOf(turn.span())));
    Span root = trace.mainRoot();
    if (turns.stream().noneMatch(Turn::isUser)) {
      addRootInput(turns, root);
    }
    String finalText = finalText(turns, root);
    if (finalText != null && turns.stream().noneMatch(t -> t.isAnswer() && !t.delegated())) {
      turns.add(turn(Message.of("assistant", finalText), root, true));
    }
    return new Conversation(turns, finalText, systemText);
  }

  private static boolean hasUser(Strand strand) {
    return strand.turns.stream().anyMatch(Turn::isUser);
  }

  private static Turn delegated(Turn t) {
    return new Turn(
        t.role(),
        t.text(),
        t.reasoning(),
        t.toolCalls(),
        t.toolCallId(),
        t.span(),
        t.produced(),
        true);
  }

  private void addRootInput(List<Turn> turns, Span root) {
    String input = root.inputText() == null ? root.toolArguments() : root.inputText();
    if (input != null && root.kind() != SpanKind.LLM) {
      String text = RequestText.ofInput(input);
      if (!text.isBlank()) {
        turns.add(0, turn(Message.of("user", text), root, true));
      }
    }
  }

  private void add(Span call, int agentDepth) {
    List<Message> input = new ArrayList<>();
    StringBuilder system = new StringBuilder();
    for (Message message : inputs.read(call.inputText(), "user")) {
      if (isSystem(message.role())) {
        system.append(message.text()).append('\n');
      } else {
        input.add(message);
      }
    }
    if (systemText == null && !system.isEmpty()) {
      systemText = system.toString().strip();
    }
    List<String> keys = input.stream().map(this::key).toList();
    String agent = trace.agentAbove(call).map(Span::spanId).orElse("");
    Strand strand = continued(keys, system.toString(), agent, agentDepth);
    boolean began = strand.calls > 0;
    int known = knownPrefix(strand.history, keys);
    Map<String, Integer> rest = known > 0 ? counts(strand.history, known) : Map.of();
    for (int i = known; i < input.size(); i++) {
      Integer left = rest.get(keys.get(i));
      if (left != null && left > 0) {
        rest.put(keys.get(i), left - 1);
      } else {
        append(strand, input.get(i), call, began);
      }
    }
    for (Message message : Messages.read(call.outputText(), "assistant")) {
      append(strand, message, call, true);
    }
    strand.calls++;
    latestOfAgent.put(agent, strand);
    if (!keys.isEmpty()) {
      byOpening.putIfAbsent(keys.get(0), strand);
    }
  }

  private Strand continued(List<String> keys, String system, String agent, int agentDepth) {
    Strand sameOpening = keys.isEmpty() ? null : byOpening.get(keys.get(0));
    if (sameOpening != null && sameOpening.agentDepth == agentDepth) {
      return sameOpening;
    }
    Strand latest = latestOfAgent.get(agent);
    if (latest != null && (system.isEmpty() || system.equals(latest.system))) {
      return latest;
    }
    Strand opened = new Strand(system, agentDepth);
    strands.add(opened);
    return opened;
  }

  private void append(Strand strand, Message message, Span call, boolean produced) {
    strand.history.add(key(message));
    strand.turns.add(turn(message, call, produced));
  }

  private static Turn turn(Message m, Span span, boolean produced) {
    return new Turn(
        role(m.role()),
        m.text(),
        m.reasoning(),
        m.toolCalls(),
        m.toolCallId(),
        span,
        produced,
        false);
  }

  /** How many of the first keys are the history already: a common prefix, or an overlap. */
  private static int knownPrefix(List<String> history, List<String> keys) {
    int common = 0;
    int most = Math.min(history.size(), keys.size());
    while (common < most && history.get(common).equals(keys.get(common))) {
      common++;
    }
    if (common > 0 || keys.isEmpty()) {
      return common;
    }
    for (int from = Math.max(1, history.size() - MAX_OVERLAP); from < history.size(); from++) {
      int overlap = history.size() - from;
      if (overlap <= keys.size()
          && history.subList(from, history.size()).equals(keys.subList(0, overlap))) {
        return overlap;
      }
    }
    return 0;
  }

  private static Map<String, Integer> counts(List<String> history, int from) {
    Map<String, Integer> counts = new HashMap<>();
    history
        .subList(Math.min(from, history.size()), history.size())
        .forEach(key -> counts.merge(key, 1, Integer::sum));
    return counts;
  }

  /** Content that survives being echoed: producers drop reasoning, ids and outer blanks. */
  private String key(Message message) {
    return keys.computeIfAbsent(message, ConversationReader::keyOf);
  }

  private static String keyOf(Message message) {
    StringBuilder key = new StringBuilder(role(message.role()));
    key.append('\n').append(message.text().strip());
    message.toolCalls().forEach(call -> key.append('\n').append(call.name()));
    return key.toString();
  }

  private static boolean isSystem(String role) {
    return role.equalsIgnoreCase("system") || role.equalsIgnoreCase("developer");
  }

  private static String role(String role) {
    String lower = role.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "human" -> "user";
      case "ai", "model", "bot" -> "assistant";
      case "function" -> "tool";
      default -> lower;
    };
  }

  private Map<String, Integer> agentDepths() {
    Map<String, Integer> depths = new HashMap<>();
    List<Span> byDepth = new ArrayList<>(trace.spans());
    byDepth.sort(Comparator.comparingInt(trace::depth));
    for (Span span : byDepth) {
      int above = trace.parent(span).map(p -> depths.get(p.spanId())).orElse(0);
      boolean opens = span.kind() == SpanKind.AGENT || span.kind() == SpanKind.TOOL;
      depths.put(span.spanId(), above + (opens ? 1 : 0));
    }
    return depths;
  }

  private String finalText(List<Turn> turns, Span root) {
    Turn last = null;
    int lastTool = -1;
    for (Turn turn : turns) {
      if (!turn.delegated() && (turn.isUser() || turn.role().equals("assistant"))) {
        last = turn;
      }
    }
    for (Span span : trace.spans()) {
      if (span.kind() == SpanKind.TOOL) {
        lastTool = trace.indexOf(span);
      }
    }
    boolean answered = last != null && last.isAnswer() && last.toolCalls().isEmpty();
    if (answered && (trace.indexOf(last.span()) > lastTool || !actsInside(last.span(), lastTool))) {
      return last.text().strip();
    }
    if (root.kind() != SpanKind.LLM && root.outputText() != null && !root.outputText().isBlank()) {
      return RequestText.ofOutput(root.outputText());
    }
    return finalToolText(lastTool);
  }

  /** Whether a tool ran after the answer on the answer's own level, so that it was not the last. */
  private boolean actsInside(Span answer, int lastTool) {
    if (lastTool < 0) {
      return false;
    }
    Span tool = trace.spans().get(lastTool);
    return trace.depth(tool) <= trace.depth(answer);
  }

  private String finalToolText(int lastTool) {
    if (lastTool < 0) {
      return null;
    }
    Span tool = trace.spans().get(lastTool);
    String name = tool.toolName() == null ? "" : tool.toolName().toLowerCase(Locale.ROOT);
    String text = tool.toolResult() == null ? tool.toolArguments() : tool.toolResult();
    return FINAL_TOOLS.contains(name) && text != null && !text.isBlank()
        ? RequestText.ofOutput(text)
        : null;
  }
}
