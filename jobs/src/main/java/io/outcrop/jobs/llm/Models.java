package io.outcrop.jobs.llm;

import io.outcrop.facets.llm.ModelPrice;
import io.outcrop.facets.llm.ModelSettings;
import io.outcrop.facets.llm.PacedModel;
import io.outcrop.facets.llm.Provider;
import io.outcrop.facets.llm.Secret;
import io.outcrop.facets.llm.Spending;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.LlmSettings;
import io.outcrop.jobs.config.LlmSettings.Role;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The language models of a process, one for each role. They live in the driver: so the bounds on
 * calls hold for the whole run, and neither the key nor a way to the provider is needed on an
 * executor.
 */
public final class Models implements AutoCloseable {
  private final LlmSettings settings;
  private final Secret key;
  private final Spending spending;
  private final Map<Role, PacedModel> open = new EnumMap<>(Role.class);

  private Models(LlmSettings settings, Secret key) {
    this.settings = settings;
    this.key = key;
    this.spending = new Spending(Math.round(settings.budgetUsd() * 1e6));
  }

  /**
   * The configured models; empty without a provider. Nothing is sent yet.
   *
   * @throws UserError where the key is not to be found
   */
  public static Optional<Models> of(LlmSettings settings) {
    return settings.isOn() ? Optional.of(new Models(settings, key(settings))) : Optional.empty();
  }

  private static Secret key(LlmSettings settings) {
    String variable =
        settings.keyEnv().isEmpty()
            ? settings.provider().toUpperCase(Locale.ROOT) + "_API_KEY"
            : settings.keyEnv();
    return new KeySource(
            "the language model of " + settings.provider(),
            variable,
            settings.keyFile(),
            "outcrop.llm.api-key-file")
        .key(!settings.baseUrl().isEmpty(), System.getenv());
  }

  public LlmSettings settings() {
    return settings;
  }

  /** The model of a role; its deadline begins with the first call of this. */
  public synchronized PacedModel of(Role role) {
    return open.computeIfAbsent(role, this::open);
  }

  private PacedModel open(Role role) {
    LlmSettings.Calls calls = settings.calls();
    ModelSettings model =
        new ModelSettings(
            Provider.valueOf(settings.provider().toUpperCase(Locale.ROOT)),
            settings.models().get(role),
            settings.baseUrl(),
            key,
            Duration.ofSeconds(calls.timeoutSeconds()),
            calls.concurrency());
    return new PacedModel(
        model.open(),
        new PacedModel.Limits(
            calls.attempts(),
            calls.tokensPerMinute(),
            Duration.ofSeconds(calls.giveUpSeconds()),
            Duration.ofMinutes(calls.deadlineMinutes())),
        price(role).orElse(ModelPrice.UNKNOWN),
        spending);
  }

  Optional<ModelPrice> price(Role role) {
    return settings.price(settings.models().get(role));
  }

  /** Whether a question was not asked for the budget's sake. */
  public boolean budgetReached() {
    return spending.reached();
  }

  @Override
  public synchronized void close() {
    open.values().forEach(PacedModel::close);
    open.clear();
  }
}
