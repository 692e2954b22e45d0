package io.outcrop.jobs.shifts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log10;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/**
 * The facets that are numbers: compared by bands, and told by their mean.
 *
 * <p>Whole numbers below ten are bands of their own, shares go by quarters, all else by the steps
 * of 1, 3, 10, 30 ... as in the sentences of axes. Sums are of whole thousandths, of costs of whole
 * millionths, so that they are the same in any order.
 */
final class Amounts {
  /** The facet of scores by name. */
  static final String EVALUATIONS = "evaluations";

  static final List<String> COLUMNS =
      List.of(
          "turn_count",
          "llm_call_count",
          "tool_call_count",
          "agent_count",
          "max_depth",
          "latency_ms",
          "input_tokens",
          "output_tokens",
          "total_tokens",
          "cost_usd",
          "tool_error_count",
          "error_count",
          "retry_count",
          "repeated_calls",
          "swallowed_errors",
          "fan_out",
          "grounded",
          "confidence",
          "rating",
          "concerning_behavior",
          "query_length");

  private static final String COST = "cost_usd";
  private static final double THOUSAND = 1e3;
  private static final double MILLION = 1e6;

  private Amounts() {}

  static boolean isAmount(String facet) {
    return COLUMNS.contains(facet) || facet.startsWith(EVALUATIONS + ".");
  }

  /** How a facet is told. */
  static String facet(String facet) {
    return COLUMNS.contains(facet) ? facet : EVALUATIONS;
  }

  /** The name of an evaluation; null of a column. */
  static String name(String facet) {
    return COLUMNS.contains(facet) ? null : facet.substring(EVALUATIONS.length() + 1);
  }

  /** What a mean of sums is divided by. */
  static double scale(String facet) {
    return facet.equals(COST) ? MILLION : THOUSAND;
  }

  /** An array of facet, band and amount of each row. */
  static Column items(StructType schema) {
    List<String> present = Arrays.asList(schema.fieldNames());
    List<Column> items = new ArrayList<>();
    for (String column : COLUMNS) {
      if (present.contains(column)) {
        items.add(item(lit(column), col(column), scale(column)));
      }
    }
    Column columns =
        filter(array(items.toArray(Column[]::new)), i -> i.getField("value").isNotNull());
    Column scores =
        transform(
            map_entries(col(EVALUATIONS)),
            e ->
                item(
                    concat(lit(EVALUATIONS + "."), e.getField("key")),
                    e.getField("value"),
                    THOUSAND));
    return concat(columns, filter(coalesce(scores, none()), i -> i.getField("value").isNotNull()));
  }

  private static Column none() {
    return array().cast("array<struct<facet:string,value:string,amount:bigint>>");
  }

  private static Column item(Column facet, Column number, double scale) {
    Column amount = number.cast("double");
    return struct(
        facet.as("facet"),
        band(amount).as("value"),
        coalesce(round(amount.multiply(scale)).cast("long"), lit(0L)).as("amount"));
  }

  private static Column band(Column number) {
    Column quarter = concat(lit("q"), floor(number.multiply(4)).cast("string"));
    Column single = floor(number).cast("string");
    Column step = concat(lit("s"), floor(log10(number).multiply(2)).cast("string"));
    return when(number.leq(0), lit("0"))
        .when(number.lt(1), quarter)
        .when(number.lt(10), single)
        .when(number.geq(10), step);
  }
}
