package io.outcrop.jobs.synth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One span of a made-up trace, before a {@link Convention} writes it. */
final class Step {
  /** What a span stands for. */
  enum Kind {
    AGENT,
    CHAT,
    TOOL,
    RETRIEVER,
    GUARDRAIL
  }

  /**
   * What was said.
   *
   * @param role system, user, assistant or tool
   * @param text null where only tools are called
   * @param calls what an assistant asks for
   * @param answers the id of the call that a tool's message answers, else null
   */
  record Message(String role, String text, List<ToolCall> calls, String answers) {
    static Message of(String role, String text) {
      return new Message(role, text, List.of(), null);
    }
  }

  /** A model's request for a tool. */
  record ToolCall(String id, String tool, JsonNode arguments) {}

  /** What a search found. */
  record Document(String id, String content, double score) {}

  final Kind kind;
  final String id;
  final String parent;
  final String name;
  final long start;
  long end;
  String model;
  String callId;
  JsonNode arguments;
  String result;
  String errorType;
  String errorMessage;
  String finish = "stop";
  long inputTokens;
  long outputTokens;
  final List<Message> input = new ArrayList<>();
  final List<Message> output = new ArrayList<>();
  final List<Document> documents = new ArrayList<>();
  final Map<String, String> extra = new TreeMap<>();

  /**
   * @param name the agent's, tool's, source's or guardrail's
   * @param start in milliseconds since 1970
   */
  Step(Kind kind, String id, String parent, String name, long start) {
    this.kind = kind;
    this.id = id;
    this.parent = parent;
    this.name = name;
    this.start = start;
    this.end = start;
  }

  boolean failed() {
    return errorType != null;
  }
}
