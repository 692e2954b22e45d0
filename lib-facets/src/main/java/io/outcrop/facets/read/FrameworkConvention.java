package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.SpanKind;
import java.util.List;

/** Names that single frameworks use for content: Google's ADK, Pydantic AI, MCP, Haystack. */
final class FrameworkConvention implements Convention {
  private static final String[] ARGUMENTS = {
    "gcp.vertex.agent.tool_call_args", "tool_arguments", "mcp.tool.arguments", "tool.arguments"
  };
  private static final String[] RESULTS = {
    "gcp.vertex.agent.tool_response", "tool_response", "mcp.tool.result", "tool.result"
  };
  private static final String[] INPUTS = {
    "gcp.vertex.agent.llm_request", "all_messages_events", "pydantic_ai.all_messages", "events"
  };
  private static final String[] OUTPUTS = {"gcp.vertex.agent.llm_response", "final_result"};

  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    if (kind == SpanKind.TOOL) {
      draft.toolName(a.takeText("tool_name"));
      draft.toolArguments(a.takeFirst(ARGUMENTS));
      draft.toolResult(a.takeFirst(RESULTS));
      return;
    }
    MessageReader reader = new MessageReader();
    for (String key : INPUTS) {
      JsonNode value = a.get(key);
      List<Message> messages = value == null ? null : reader.read(value, "user");
      if (messages != null) {
        draft.input(messages);
        a.drop(key);
      }
    }
    for (String key : OUTPUTS) {
      JsonNode value = a.take(key);
      draft.output(value == null ? null : reader.read(value, "assistant"));
      draft.outputValue(value);
    }
    draft.finishReasons.addAll(reader.finishReasons());
  }
}
