package io.outcrop.facets;

import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Message.ToolCall;
import io.outcrop.facets.trace.Messages;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import io.outcrop.facets.trace.Trace;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes test traces as a story: an agent root, below it what happened, a second apart.
 *
 * <p>A tool right after a message is preceded by a model call without a text. Model calls record
 * only what is new since the call before, unless {@link #withHistory()}.
 */
public final class TraceBuilder {
  private static final Instant START = Instant.parse("2026-03-04T10:00:00Z");
  private static final int MAX_CHARS = 1_000_000;

  private final List<Span.Builder> spans = new ArrayList<>();
  private final Span.Builder root;
  private final List<Message> pending = new ArrayList<>();
  private final List<Message> history = new ArrayList<>();
  private boolean full;
  private final Deque<String> parents = new ArrayDeque<>(List.of("root"));
  private int clock = 1;

  private TraceBuilder() {
    root = Span.builder("t1", "root").kind(SpanKind.AGENT).name("run").startTime(START);
    root.traceDate(LocalDate.parse("2026-03-04"));
  }

  public static TraceBuilder trace() {
    return new TraceBuilder();
  }

  /** Each model call records the whole conversation so far. */
  public TraceBuilder withHistory() {
    full = true;
    return this;
  }

  public TraceBuilder system(String text) {
    pending.add(Message.of("system", text));
    return this;
  }

  public TraceBuilder user(String text) {
    pending.add(Message.of("user", text));
    return this;
  }

  public TraceBuilder earlierAssistant(String text) {
    pending.add(Message.of("assistant", text));
    return this;
  }

  public TraceBuilder assistant(String text) {
    return model(Message.of("assistant", text), span -> {});
  }

  public TraceBuilder thinks(String reasoning, String text) {
    return model(new Message("assistant", text, reasoning, List.of(), null), span -> {});
  }

  /** The model asks for a tool in a message; no tool span is made. */
  public TraceBuilder asksFor(String tool, String arguments) {
    ToolCall call = new ToolCall("c" + clock, tool, arguments);
    return model(new Message("assistant", "", "", List.of(call), null), span -> {});
  }

  public TraceBuilder toolMessage(String id, String text) {
    pending.add(new Message("tool", text, "", List.of(), id));
    return this;
  }

  public TraceBuilder model(String text, Consumer<Span.Builder> more) {
    return model(text == null ? null : Message.of("assistant", text), more);
  }

  private TraceBuilder model(Message output, Consumer<Span.Builder> more) {
    history.addAll(pending);
    Span.Builder span = next(SpanKind.LLM, "chat");
    span.inputText(Messages.write(full ? history : pending, MAX_CHARS)).model("m-1");
    if (output != null) {
      span.outputText(Messages.write(List.of(output), MAX_CHARS));
      history.add(output);
    }
    pending.clear();
    more.accept(span);
    return this;
  }

  public TraceBuilder tool(String name, String arguments, String result) {
    return tool(name, arguments, result, span -> {});
  }

  public TraceBuilder failedTool(String name, String arguments, String message) {
    return tool(name, arguments, null, span -> span.status(SpanStatus.ERROR).errorMessage(message));
  }

  public TraceBuilder tool(
      String name, String arguments, String result, Consumer<Span.Builder> more) {
    if (!pending.isEmpty()) {
      // Somebody decided to call it: a model call that says nothing.
      model((Message) null, span -> {});
    }
    Span.Builder span = next(SpanKind.TOOL, "execute_tool " + name);
    span.toolName(name).toolArguments(arguments).toolResult(result);
    more.accept(span);
    return this;
  }

  public TraceBuilder retriever(String name, String query, String result) {
    Span.Builder span = next(SpanKind.RETRIEVER, name);
    span.inputText(query).outputText(result);
    return this;
  }

  public TraceBuilder span(SpanKind kind, String name, Consumer<Span.Builder> more) {
    more.accept(next(kind, name));
    return this;
  }

  /** Changes the span made last, or the root where there is none. */
  public TraceBuilder last(Consumer<Span.Builder> more) {
    more.accept(spans.isEmpty() ? root : spans.get(spans.size() - 1));
    return this;
  }

  /** A sub-agent; what follows up to {@link #end()} happens inside. */
  public TraceBuilder agent(String name) {
    String id = id();
    next(SpanKind.AGENT, "invoke_agent " + name).agent(name);
    parents.push(id);
    return this;
  }

  /** Leaves the innermost sub-agent. */
  public TraceBuilder end() {
    parents.pop();
    return this;
  }

  public TraceBuilder root(Consumer<Span.Builder> more) {
    more.accept(root);
    return this;
  }

  private String id() {
    return String.format("s%04d", clock);
  }

  private Span.Builder next(SpanKind kind, String name) {
    Instant start = START.plusSeconds(clock);
    Span.Builder span =
        Span.builder("t1", id())
            .parentSpanId(parents.peek())
            .kind(kind)
            .name(name)
            .startTime(start)
            .endTime(start.plusMillis(900))
            .traceDate(LocalDate.parse("2026-03-04"));
    clock++;
    spans.add(span);
    return span;
  }

  public List<Span> spans() {
    List<Span> built = new ArrayList<>();
    built.add(root.endTime(START.plusSeconds(clock)).build());
    spans.forEach(span -> built.add(span.build()));
    return built;
  }

  public Trace build() {
    return Trace.of(spans());
  }

  public TraceFacets facets() {
    return new FacetExtractor(FacetExtractor.Options.of("test", text -> text)).extract(spans());
  }
}
