package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.SpanKind;
import java.util.List;

/** Names that single frameworks use for content: Google's ADK, Pydantic AI, MCP, Haystack. */
final class FrameworkConvention implements Convention {
  private static final Names TOOL_NAME = Names.of("tool_name");

  private static final Names ARGUMENTS =
      Names.of(
          "gcp.vertex.agent.tool_call_args",
          "tool_arguments",
          "mcp.tool.arguments",
          "tool.arguments");
  private static final Names RESULTS =
      Names.of("gcp.vertex.agent.tool_response", "tool_response", "mcp.tool.result", "tool.result");
  private static final Names INPUTS =
      Names.of(
          "gcp.vertex.agent.llm_request",
          "all_messages_events",
          "pydantic_ai.all_messages",
          "events");
  private static final Names OUTPUTS = Names.of("gcp.vertex.agent.llm_response", "final_result");

  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    if (kind == SpanKind.TOOL) {
      draft.toolName(a.takeText(TOOL_NAME));
      draft.toolArguments(a.takeFirst(ARGUMENTS));
      draft.toolResult(a.takeFirst(RESULTS));
      return;
    }
    if (!a.hasAny(INPUTS) && !a.hasAny(OUTPUTS)) {
      return;
    }
    MessageReader reader = new MessageReader();
    for (int i = 0; a.hasAny(INPUTS) && i < INPUTS.size(); i++) {
      String key = INPUTS.text(i);
      JsonNode value = a.get(key);
      List<Message> messages = value == null ? null : reader.read(value, "user");
      if (messages != null) {
        draft.input(messages);
        a.drop(key);
      }
    }
    for (int i = 0; a.hasAny(OUTPUTS) && i < OUTPUTS.size(); i++) {
      JsonNode value = a.take(OUTPUTS.text(i));
      draft.output(value == null ? null : reader.read(value, "assistant"));
      draft.outputValue(value);
    }
    draft.finishReasons.addAll(reader.finishReasons());
  }
}
