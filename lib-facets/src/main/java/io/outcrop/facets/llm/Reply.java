package io.outcrop.facets.llm;

import java.util.Objects;

/**
 * What a model answered.
 *
 * @param json the answer as it came, a JSON object if the model kept to the schema; empty where it
 *     gave none
 * @param usage tokens used for it
 */
public record Reply(String json, Usage usage) {
  public Reply {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(usage, "usage");
  }
}
