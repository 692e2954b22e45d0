package io.outcrop.jobs.config;

import io.outcrop.facets.llm.ModelPrice;
import io.outcrop.facets.money.PriceTable;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which language model is asked, for what, and within which bounds: the keys under {@code
 * outcrop.llm}. It holds no key; where one is to be found stands in {@code keyEnv} and {@code
 * keyFile}.
 *
 * @param provider none, anthropic or openai
 * @param baseUrl empty for the provider's own address
 * @param keyEnv environment variable with the key
 * @param keyFile file with the key; empty for none
 * @param models by role
 * @param prices keys under {@code outcrop.prices}
 */
public record LlmSettings(
    String provider,
    String baseUrl,
    String keyEnv,
    String keyFile,
    Map<Role, String> models,
    boolean sendRaw,
    int tokensPerTrace,
    int maxAnswerTokens,
    Sample sample,
    double budgetUsd,
    Calls calls,
    PriceTable prices)
    implements Serializable {

  /** What a model is asked for. */
  public enum Role {
    FACETS,
    LABELS,
    INSIGHTS,
    AUDIT;

    /** How it is written in configuration and tables. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Which traces are asked about.
   *
   * @param strategy all, per-signature or priority
   * @param share of the distinct traces, 0 to 1
   */
  public record Sample(String strategy, double share) implements Serializable {}

  /**
   * How calls are made.
   *
   * @param batches whether the provider's batches are used
   * @param tokensPerMinute 0 for any number
   */
  public record Calls(
      boolean batches,
      int batchSize,
      int concurrency,
      long tokensPerMinute,
      int timeoutSeconds,
      int attempts,
      int giveUpSeconds,
      int deadlineMinutes,
      int commitSeconds)
      implements Serializable {}

  public static final String NONE = "none";
  private static final String ROOT = "outcrop.llm.";
  private static final Map<String, Map<Role, String>> MODELS =
      Map.of(
          NONE,
          defaults("", ""),
          "anthropic",
          defaults("claude-haiku-4-5", "claude-sonnet-4-5"),
          "openai",
          defaults("gpt-4.1-mini", "gpt-4.1"));

  private static Map<Role, String> defaults(String cheap, String better) {
    return Map.of(
        Role.FACETS, cheap, Role.LABELS, better, Role.INSIGHTS, better, Role.AUDIT, cheap);
  }

  public boolean isOn() {
    return !provider.equals(NONE);
  }

  /** The model of a role, as tables and {@code facet_source} name it. */
  public String modelName(Role role) {
    return provider + ":" + models.get(role);
  }

  /** The price of a model as it is now. */
  public Optional<ModelPrice> price(String model) {
    return prices
        .model(model, null)
        .map(
            price ->
                new ModelPrice(
                    price.input() / 1e6,
                    price.output() / 1e6,
                    price.cachedInput() / 1e6,
                    price.cacheWrite() / 1e6));
  }

  static LlmSettings read(ConfigReader r, PriceTable prices) {
    String provider = r.oneOf(ROOT + "provider", List.of(NONE, "anthropic", "openai"));
    Map<Role, String> models = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      String model = r.text(ROOT + "models." + role.label());
      models.put(role, model.isEmpty() ? MODELS.get(provider).get(role) : model);
    }
    LlmSettings settings =
        new LlmSettings(
            provider,
            r.address(ROOT + "base-url"),
            r.text(ROOT + "api-key-env"),
            r.text(ROOT + "api-key-file"),
            models,
            r.flag(ROOT + "send-raw"),
            r.integer(ROOT + "tokens-per-trace", 100, 1_000_000),
            r.integer(ROOT + "max-answer-tokens", 100, 100_000),
            new Sample(
                r.oneOf(ROOT + "sample", List.of("all", "per-signature", "priority")),
                r.number(ROOT + "sample-share", 0, 1)),
            r.number(ROOT + "budget-usd", 0, 1e6),
            calls(r),
            prices);
    settings.check(r);
    return settings;
  }

  private static Calls calls(ConfigReader r) {
    return new Calls(
        r.oneOf(ROOT + "mode", List.of("live", "batch")).equals("batch"),
        r.integer(ROOT + "batch-size", 1, 50_000),
        r.integer(ROOT + "concurrency", 1, 1000),
        r.whole(ROOT + "tokens-per-minute", 0, 1_000_000_000_000L),
        r.integer(ROOT + "timeout-seconds", 1, 3600),
        r.integer(ROOT + "attempts", 1, 100),
        r.integer(ROOT + "give-up-seconds", 1, 86_400),
        r.integer(ROOT + "deadline-minutes", 1, 100_000),
        r.integer(ROOT + "commit-seconds", 1, 30));
  }

  private void check(ConfigReader r) {
    if (isOn() && budgetUsd > 0) {
      for (Role role : Role.values()) {
        if (price(models.get(role)).isEmpty()) {
          r.problem(
              ROOT
                  + "budget-usd must be 0 where a model has no price: "
                  + models.get(role)
                  + " is not in outcrop.prices");
        }
      }
    }
  }
}
