package io.outcrop.jobs.llm;

/**
 * Something to ask about.
 *
 * @param key the answer's key in the cache
 * @param text the rendered content
 */
public record Item(String key, String text) {}
