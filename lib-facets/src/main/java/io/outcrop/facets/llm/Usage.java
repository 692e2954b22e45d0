package io.outcrop.facets.llm;

/**
 * Tokens of one answer, as the provider counts them.
 *
 * @param input tokens read at full price
 * @param output tokens written
 * @param cacheRead tokens of the prefix that the provider had kept
 * @param cacheWrite tokens of the prefix that the provider keeps from now on
 */
public record Usage(long input, long output, long cacheRead, long cacheWrite) {
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  public Usage plus(Usage other) {
    return new Usage(
        input + other.input,
        output + other.output,
        cacheRead + other.cacheRead,
        cacheWrite + other.cacheWrite);
  }

  Usage minus(Usage earlier) {
    return new Usage(
        input - earlier.input,
        output - earlier.output,
        cacheRead - earlier.cacheRead,
        cacheWrite - earlier.cacheWrite);
  }

  public long total() {
    return input + output + cacheRead + cacheWrite;
  }
}
