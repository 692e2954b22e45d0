package io.outcrop.facets;

import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.facets.money.PriceTable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What users declare of facets beyond the rules.
 *
 * @param prices what is reckoned with where spans carry no cost
 * @param custom the users' own facets
 * @param neverFallback task types, in lower case, that must never fall back
 */
public record FacetSettings(
    PriceTable prices, List<FacetDeclaration> custom, List<String> neverFallback) {
  /** No prices, no facets of one's own, no such task types. */
  public static final FacetSettings NONE =
      new FacetSettings(PriceTable.EMPTY, List.of(), List.of());

  public FacetSettings {
    Objects.requireNonNull(prices, "prices");
    custom = List.copyOf(custom);
    neverFallback = neverFallback.stream().map(t -> t.toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether a task of this type must never fall back. */
  public boolean forbidsFallback(String taskType) {
    return taskType != null && neverFallback.contains(taskType.strip().toLowerCase(Locale.ROOT));
  }
}
