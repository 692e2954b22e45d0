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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    String found =
        settings.keyFile().isEmpty()
            ? System.getenv(variable)
            : fileText(Path.of(settings.keyFile()));
    if (found != null && !found.isBlank()) {
      return Secret.of(found);
    }
    if (!settings.baseUrl().isEmpty() && settings.keyFile().isEmpty()) {
      // Servers of one's own often ask for none.
      return null;
    }
    throw new UserError(
        "Cannot ask the language model of " + settings.provider() + ".",
        settings.keyFile().isEmpty()
            ? "the environment variable " + variable + " is not set"
            : "the file of outcrop.llm.api-key-file is empty",
        "set it in the environment of the driver, or name a file with outcrop.llm.api-key-file;"
            + " the key is never part of the configuration");
  }

  private static String fileText(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UserError(
          "Cannot read the key of the language model.",
          "no file can be read at " + file,
          "check outcrop.llm.api-key-file");
    }
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
