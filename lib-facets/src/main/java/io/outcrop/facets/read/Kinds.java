package io.outcrop.facets.read;

import io.outcrop.facets.trace.SpanKind;
import java.util.Locale;

/** The kind of a span from what its conventions say of it, in a fixed order of precedence. */
final class Kinds {
  private static final Names OPENINFERENCE_SPAN_KIND = Names.of("openinference.span.kind");
  private static final Names GEN_AI_OPERATION_NAME = Names.of("gen_ai.operation.name");
  private static final Names MCP_METHOD_NAME = Names.of("mcp.method.name");
  private static final Names LANGFUSE_OBSERVATION_TYPE = Names.of("langfuse.observation.type");
  private static final Names TRACELOOP_SPAN_KIND = Names.of("traceloop.span.kind");
  private static final Names LLM_REQUEST_TYPE = Names.of("llm.request.type");
  private static final Names LANGSMITH_SPAN_KIND = Names.of("langsmith.span.kind");
  private static final Names AI_OPERATION_ID = Names.of("ai.operationId");
  private static final Names GEN_AI_TOOL_NAME_NAMES =
      Names.of("gen_ai.tool.name", "gen_ai.tool.call.id", "tool.name");
  private static final Names DB_VECTOR_QUERY_TOP_K = Names.of("db.vector.query.top_k");
  private static final Names AGENT_NAME = Names.of("agent_name");
  private static final Names FINAL_RESULT_NAMES =
      Names.of("final_result", "all_messages_events", "pydantic_ai.all_messages");
  private static final Names MLFLOW_SPAN_TYPE = Names.of("mlflow.spanType");

  private static final Names MODEL_USE =
      Names.of(
          "gen_ai.request.model",
          "gen_ai.response.model",
          "llm.model_name",
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.output_tokens",
          "gen_ai.usage.prompt_tokens",
          "gen_ai.usage.completion_tokens",
          "llm.token_count.prompt",
          "llm.token_count.completion",
          "llm.usage.total_tokens",
          "ai.model.id");

  private Kinds() {}

  static SpanKind of(RawSpan span) {
    Attributes a = span.attributes;
    SpanKind kind = openInference(a.text(OPENINFERENCE_SPAN_KIND));
    String operation = a.text(GEN_AI_OPERATION_NAME);
    kind = kind != null ? kind : genAi(operation);
    kind = kind != null ? kind : mcp(a.text(MCP_METHOD_NAME));
    kind = kind != null ? kind : framework(a);
    kind = kind != null ? kind : langfuse(a.text(LANGFUSE_OBSERVATION_TYPE));
    kind = kind != null ? kind : traceloop(a.text(TRACELOOP_SPAN_KIND));
    kind = kind != null ? kind : requestType(a.text(LLM_REQUEST_TYPE));
    kind = kind != null ? kind : langSmith(a.text(LANGSMITH_SPAN_KIND));
    kind = kind != null ? kind : mlflow(a);
    kind = kind != null ? kind : vercel(a.text(AI_OPERATION_ID));
    return kind != null ? kind : guess(a, operation, span.name);
  }

  private static SpanKind guess(Attributes a, String operation, String name) {
    if (a.hasAny(GEN_AI_TOOL_NAME_NAMES) || (name != null && name.startsWith("execute_tool "))) {
      return SpanKind.TOOL;
    }
    if (a.hasAny(DB_VECTOR_QUERY_TOP_K)) {
      return SpanKind.RETRIEVER;
    }
    if (operation != null) {
      return SpanKind.OTHER;
    }
    // Langfuse infers this type from model and tokens, which agents repeat: it comes last.
    boolean generation = "GENERATION".equalsIgnoreCase(a.text(LANGFUSE_OBSERVATION_TYPE));
    return generation || a.hasAny(MODEL_USE) ? SpanKind.LLM : SpanKind.OTHER;
  }

  private static SpanKind openInference(String value) {
    return value == null
        ? null
        : switch (value.strip().toUpperCase(Locale.ROOT)) {
          case "LLM" -> SpanKind.LLM;
          case "EMBEDDING" -> SpanKind.EMBEDDING;
          case "CHAIN" -> SpanKind.WORKFLOW;
          case "RETRIEVER" -> SpanKind.RETRIEVER;
          case "RERANKER" -> SpanKind.RERANKER;
          case "TOOL" -> SpanKind.TOOL;
          case "AGENT" -> SpanKind.AGENT;
          case "GUARDRAIL" -> SpanKind.GUARDRAIL;
          case "EVALUATOR" -> SpanKind.EVALUATOR;
          case "PROMPT" -> SpanKind.PROMPT;
          default -> null;
        };
  }

