package io.outcrop.facets.money;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The prices of models, tools and computing time.
 *
 * <p>A model is looked up among one's own prices, then among the listed ones; of the patterns that
 * fit its name the one with the most letters counts, and of that the latest price that holds on the
 * day. A name also fits without what gateways put before it: {@code openai/gpt-4o}, {@code
 * us.anthropic.claude-...}. A model that nothing fits has no price: a guess would pass for a cost.
 *
 * @param own go before the listed ones
 * @param listed list prices of well-known models
 * @param computeMicrosPerSecond micro-dollars that a second of a trace costs, whatever it does
 */
public record PriceTable(
    List<ModelPrice> own,
    List<ModelPrice> listed,
    List<ToolPrice> tools,
    long computeMicrosPerSecond)
    implements Serializable {
  /** A table without any price. */
  public static final PriceTable EMPTY = new PriceTable(List.of(), List.of(), List.of(), 0);

  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-z]{2,6}\\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai)\\.");
  private static final Comparator<ModelPrice> CLOSEST =
      Comparator.<ModelPrice>comparingInt(price -> NamePattern.literals(price.model()))
          .thenComparing(ModelPrice::since, Comparator.nullsFirst(Comparator.naturalOrder()))
          // Of two that say the same the one that comes first by its text, whatever their order.
          .thenComparing(ModelPrice::model, Comparator.reverseOrder())
          .thenComparingLong(price -> -price.input());

  public PriceTable {
    own = List.copyOf(own);
    listed = List.copyOf(listed);
    tools = List.copyOf(tools);
    if (computeMicrosPerSecond < 0) {
      throw new IllegalArgumentException(
          "computeMicrosPerSecond must be >= 0, was " + computeMicrosPerSecond);
    }
  }

  /** A table whose compute price is in dollars. */
  public static PriceTable of(
      List<ModelPrice> own,
      List<ModelPrice> listed,
      List<ToolPrice> tools,
      BigDecimal computePerSecond) {
    return new PriceTable(own, listed, tools, ModelPrice.micros(computePerSecond));
  }

  /**
   * The price of a model on a day.
   *
   * @param on null means the latest price
   */
  public Optional<ModelPrice> model(String name, LocalDate on) {
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    Set<String> names = names(name.strip().toLowerCase(Locale.ROOT));
    return closest(own, names, on).or(() -> closest(listed, names, on));
  }

  /** What a call of a tool costs in micro-dollars; empty where it has no price. */
  public OptionalLong toolMicros(String tool) {
    String name = tool.toLowerCase(Locale.ROOT);
    return tools.stream()
        .filter(price -> NamePattern.fits(price.tool(), name))
        .max(
            Comparator.<ToolPrice>comparingInt(price -> NamePattern.literals(price.tool()))
                .thenComparing(ToolPrice::tool)
                .thenComparingLong(ToolPrice::micros))
        .map(price -> OptionalLong.of(price.micros()))
        .orElse(OptionalLong.empty());
  }

  private static Optional<ModelPrice> closest(
      List<ModelPrice> prices, Set<String> names, LocalDate on) {
    return prices.stream()
        .filter(price -> on == null || price.since() == null || !price.since().isAfter(on))
        .filter(price -> names.stream().anyMatch(name -> NamePattern.fits(price.model(), name)))
        .max(CLOSEST);
  }

  private static Set<String> names(String name) {
    Set<String> names = new LinkedHashSet<>();
    names.add(name);
    String last = name.substring(name.lastIndexOf('/') + 1);
    names.add(last);
    names.add(HOST.matcher(last).replaceFirst(""));
    return names;
  }
}
