package io.outcrop.jobs.llm;

/**
 * Something to ask about.
 *
 * @param key the answer's key in the cache
 * @param about which of an exam's prompts asks; empty where it has one alone
 * @param text the rendered content
 */
public record Item(String key, String about, String text) {
  public Item(String key, String text) {
    this(key, "", text);
  }
}
