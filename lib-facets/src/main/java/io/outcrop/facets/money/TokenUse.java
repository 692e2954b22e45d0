package io.outcrop.facets.money;

/**
 * The tokens of one or more model calls.
 *
 * @param input all that was sent, what the cache gave or took included
 * @param cachedInput of these the ones that the provider read from its cache
 * @param cacheWrite of these the ones that the provider wrote into its cache
 * @param output what was written, reasoning included
 */
public record TokenUse(long input, long cachedInput, long cacheWrite, long output) {
  public TokenUse {
    if (input < 0 || cachedInput < 0 || cacheWrite < 0 || output < 0) {
      throw new IllegalArgumentException(
          "tokens must be >= 0, were %d, %d, %d and %d"
              .formatted(input, cachedInput, cacheWrite, output));
    }
  }

  public static TokenUse of(long input, long output) {
    return new TokenUse(input, 0, 0, output);
  }

  /** What was sent and neither read from the cache nor written into it. */
  public long freshInput() {
    return Math.max(0, input - cachedInput - cacheWrite);
  }
}
