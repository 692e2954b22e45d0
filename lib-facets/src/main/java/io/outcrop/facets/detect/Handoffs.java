package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Messages;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The handoffs of a trace: which agent handed what to which, and what got lost on the way.
 *
 * <p>A handoff is a sub-agent's span. Its task is all that the sub-agent was given: its input, the
 * arguments of the call above it, and the messages of its first model call. Something is lost where
 * the parent's call names a value that the task lacks, where the user named a value that no task,
 * call or instruction of any sub-agent holds, or where the sub-agent asks for what the user had
 * already said. A danger to a person or a confidence is lost where the user named it and no
 * sub-agent's task does. It cannot see a loss in sub-agents whose task was not recorded, nor one in
 * plain words.
 */
public final class Handoffs {
  private static final int MAX_CHILDREN = 200;

  /**
   * One handoff.
   *
   * @param child the sub-agent's span
   * @param task what it was given, empty where that was not recorded
   * @param result what it gave back, null where that was not recorded
   */
  public record Handoff(
      Span child,
      String task,
      String result,
      boolean lost,
      boolean safetyLost,
      boolean conflicting,
      Boolean resultUsed) {}

  private final TraceView view;
  private final Trace trace;
  private final List<Span> children = new ArrayList<>();
  private final List<String> tasks = new ArrayList<>();
  private final List<String> results = new ArrayList<>();

  private Handoffs(TraceView view) {
    this.view = view;
    this.trace = view.trace();
    for (Span span : trace.spans()) {
      if (span.kind() == SpanKind.AGENT && opens(span) && children.size() < MAX_CHILDREN) {
        children.add(span);
        tasks.add(task(span));
        results.add(result(span));
      }
    }
  }

  /** All handoffs, in order of the sub-agents' start. */
  public static List<Handoff> of(TraceView view) {
    if (view.trace().spans().stream().filter(s -> s.kind() == SpanKind.AGENT).count() < 2) {
      return List.of();
    }
    Handoffs handoffs = new Handoffs(view);
    return handoffs.children.isEmpty() ? List.of() : handoffs.judge();
  }

  private boolean opens(Span agent) {
    return trace
        .agentAbove(agent)
        .filter(above -> !Calls.agentName(above).equals(Calls.agentName(agent)))
        .isPresent();
  }

  private String task(Span child) {
    StringBuilder task = new StringBuilder();
    append(task, child.inputText());
    append(task, child.toolArguments());
    trace
        .parent(child)
        .filter(above -> above.kind() == SpanKind.TOOL && child.inputText() == null)
        .ifPresent(above -> append(task, above.toolArguments()));
    trace.modelCalls().stream()
        .filter(call -> trace.agentAbove(call).filter(child::equals).isPresent())
        .findFirst()
        .ifPresent(call -> append(task, call.inputText()));
    return task.toString();
  }

  private static void append(StringBuilder task, String text) {
    for (Message message : Messages.read(text, "user")) {
      task.append(message.text()).append('\n');
    }
  }

  private String result(Span child) {
    String stated = child.outputText() == null ? child.toolResult() : child.outputText();
    if (stated != null && !stated.isBlank()) {
      StringBuilder text = new StringBuilder();
      Messages.read(stated, "assistant").forEach(m -> text.append(m.text()).append('\n'));
      return text.toString().strip();
    }
    String last = null;
    for (Turn turn : view.answers()) {
      boolean own = trace.agentAbove(turn.span()).filter(child::equals).isPresent();
      last = own ? turn.text() : last;
    }
    return last;
  }

  private List<Handoff> judge() {
    Set<Integer> conflicting = Conflicts.among(tasks, results, parents(), isReconciled());
    boolean safetyLost = isSafetyLost();
    Set<Particulars.Particular> orphans = orphans();
    List<Handoff> handoffs = new ArrayList<>();
    for (int i = 0; i < children.size(); i++) {
      boolean told = !tasks.get(i).isBlank();
      boolean lost = told && (lacksOfCall(i) || lacksAsked(i) || (i == 0 && !orphans.isEmpty()));
      handoffs.add(
          new Handoff(
              children.get(i),
              tasks.get(i),
              results.get(i),
              lost,
              told && safetyLost,
              conflicting.contains(i),
              resultUsed(i)));
    }
    return handoffs;
  }

  private List<Span> parents() {
    return children.stream().map(c -> trace.agentAbove(c).orElseThrow()).toList();
  }

  /** Whether the call that started the sub-agent names a value that its task lacks. */
  private boolean lacksOfCall(int child) {
    Span above = trace.parent(children.get(child)).orElse(null);
    if (above == null || above.kind() != SpanKind.TOOL || children.get(child).inputText() == null) {
      return false;
    }
    Set<Particulars.Particular> passed = Particulars.of(above.toolArguments());
    passed.removeIf(v -> v.kind() == Particulars.Kind.WEEKDAY);
    return !passed.isEmpty() && !Particulars.of(tasks.get(child)).containsAll(passed);
  }

