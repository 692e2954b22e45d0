package io.outcrop.jobs.cluster;

import io.outcrop.jobs.cluster.FacetItems.Rule;
import java.util.Map;
import java.util.Optional;

/**
 * A facet=value item as a condition in SQL over the columns of {@code facts.traces}: true for the
 * rows that have the item, and false or null for all others.
 */
public final class ItemSql {
  private static final Map<String, String> DURATIONS =
      Map.of(
          "under 1 s", "%s < 1000",
          "1 to 10 s", "%s >= 1000 AND %<s < 10000",
          "10 to 60 s", "%s >= 10000 AND %<s < 60000",
          "1 to 10 min", "%s >= 60000 AND %<s < 600000",
          "over 10 min", "%s >= 600000");
  private static final Map<String, String> SIZES =
      Map.of(
          "under 100", "%s < 100",
          "100 to 1,000", "%s >= 100 AND %<s < 1000",
          "1,000 to 10,000", "%s >= 1000 AND %<s < 10000",
          "10,000 to 100,000", "%s >= 10000 AND %<s < 100000",
          "over 100,000", "%s >= 100000");
  private static final Map<String, String> COUNTS =
      Map.of(
          FacetItems.NONE, "%s <= 0",
          FacetItems.ONE, "%s = 1",
          FacetItems.FEW, "%s BETWEEN 2 AND 4",
          FacetItems.MANY, "%s > 4");
  private static final Map<String, String> SHARES =
      Map.of(
          FacetItems.NONE,
          "%s <= 0",
          "low",
          "%s > 0 AND %<s < 0.5",
          "middling",
          "%s >= 0.5 AND %<s < 0.75");

  private ItemSql() {}

  /** The condition; empty where the facet is none that a column holds, or the value none of its. */
  public static Optional<String> of(String facet, String value) {
    String own = FacetItems.CUSTOM + ".";
    if (facet.startsWith(own)) {
      return Optional.of(
          equal(FacetItems.CUSTOM + "[" + literal(facet.substring(own.length())) + "]", value));
    }
    return FacetItems.RULES.stream()
        .filter(rule -> rule.facet().equals(facet))
        .findFirst()
        .flatMap(rule -> Optional.ofNullable(condition(rule, value)));
  }

  private static String condition(Rule rule, String value) {
    String column = rule.column();
    return switch (rule.cut()) {
      case FLAG -> value.equals("true") ? column : null;
      case UNLESS -> value.equals("false") ? "NOT " + column : null;
      case EITHER -> value.equals("true") ? column : value.equals("false") ? "NOT " + column : null;
      case COUNT, SOME -> band(COUNTS, column, value);
      case CATEGORY -> equal(column, value);
      case MEMBERS ->
          value.length() < FacetItems.LONGEST_VALUE
              ? "array_contains(" + column + ", " + literal(value) + ")"
              : "exists(" + column + ", v -> " + equal("v", value) + ")";
      case PRESENCE -> value.equals("true") ? "size(" + column + ") > 0" : null;
      case SHARE -> band(SHARES, column, value);
      case LAST ->
          "size(%s) > 0 AND %s".formatted(column, equal("element_at(" + column + ", -1)", value));
      case PAIRS ->
          "exists(map_entries(%s), e -> %s)"
              .formatted(column, equal("concat_ws(' ', e.key, e.value)", value));
      case DURATION -> band(DURATIONS, column, value);
      case SIZE -> band(SIZES, column, value);
    };
  }

  private static String band(Map<String, String> bands, String column, String value) {
    String band = bands.get(value);
    return band == null ? null : String.format(java.util.Locale.ROOT, band, column);
  }

  /** A long value is the beginning of what the column holds. */
  private static String equal(String column, String value) {
    return value.length() < FacetItems.LONGEST_VALUE
        ? column + " = " + literal(value)
        : "substring(%s, 1, %d) = %s".formatted(column, FacetItems.LONGEST_VALUE, literal(value));
  }

  /** A text of strangers as a literal of Spark's SQL. */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c < ' ') {
        literal.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        literal.append(c);
      }
    }
    return literal.append('\'').toString();
  }
}
