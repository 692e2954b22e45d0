package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.Span;

/** The model of a span, its tokens and its cost, under whatever names. */
final class Usage {
  private static final String[] MODEL = {
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
    "model_name"
  };
  private static final String[] INPUT = {
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "llm.token_count.prompt",
    "llm.usage.prompt_tokens",
    "ai.usage.inputTokens",
    "ai.usage.promptTokens"
  };
  private static final String[] OUTPUT = {
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
    "llm.usage.completion_tokens",
    "ai.usage.outputTokens",
    "ai.usage.completionTokens"
  };
  private static final String[] CACHE_READ = {
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "llm.token_count.prompt_details.cache_read",
    "ai.usage.cachedInputTokens"
  };
  private static final String[] CACHE_WRITE = {
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_write.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.cache_write_input_tokens",
    "llm.token_count.prompt_details.cache_write"
  };
  private static final String[] COST = {
    "gen_ai.usage.cost",
    "gen_ai.usage.total_cost",
    "gen_ai.usage.cost_usd",
    "llm.cost.total",
    "llm.usage.cost",
    "operation.cost",
    "langfuse.observation.cost"
  };

  private Usage() {}

  static void fill(RawSpan span, Span.Builder target) {
    Attributes a = span.attributes;
    JsonNode usage = Json.structured(a.take("langfuse.observation.usage_details"));
    JsonNode costs = Json.structured(a.take("langfuse.observation.cost_details"));
    target.model(model(a));
    tokens(a, usage, target);
    target.costUsd(cost(a, costs));
    a.drop(
        "llm.token_count.total",
        "llm.usage.total_tokens",
        "gen_ai.usage.total_tokens",
        "ai.usage.totalTokens");
  }

  private static String model(Attributes a) {
    String found = null;
    for (String key : MODEL) {
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

  private static Long first(Attributes a, String[] keys) {
    for (String key : keys) {
      Long count = Numbers.count(a.get(key));
      if (count != null) {
        return count;
      }
    }
    return null;
  }

  private static Double cost(Attributes a, JsonNode costs) {
    Double found = null;
    for (String key : COST) {
      Double cost = Numbers.decimal(a.take(key));
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