  private static SpanKind genAi(String operation) {
    return operation == null
        ? null
        : switch (operation.strip().toLowerCase(Locale.ROOT)) {
          case "chat", "generate_content", "text_completion", "completion" -> SpanKind.LLM;
          case "embeddings", "embedding" -> SpanKind.EMBEDDING;
          case "retrieval" -> SpanKind.RETRIEVER;
          case "create_agent", "invoke_agent" -> SpanKind.AGENT;
          case "invoke_workflow" -> SpanKind.WORKFLOW;
          case "execute_tool" -> SpanKind.TOOL;
          case "fetch_response",
                  "plan",
                  "create_memory",
                  "search_memory",
                  "update_memory",
                  "upsert_memory",
                  "delete_memory",
                  "create_memory_store",
                  "delete_memory_store" ->
              SpanKind.OTHER;
          default -> null;
        };
  }

  private static SpanKind mcp(String method) {
    return "tools/call".equals(method) ? SpanKind.TOOL : null;
  }

  // Runs of Pydantic AI carry the model and the tokens of the calls below them.
  private static SpanKind framework(Attributes a) {
    boolean agentRun = a.hasAny(AGENT_NAME) && a.hasAny(FINAL_RESULT_NAMES);
    return agentRun ? SpanKind.AGENT : null;
  }

  private static SpanKind langfuse(String type) {
    return type == null
        ? null
        : switch (type.strip().toUpperCase(Locale.ROOT)) {
          case "AGENT" -> SpanKind.AGENT;
          case "TOOL" -> SpanKind.TOOL;
          case "CHAIN" -> SpanKind.WORKFLOW;
          case "RETRIEVER" -> SpanKind.RETRIEVER;
          case "EVALUATOR" -> SpanKind.EVALUATOR;
          case "EMBEDDING" -> SpanKind.EMBEDDING;
          case "GUARDRAIL" -> SpanKind.GUARDRAIL;
          default -> null;
        };
  }

  private static SpanKind traceloop(String kind) {
    return kind == null
        ? null
        : switch (kind.strip().toLowerCase(Locale.ROOT)) {
          case "workflow" -> SpanKind.WORKFLOW;
          case "task" -> SpanKind.OTHER;
          case "agent" -> SpanKind.AGENT;
          case "tool" -> SpanKind.TOOL;
          default -> null;
        };
  }

  private static SpanKind requestType(String type) {
    return type == null
        ? null
        : switch (type.strip().toLowerCase(Locale.ROOT)) {
          case "chat", "completion" -> SpanKind.LLM;
          case "embedding" -> SpanKind.EMBEDDING;
          case "rerank" -> SpanKind.RERANKER;
          default -> null;
        };
  }

  private static SpanKind langSmith(String kind) {
    return kind == null
        ? null
        : switch (kind.strip().toLowerCase(Locale.ROOT)) {
          case "llm" -> SpanKind.LLM;
          case "tool" -> SpanKind.TOOL;
          case "chain" -> SpanKind.WORKFLOW;
          case "retriever" -> SpanKind.RETRIEVER;
          case "embedding" -> SpanKind.EMBEDDING;
          case "prompt" -> SpanKind.PROMPT;
          default -> null;
        };
  }

  private static SpanKind mlflow(Attributes a) {
    String type = Json.plainText(a.get(MLFLOW_SPAN_TYPE));
    return type == null
        ? null
        : switch (type.strip().toUpperCase(Locale.ROOT)) {
          case "LLM", "CHAT_MODEL" -> SpanKind.LLM;
          case "CHAIN" -> SpanKind.WORKFLOW;
          case "AGENT" -> SpanKind.AGENT;
          case "TOOL" -> SpanKind.TOOL;
          case "RETRIEVER" -> SpanKind.RETRIEVER;
          case "EMBEDDING" -> SpanKind.EMBEDDING;
          case "RERANKER" -> SpanKind.RERANKER;
          default -> null;
        };
  }

  private static SpanKind vercel(String operation) {
    if (operation == null) {
      return null;
    }
    if (operation.equals("ai.toolCall")) {
      return SpanKind.TOOL;
    }
    if (operation.startsWith("ai.embed")) {
      return operation.endsWith(".doEmbed") ? SpanKind.EMBEDDING : SpanKind.OTHER;
    }
    if (operation.endsWith(".doGenerate") || operation.endsWith(".doStream")) {
      return SpanKind.LLM;
    }
    return operation.startsWith("ai.") ? SpanKind.WORKFLOW : null;
  }
}
