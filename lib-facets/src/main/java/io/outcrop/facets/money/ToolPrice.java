package io.outcrop.facets.money;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * What one call of a tool costs.
 *
 * @param tool the tool's name, in lower case; {@code *} stands for any characters
 * @param micros micro-dollars per call
 */
public record ToolPrice(String tool, long micros) implements Serializable {
  public ToolPrice {
    tool = tool.toLowerCase(Locale.ROOT);
    if (micros < 0) {
      throw new IllegalArgumentException("a price must be >= 0 for " + tool);
    }
  }

  public static ToolPrice ofDollars(String tool, BigDecimal perCall) {
    return new ToolPrice(tool, ModelPrice.micros(perCall));
  }
}
