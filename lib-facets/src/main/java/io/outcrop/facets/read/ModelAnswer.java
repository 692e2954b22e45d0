package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;

/** What the recorded answer of a model says beside its messages, in the shapes of its makers. */
final class ModelAnswer {
  private static final int MAX_LEVELS = 4;

  private ModelAnswer() {}

  /** Why the model stopped; null where the answer does not say. */
  static JsonNode finishReason(JsonNode answer) {
    return find(answer, MAX_LEVELS, "finish_reason", "finishReason", "stop_reason", "done_reason");
  }

  /** The tokens that were used, in whatever names; null where the answer does not say. */
  static JsonNode usage(JsonNode answer) {
    return find(answer, MAX_LEVELS, "usage_metadata", "token_usage", "usage");
  }

  private static JsonNode find(JsonNode node, int levels, String... keys) {
    if (levels == 0) {
      return null;
    }
    if (node.isArray()) {
      return node.isEmpty() ? null : find(node.get(0), levels, keys);
    }
    JsonNode found = Members.first(node, keys);
    for (String inner :
        new String[] {
          "llm_output",
          "generations",
          "choices",
          "generation_info",
          "message",
          "kwargs",
          "response_metadata",
          "messages",
          "output"
        }) {
      if (found == null && node.path(inner).isContainerNode()) {
        found = find(node.get(inner), levels - 1, keys);
      }
    }
    return found;
  }

  /** Sets the tokens that a span has not stated. */
  static void tokens(JsonNode usage, Attributes target) {
    if (usage == null || !usage.isObject()) {
      return;
    }
    target.putIfAbsent(
        "gen_ai.usage.input_tokens",
        Members.first(usage, "input_tokens", "prompt_tokens", "promptTokens", "inputTokens"));
    target.putIfAbsent(
        "gen_ai.usage.output_tokens",
        Members.first(
            usage, "output_tokens", "completion_tokens", "completionTokens", "outputTokens"));
    JsonNode details =
        Members.structured(
            usage, "input_token_details", "prompt_tokens_details", "prompt_token_details");
    cache(details, target);
    cache(usage, target);
  }

  /** Sets what the cache gave and took of the tokens. */
  static void cache(JsonNode details, Attributes target) {
    target.putIfAbsent(
        "gen_ai.usage.cache_read.input_tokens",
        Members.first(
            details,
            "cache_read",
            "cached_tokens",
            "cache_read_input_tokens",
            "prompt_cached_tokens"));
    target.putIfAbsent(
        "gen_ai.usage.cache_creation.input_tokens",
        Members.first(
            details,
            "cache_creation",
            "cache_creation_input_tokens",
            "cache_write_input_tokens",
            "prompt_cache_creation_tokens"));
  }
}
