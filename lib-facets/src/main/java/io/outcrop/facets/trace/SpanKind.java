package io.outcrop.facets.trace;

/** What a span did, in the canonical kinds that every dialect is mapped to. */
public enum SpanKind {
  LLM,
  EMBEDDING,
  TOOL,
  AGENT,
  WORKFLOW,
  RETRIEVER,
  RERANKER,
  GUARDRAIL,
  EVALUATOR,
  PROMPT,
  OTHER
}
