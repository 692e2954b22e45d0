package io.outcrop.facets.llm;

import java.time.Duration;
import java.util.Objects;

/**
 * How a provider's model is reached.
 *
 * @param model the provider's name of the model
 * @param baseUrl address of the service; empty for the provider's own
 * @param key the key; null where a server of one's own asks for none
 * @param connections connections that are kept open
 */
public record ModelSettings(
    Provider provider,
    String model,
    String baseUrl,
    Secret key,
    Duration timeout,
    int connections) {
  public ModelSettings {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(baseUrl, "baseUrl");
    Objects.requireNonNull(timeout, "timeout");
  }

  String name() {
    return provider.label() + ":" + model;
  }

  /** Opens the model. Nothing is sent before the first question. */
  public BatchModel open() {
    return switch (provider) {
      case ANTHROPIC -> new AnthropicModel(this);
      case OPENAI -> new OpenAiModel(this);
    };
  }

  String keyText() {
    // A server of one's own may want none, but the SDKs want something.
    return key == null ? "none" : key.reveal();
  }

  String hide(String text) {
    String hidden = key == null ? String.valueOf(text) : key.hideIn(String.valueOf(text));
    String line = hidden.replaceAll("\\s+", " ").strip();
    return line.length() <= 200 ? line : line.substring(0, 200);
  }
}
