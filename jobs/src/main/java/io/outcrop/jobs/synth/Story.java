package io.outcrop.jobs.synth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.jobs.synth.Domain.Tool;
import io.outcrop.jobs.synth.Step.Document;
import io.outcrop.jobs.synth.Step.Kind;
import io.outcrop.jobs.synth.Step.Message;
import io.outcrop.jobs.synth.Step.ToolCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One made-up trace while it is told: what user, agents and tools say and do becomes spans.
 *
 * <p>A plot speaks in sentences with choices and slots, such as {@code [Could you|Please] {w.do}
 * for {thing} {id}}; see {@link Draw#wording}.
 */
final class Story {
  /** Who is at work, and what it has heard since its last turn. */
  private static final class Frame {
    final Step agent;
    final List<Message> heard = new ArrayList<>();
    long context;

    Frame(Step agent) {
      this.agent = agent;
    }
  }

  final Draw draw;
  final Domain domain;
  final Tool lookup;
  final Tool search;
  final Tool write;
  final Tool inform;
  final Tool compute;
  final Tool check;
  private final Map<String, String> slots = new TreeMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final String model;
  private long now;
  private String policy = "";
  private boolean open;

  /**
   * @param agent the name of the agent that the user talks to
   * @param start in milliseconds since 1970
   */
  Story(Draw draw, Domain domain, String agent, String model, long start) {
    this.draw = draw;
    this.domain = domain;
    this.model = model;
    this.now = start;
    this.lookup = draw.of(domain.lookup());
    this.search = draw.of(domain.search());
    this.write = draw.of(domain.write());
    this.inform = draw.of(domain.inform());
    this.compute = draw.of(domain.compute());
    this.check = draw.of(domain.check());
    fillSlots();
    frames.push(new Frame(begin(Kind.AGENT, null, agent)));
  }

  private void fillSlots() {
    slots.put("thing", domain.thing());
    slots.put("things", domain.things());
    slots.put("id", domain.id() + "-" + draw.between(10_000, 99_999));
    slots.put("id2", domain.id() + "-" + draw.between(10_000, 99_999));
    slots.put("field", domain.field());
    slots.put("value", draw.of(domain.values()));
    slots.put("amount", domain.amount());
    slots.put("number", Integer.toString(draw.between(21, 979)));
    slots.put("wrong", Integer.toString(draw.between(1021, 1979)));
    slots.put("unit", domain.unit());
    slots.put("fact", draw.of(domain.facts()));
    slots.put("source", draw.of(domain.sources()));
    tool("l", lookup);
    tool("s", search);
    tool("w", write);
    tool("n", inform);
    tool("c", compute);
    tool("k", check);
  }

  private void tool(String slot, Tool tool) {
    slots.put(slot + ".do", tool.doing());
    slots.put(slot + ".did", tool.did());
  }

  /** Gives a slot another value. */
  Story slot(String name, String value) {
    slots.put(name, value);
    return this;
  }

  String slot(String name) {
    return slots.get(name);
  }

  /** A wording with its slots filled. */
  String words(String grammar) {
    String text = draw.wording(grammar);
    for (Map.Entry<String, String> slot : slots.entrySet()) {
      text = text.replace("{" + slot.getKey() + "}", slot.getValue());
    }
    return text;
  }

  // What people say.

  /** What the agent is told before all else. */
  Story policy(String grammar) {
    policy = (policy + " " + words(grammar)).strip();
    return this;
  }

  Story user(String grammar) {
    if (!steps.get(0).output.isEmpty()) {
      now += draw.between(4_000, 60_000);
    }
    return heard(Message.of("user", words(grammar)));
  }

  private Story heard(Message message) {
    Frame root = frames.peekLast();
    if (message.role().equals("user") && root.agent.input.isEmpty()) {
      root.agent.input.add(message);
    }
    frames.peek().heard.add(message);
    return this;
  }

  /** The usual wish: that something be changed. */
  Story ask() {
    return user(
        "[Hi, |Hello, |]"
            + "[could you|please|can you|I need you to|I'd like you to] {w.do} for {thing}"
            + " {id}[ to {value}| and make it {value}|][?|, thanks.|.| as soon as you can.]");
  }

  /** The model answers. */
  Story say(String grammar) {
    return say(grammar, "stop");
  }

  Story say(String grammar, String finish) {
    String text = words(grammar);
    Step chat = chat(text, List.of());
    chat.finish = finish;
    return this;
  }

  /** The user's turn never comes: nothing may be added at the end. */
  Story leftOpen() {
    open = true;
    return this;
  }

  boolean isOpen() {
    return open;
  }

  // What tools do.

  Story call(Tool tool, ObjectNode arguments, Outcome outcome) {
    return call(tool, arguments, outcome, null);
  }

  /**
   * @param thought what the model says beside asking for the tool, or null
   */
  Story call(Tool tool, ObjectNode arguments, Outcome outcome, String thought) {
    ToolCall call = new ToolCall(callId(), tool.name(), arguments);
    chat(thought == null ? null : words(thought), List.of(call)).finish = "tool_calls";
    run(call, outcome);
    return this;
  }

  /** Several calls that one turn of the model asks for at once. */
  Story together(List<Tool> tools, List<ObjectNode> arguments, List<Outcome> outcomes) {
    List<ToolCall> calls = new ArrayList<>();
    for (int i = 0; i < tools.size(); i++) {
      calls.add(new ToolCall(callId(), tools.get(i).name(), arguments.get(i)));
    }
    chat(null, calls).finish = "tool_calls";
    long begin = now;
    long last = now;
    for (int i = 0; i < calls.size(); i++) {
      now = begin;
      run(calls.get(i), outcomes.get(i));
      last = Math.max(last, now);
    }
    now = last;
    return this;
  }

  private void run(ToolCall call, Outcome outcome) {
    Step tool = begin(Kind.TOOL, frames.peek().agent.id, call.tool());
    tool.callId = call.id();
    tool.arguments = call.arguments();
    tool.result = outcome.text();
    tool.errorType = outcome.errorType();
    tool.errorMessage = outcome.errorMessage();
    now += outcome.millis();
    tool.end = now;
    heard(new Message("tool", outcome.text(), List.of(), call.id()));
  }

  Story look() {
    return call(lookup, args(), Outcome.of(record(), millis()));
  }

  Story change() {
    return call(write, args().put(domain.field(), slot("value")), Outcome.of(done(), millis()));
  }

  Story inform() {
    ObjectNode sent = node().put("status", draw.wording("[sent|queued|delivered]"));
    return call(
        inform,
        args().put("template", draw.wording("[confirmation|update|receipt]")),
        Outcome.of(sent.put("reference", reference()), millis()));
  }

  Story reckon() {
    ObjectNode sum = node().put(domain.amount(), Integer.parseInt(slot("number")));
    return call(compute, args(), Outcome.of(sum.put("unit", domain.unit()), millis()));
  }

  Story verify() {
    ObjectNode verdict = node().put("ok", true).put("checked", draw.between(1, 9));
    return call(check, args(), Outcome.of(verdict, millis()));
  }

  Story find(String query) {
    return call(
        search, node().put("query", words(query)), Outcome.of(hits(draw.between(1, 4)), millis()));
  }

  /** A search in the domain's sources. */
  Story retrieve(String query, List<Document> found) {
    Step retriever = begin(Kind.RETRIEVER, frames.peek().agent.id, slot("source"));
    retriever.input.add(Message.of("user", words(query)));
    retriever.documents.addAll(found);
    now += draw.between(40, 400);
    retriever.end = now;
    StringBuilder text = new StringBuilder();
    found.forEach(
        d -> text.append("[").append(d.id()).append("] ").append(d.content()).append('\n'));
    String context = found.isEmpty() ? "(no results)" : text.toString().strip();
    return heard(Message.of("user", "Context:\n" + context));
  }

  Document document(String content) {
    return new Document(
        slot("source") + "-" + draw.between(100, 999),
        words(content),
        draw.between(55, 98) / 100.0);
  }

  Story guard(String name, boolean flagged) {
    Step guard = begin(Kind.GUARDRAIL, frames.peek().agent.id, name);
    now += draw.between(10, 90);
    guard.end = now;
    guard.result = "{\"flagged\":" + flagged + "}";
    return this;
  }

  // Who does it.

  /**
   * Another agent does a part and answers.
   *
   * @param task what it is told
   * @param body what it does
   * @param answer what it says at the end; null where it fails
   */
  Story delegate(String agent, String task, Runnable body, String answer) {
    ToolCall call =
        new ToolCall(
            callId(), "transfer_to_" + agent.replace('-', '_'), node().put("task", words(task)));
    chat(null, List.of(call)).finish = "tool_calls";
    Step child = begin(Kind.AGENT, frames.peek().agent.id, agent);
    Message told = Message.of("user", words(task));
    child.input.add(told);
    Frame frame = new Frame(child);
    frame.heard.add(told);
    frames.push(frame);
    body.run();
    String text;
    if (answer == null) {
      child.errorType = draw.wording("[AgentError|RuntimeError|UpstreamError]");
      child.errorMessage = draw.wording("[the agent stopped|no answer from the agent|step failed]");
      text = "Error: " + child.errorMessage;
    } else {
      say(answer);
      text = child.output.get(child.output.size() - 1).text();
    }
    child.end = now;
    frames.pop();
    return heard(new Message("tool", text, List.of(), call.id()));
  }

  /** Agents at work at the same time, each with one lookup. */
  Story fanOut(List<String> agents, String task, String answer) {
    long begin = now;
    long last = now;
    for (String agent : agents) {
      now = begin;
      delegate(agent, task, this::look, answer);
      last = Math.max(last, now);
    }
    now = last;
    return this;
  }

  private Step chat(String text, List<ToolCall> calls) {
    Frame frame = frames.peek();
    Step chat = begin(Kind.CHAT, frame.agent.id, model);
    chat.model = model;
    if (frame.context == 0) {
      chat.input.add(Message.of("system", system()));
    }
    chat.input.addAll(frame.heard);
    frame.heard.clear();
    Message answer = new Message("assistant", text, calls, null);
    chat.output.add(answer);
    frame.context += chat.input.stream().mapToLong(Story::tokens).sum();
    chat.inputTokens = frame.context;
    chat.outputTokens = tokens(answer);
    frame.context += chat.outputTokens;
    now += draw.between(300, 900) + 12 * chat.outputTokens;
    chat.end = now;
    if (calls.isEmpty()) {
      frame.agent.output.clear();
      frame.agent.output.add(answer);
    }
    return chat;
  }

  private String system() {
    return words(
            "You are [a|the] [helpful |careful |]assistant of "
                + domain.service()
                + "[.|. Be brief.|. Be kind.]")
        + (policy.isEmpty() ? "" : " " + policy);
  }

  private static long tokens(Message message) {
    long chars = message.text() == null ? 0 : message.text().length();
    for (ToolCall call : message.calls()) {
      chars += call.tool().length() + call.arguments().toString().length();
    }
    return 4 + chars / 4;
  }

  /** The last turn of the model, to be marked by a plot. */
  Step lastChat() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).kind == Kind.CHAT) {
        return steps.get(i);
      }
    }
    throw new IllegalStateException("Cannot mark a turn: the model has not spoken");
  }

  Step root() {
    return steps.get(0);
  }

  /** Lets time pass. */
  Story wait(int millis) {
    now += millis;
    return this;
  }

  long millis() {
    return draw.between(50, 900);
  }

  ObjectNode args() {
    return node().put(domain.thing() + "_id", slot("id"));
  }

  /** What a lookup finds. */
  ObjectNode record() {
    return args()
        .put("status", draw.wording("[active|open|confirmed|pending]"))
        .put(domain.field(), draw.of(domain.values()))
        .put(domain.amount(), Integer.parseInt(slot("number")));
  }

  private ObjectNode done() {
    return args()
        .put("status", draw.wording("[updated|done|ok|completed]"))
        .put(domain.field(), slot("value"))
        .put("reference", reference());
  }

  /** What a search finds. */
  ObjectNode hits(int count) {
    ObjectNode found = node().put("total", count);
    for (int i = 0; i < count; i++) {
      found
          .withArray("/items")
          .addObject()
          .put("id", domain.id() + "-" + draw.between(10_000, 99_999))
          .put(domain.field(), draw.of(domain.values()))
          .put(domain.amount(), draw.between(20, 990));
    }
    if (count == 0) {
      found.withArray("/items");
    }
    return found;
  }

  String reference() {
    return "R" + Long.toString(draw.bits() >>> 24, 36).toUpperCase(java.util.Locale.ROOT);
  }

  static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  static JsonNode list(List<String> texts) {
    var array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private String callId() {
    return "call_" + Long.toHexString(draw.bits() >>> 12);
  }

  private Step begin(Kind kind, String parent, String name) {
    Step step = new Step(kind, "%016x".formatted(draw.bits() | 1L), parent, name, now);
    steps.add(step);
    return step;
  }

  /** All spans, the root first; nothing may be told afterwards. */
  List<Step> end() {
    steps.get(0).end = now + draw.between(2, 40);
    return List.copyOf(steps);
  }
}
