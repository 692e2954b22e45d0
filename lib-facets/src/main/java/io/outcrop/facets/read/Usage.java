package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.Span;

/** The model of a span, its tokens and its cost, under whatever names. */
final class Usage {
  private static final Names LANGFUSE_OBSERVATION_USAGE_DETAILS =
      Names.of("langfuse.observation.usage_details");
  private static final Names LANGFUSE_OBSERVATION_COST_DETAILS =
      Names.of("langfuse.observation.cost_details");
  private static final Names LLM_TOKEN_COUNT_TOTAL_NAMES =
      Names.of(
          "llm.token_count.total",
          "llm.usage.total_tokens",
          "gen_ai.usage.total_tokens",
          "ai.usage.totalTokens");

  private static final Names MODEL =
      Names.of(
          "gen_ai.response.model",
          "llm.response.model_name",
          "ai.response.model",
          "gen_ai.request.model",
          "llm.request.model_name",
          "llm.model_name",
          "ai.model.id",
          "embedding.model_name",
          "reranker.model_name",
          "mlflow.llm.model",
          "langfuse.observation.model.name",
          "model_name");
  private static final Names INPUT =
      Names.of(
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.prompt_tokens",
          "llm.token_count.prompt",
          "llm.usage.prompt_tokens",
          "ai.usage.inputTokens",
          "ai.usage.promptTokens");
  private static final Names OUTPUT =
      Names.of(
          "gen_ai.usage.output_tokens",
          "gen_ai.usage.completion_tokens",
          "llm.token_count.completion",
          "llm.usage.completion_tokens",
          "ai.usage.outputTokens",
          "ai.usage.completionTokens");
  private static final Names CACHE_READ =
      Names.of(
          "gen_ai.usage.cache_read.input_tokens",
          "gen_ai.usage.cache_read_input_tokens",
          "llm.token_count.prompt_details.cache_read",
          "ai.usage.cachedInputTokens");
  private static final Names CACHE_WRITE =
      Names.of(
          "gen_ai.usage.cache_creation.input_tokens",
          "gen_ai.usage.cache_write.input_tokens",
          "gen_ai.usage.cache_creation_input_tokens",
          "gen_ai.usage.cache_write_input_tokens",
          "llm.token_count.prompt_details.cache_write");
  private static final Names COST =
      Names.of(
          "gen_ai.usage.cost",
          "gen_ai.usage.total_cost",
          "gen_ai.usage.cost_usd",
          "llm.cost.total",
          "llm.usage.cost",
          "operation.cost",
          "langfuse.observation.cost");

  private Usage() {}

  static void fill(RawSpan span, Span.Builder target) {
    Attributes a = span.attributes;
    JsonNode usage = Json.structured(a.take(LANGFUSE_OBSERVATION_USAGE_DETAILS));
    JsonNode costs = Json.structured(a.take(LANGFUSE_OBSERVATION_COST_DETAILS));
    target.model(model(a));
    tokens(a, usage, target);
    target.costUsd(cost(a, costs));
    a.drop(LLM_TOKEN_COUNT_TOTAL_NAMES);
  }

  private static String model(Attributes a) {
    if (!a.hasAny(MODEL)) {
      return null;
    }
    String found = null;
    for (int i = 0; i < MODEL.size(); i++) {
      String key = MODEL.text(i);
      String text = a.text(key);
      found = found == null ? text : found;
      // A model that was asked for and is not the one that answered stays to be seen.
      if (text != null && text.equals(found)) {
        a.drop(key);
      }
    }
    return found;
  }

  private static void tokens(Attributes a, JsonNode usage, Span.Builder target) {
    Long input = a.takeCount(INPUT);
    Long output = a.takeCount(OUTPUT);
    Long cacheRead = first(a, CACHE_READ);
    Long cacheWrite = first(a, CACHE_WRITE);
    if (input != null && cacheRead != null && cacheRead > input) {
      // By the convention the input includes what the cache gave; here it cannot.
      input += cacheRead + (cacheWrite == null ? 0 : cacheWrite);
    }
    target.inputTokens(
        input == null ? member(usage, "input", "prompt_tokens", "input_tokens") : input);
    target.outputTokens(
        output == null ? member(usage, "output", "completion_tokens", "output_tokens") : output);
  }

  private static Long first(Attributes a, Names keys) {
    for (int i = 0; a.hasAny(keys) && i < keys.size(); i++) {
      Long count = Numbers.count(a.get(keys.text(i)));
      if (count != null) {
        return count;
      }
    }
    return null;
  }

  private static Double cost(Attributes a, JsonNode costs) {
    Double found = null;
    for (int i = 0; a.hasAny(COST) && i < COST.size(); i++) {
      Double cost = Numbers.decimal(a.take(COST.text(i)));
      found = found == null ? cost : found;
    }
    if (found == null && costs != null) {
      found = Numbers.decimal(costs.get("total"));
    }
    return found == null || found < 0 ? null : found;
  }

  private static Long member(JsonNode usage, String... keys) {
    for (String key : keys) {
      Long count = usage == null ? null : Numbers.count(usage.get(key));
      if (count != null) {
        return count;
      }
    }
    return null;
  }
}
