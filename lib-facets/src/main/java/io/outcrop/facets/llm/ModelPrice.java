package io.outcrop.facets.llm;

import java.io.Serializable;

/**
 * What a model costs, in US dollars for a million tokens.
 *
 * @param cacheRead of prefix tokens that the provider had kept
 * @param cacheWrite of prefix tokens that it keeps from now on
 */
public record ModelPrice(double input, double output, double cacheRead, double cacheWrite)
    implements Serializable {
  /** Where no price is known: all is counted as nothing. */
  public static final ModelPrice UNKNOWN = new ModelPrice(0, 0, 0, 0);

  /** Half the price: what both providers ask for batches. */
  public ModelPrice inBatches() {
    return new ModelPrice(input / 2, output / 2, cacheRead / 2, cacheWrite / 2);
  }

  /** The cost in millionths of a dollar, rounded. */
  public long microUsd(Usage usage) {
    // Dollars for a million are millionths of a dollar for one.
    return Math.round(
        usage.input() * input
            + usage.output() * output
            + usage.cacheRead() * cacheRead
            + usage.cacheWrite() * cacheWrite);
  }
}