  private static final Fragments WANTS =
      Fragments.of(
          """
          need the; need your; please provide; could you provide; can you provide;
          please specify; please share; not provided; not specified; was not given;
          wasn't given; missing; no order; which|; what is the; what's the; unknown; unclear;
          didn't receive; did not receive; without the; without an; bitte geben; fehlt;
          welche; nicht angegeben; benotige; falta; no se indico; cual es; que fecha;
          necesito; indique; proporcione; manque; quel|; quelle|; pas precise; veuillez;
          besoin du; besoin de; manca; quale|; fornisci; qual|; informe; 请提供; 缺少; 哪个;
          不明; 教えて; ください; どの""");

  /** Whether the sub-agent asks for something, and the user had named a value that it lacks. */
  private boolean lacksAsked(int child) {
    String result = results.get(child);
    if (result == null || !WANTS.in(result) || result.length() > 1_000) {
      return false;
    }
    Set<Particulars.Particular> has = Particulars.of(tasks.get(child));
    Set<Particulars.Particular> has2 = Particulars.of(result);
    return named(children.get(child)).stream().anyMatch(v -> !has.contains(v) && !has2.contains(v));
  }

  /** Values that the user named before a handoff. */
  private Set<Particulars.Particular> named(Span child) {
    Set<Particulars.Particular> named = new LinkedHashSet<>();
    for (Turn turn : view.conversation().turns()) {
      boolean before =
          trace.indexOf(turn.span()) <= trace.indexOf(child)
              || turn.span().equals(trace.mainRoot());
      if (turn.isUser() && before) {
        named.addAll(Particulars.of(turn.text()));
      }
    }
    return named;
  }

  /**
   * Values of the user that are in nobody's hands: in no task, and in no argument of any call. An
   * identifier, an address or a date only; a number may be beside the point.
   */
  private Set<Particulars.Particular> orphans() {
    Set<Particulars.Particular> named = named(children.get(0));
    named.removeIf(
        v ->
            v.kind() == Particulars.Kind.WEEKDAY
                || (v.kind() == Particulars.Kind.NUMBER && v.text().length() < 5));
    if (named.isEmpty() || tasks.stream().anyMatch(String::isBlank)) {
      return Set.of();
    }
    Set<Particulars.Particular> held = new HashSet<>();
    tasks.forEach(task -> held.addAll(Particulars.of(task)));
    view.calls().forEach(call -> held.addAll(Particulars.of(call.arguments())));
    named.removeAll(held);
    return named;
  }

  private boolean isSafetyLost() {
    if (tasks.stream().anyMatch(String::isBlank)) {
      return false;
    }
    Set<String> dangers = new LinkedHashSet<>();
    for (Turn turn : view.conversation().turns()) {
      if (turn.isUser()
          && trace.indexOf(turn.span()) <= trace.indexOf(children.get(children.size() - 1))) {
        dangers.addAll(Dangers.in(turn.text()));
      }
    }
    if (dangers.isEmpty()) {
      return false;
    }
    Set<String> passed = new HashSet<>();
    tasks.forEach(task -> passed.addAll(Dangers.in(task)));
    return !passed.containsAll(dangers);
  }

  private static final Fragments RECONCILES =
      Fragments.of(
          """
          conflict; differ; disagree; discrepan; inconsisten; contradict; however; whereas;
          mismatch; while one; both|; widerspr; unterschied; abweich; jedoch; contradic;
          discrep; difier; sin embargo; diverge; cependant; tandis; contradd; tuttavia;
          porem; 矛盾; 不一致; 但是; 異な; 食い違""");

  private boolean isReconciled() {
    String last = view.conversation().finalText();
    return last == null || RECONCILES.in(last);
  }

  /** Whether the parent goes on with what the sub-agent gave back; null where it gave nothing. */
  private Boolean resultUsed(int child) {
    String result = results.get(child);
    if (result == null || result.isBlank()) {
      return null;
    }
    Span parent = trace.agentAbove(children.get(child)).orElseThrow();
    int from = trace.indexOf(children.get(child));
    StringBuilder later = new StringBuilder();
    for (Turn turn : view.answers()) {
      boolean ofParent =
          trace.agentAbove(turn.span()).map(parent::equals).orElse(turn.span().equals(parent));
      if (ofParent && (trace.indexOf(turn.span()) > from || turn.span().equals(trace.mainRoot()))) {
        later.append(turn.text()).append('\n');
      }
    }
    String last = view.conversation().finalText();
    later.append(last == null ? "" : last).append('\n');
    for (Call call : view.calls()) {
      if (call.position() > from
          && call.arguments() != null
          && !below(call.span(), children.get(child))) {
        later.append(call.arguments()).append('\n');
      }
    }
    String text = later.toString();
    Set<Particulars.Particular> values = Particulars.of(result);
    Set<Particulars.Particular> laterValues = Particulars.of(text);
    if (values.stream().anyMatch(laterValues::contains)) {
      return true;
    }
    Set<String> stems = Stems.of(result);
    int shared = Stems.shared(stems, Stems.of(text));
    return shared >= 3 || (shared > 0 && shared * 3 >= stems.size());
  }

  private boolean below(Span span, Span agent) {
    return span.equals(agent) || trace.agentAbove(span).filter(agent::equals).isPresent();
  }
}
