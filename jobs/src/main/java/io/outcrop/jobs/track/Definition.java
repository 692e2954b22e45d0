package io.outcrop.jobs.track;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.transform;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.AxisSentences;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/**
 * What tells the traces of a tracked pattern, with no model: a condition over facets, a centre and
 * a radius, or both.
 *
 * <p>The centre lies in the space of an axis' words and not in the vectors of a run, which another
 * run has not: weights of the terms that members' sentences have more often than others'. A trace's
 * distance is the share of the centre's weight that its own sentence lacks, 0 to 1.
 *
 * @param predicate SQL over the columns of {@code facts.traces}; null for none
 * @param centre weights in units of 2^-10; empty for none
 * @param radius null without a centre
 */
record Definition(String predicate, Map<String, Long> centre, Double radius) {
  private static final String SEPARATORS = "[^\\p{L}\\p{N}_:]+";

  /** What sentences say of any count. */
  private static final Object[] EMPTY = {"", "no", "some", "one", "a", "few", "many", "of"};

  Definition {
    centre = Map.copyOf(centre);
  }

  /**
   * The axis that a pattern is of, without the users' own facets, whose declarations come and go;
   * none where it is no longer declared.
   */
  static Optional<AxisSpec> axis(OutcropConfig config, String name) {
    return config.axes().stream().filter(axis -> axis.name().equals(name)).findFirst();
  }

  boolean hasCentre() {
    return !centre.isEmpty() && radius != null;
  }

  /** Whether a row of facts.traces is one of the pattern's; never null. */
  Column takes(AxisSpec axis, StructType schema) {
    Column taken = lit(predicate != null || hasCentre());
    if (predicate != null) {
      taken = taken.and(coalesce(expr(predicate), lit(false)));
    }
    return hasCentre() ? taken.and(distance(centre, axis, schema).leq(radius)) : taken;
  }

  /** The distinct terms of a row's sentence on an axis. */
  static Column terms(AxisSpec axis, StructType schema) {
    Column words = split(lower(AxisSentences.sentence(axis, schema)), SEPARATORS);
    return array_distinct(filter(words, word -> not(word.isin(EMPTY))));
  }

  /** How far a row lies from a centre: 0 where it has all its terms, 1 where it has none. */
  static Column distance(Map<String, Long> centre, AxisSpec axis, StructType schema) {
    Map<String, Long> sorted = new TreeMap<>(centre);
    Column weights =
        map_from_arrays(
            array(sorted.keySet().stream().map(t -> lit(t)).toArray(Column[]::new)),
            array(sorted.values().stream().map(w -> lit(w)).toArray(Column[]::new)));
    Column known = transform(terms(axis, schema), t -> coalesce(element_at(weights, t), lit(0L)));
    // Whole numbers, so that the sum is the same in any order.
    Column held = aggregate(known, lit(0L), Column::plus);
    double whole = Math.max(1, sorted.values().stream().mapToLong(Long::longValue).sum());
    return lit(1.0).minus(held.cast("double").divide(lit(whole)));
  }

  /** The definition in words, for people. */
  String told() {
    String near =
        hasCentre()
            ? "within %.3f of a centre of %d terms (%s)"
                .formatted(radius, centre.size(), foremost())
            : null;
    return predicate == null
        ? String.valueOf(near)
        : near == null ? predicate : predicate + ", and " + near;
  }

  private String foremost() {
    return centre.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(6)
        .map(Map.Entry::getKey)
        .collect(java.util.stream.Collectors.joining(", "));
  }
}
