package io.outcrop.facets.money;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;

/**
 * What a provider asks for the tokens of a model, in micro-dollars per million tokens.
 *
 * @param model the model's name, in lower case; {@code *} stands for any characters
 * @param since first day on which it holds; null means from the beginning
 * @param cachedInput of input that comes from the provider's cache
 * @param cacheWrite of input that goes into the provider's cache
 */
public record ModelPrice(
    String model, LocalDate since, long input, long cachedInput, long cacheWrite, long output)
    implements Serializable {
  public ModelPrice {
    model = model.toLowerCase(Locale.ROOT);
    if (input < 0 || cachedInput < 0 || cacheWrite < 0 || output < 0) {
      throw new IllegalArgumentException("a price must be >= 0 for " + model);
    }
  }

  /**
   * A price in dollars per million tokens.
   *
   * @param cachedInput null where it is the same as of other input
   * @param cacheWrite null where it is the same as of other input
   */
  public static ModelPrice ofDollars(
      String model,
      LocalDate since,
      BigDecimal input,
      BigDecimal cachedInput,
      BigDecimal cacheWrite,
      BigDecimal output) {
    return new ModelPrice(
        model,
        since,
        micros(input),
        micros(Objects.requireNonNullElse(cachedInput, input)),
        micros(Objects.requireNonNullElse(cacheWrite, input)),
        micros(output));
  }

  /** Dollars in micro-dollars, half a one rounded up. */
  static long micros(BigDecimal dollars) {
    return dollars.movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  /** What some tokens cost, in millionths of a micro-dollar, so that sums lose nothing. */
  public long picos(TokenUse tokens) {
    return Math.addExact(
        Math.addExact(
            Math.multiplyExact(tokens.freshInput(), input),
            Math.multiplyExact(tokens.cachedInput(), cachedInput)),
        Math.addExact(
            Math.multiplyExact(tokens.cacheWrite(), cacheWrite),
            Math.multiplyExact(tokens.output(), output)));
  }

  /** Millionths of micro-dollars as micro-dollars, half a one rounded up. */
  public static long roundedToMicros(long picos) {
    return Math.floorDiv(picos + 500_000, 1_000_000L);
  }
}
