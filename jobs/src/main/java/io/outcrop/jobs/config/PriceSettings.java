package io.outcrop.jobs.config;

import io.outcrop.facets.money.ModelPrice;
import io.outcrop.facets.money.PriceTable;
import io.outcrop.facets.money.ToolPrice;
import java.math.BigDecimal;
import java.util.List;

/** The keys under {@code outcrop.prices}. */
final class PriceSettings {
  private static final String ROOT = "outcrop.prices.";
  private static final List<String> MODEL =
      List.of("model", "since", "input", "cached-input", "cache-write", "output");
  private static final List<String> TOOL = List.of("tool", "per-call");
  private static final double DEAREST_SECOND = 1_000_000;

  private PriceSettings() {}

  static PriceTable read(ConfigReader r) {
    List<ModelPrice> own = models(r, "models");
    List<ModelPrice> listed = models(r, "list-prices");
    List<ToolPrice> tools =
        r.entries(ROOT + "tools", TOOL).stream()
            .map(e -> ToolPrice.ofDollars(e.text("tool"), e.dollars("per-call")))
            .toList();
    double second = r.number(ROOT + "compute-usd-per-second", 0, DEAREST_SECOND);
    // A wrong number has been told; it must not fail here.
    BigDecimal perSecond = BigDecimal.valueOf(second >= 0 && second <= DEAREST_SECOND ? second : 0);
    return PriceTable.of(own, listed, tools, perSecond);
  }

  private static List<ModelPrice> models(ConfigReader r, String key) {
    return r.entries(ROOT + key, MODEL).stream()
        .map(
            e ->
                ModelPrice.ofDollars(
                    e.text("model"),
                    e.dateOrNull("since"),
                    e.dollars("input"),
                    e.dollarsOrNull("cached-input"),
                    e.dollarsOrNull("cache-write"),
                    e.dollars("output")))
        .toList();
  }
}
