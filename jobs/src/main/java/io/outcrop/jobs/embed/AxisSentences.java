package io.outcrop.jobs.embed;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.FacetUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Facets said as a sentence, one per row and axis, in column functions alone. */
public final class AxisSentences {
  /** Identifies a sentence: 32 hex digits of its SHA-256. */
  public static final String TEXT_HASH = "text_hash";

  public static final String SENTENCE = "sentence";

  /** How many traces a row stands for. */
  public static final String TRACES = "traces";

  static final int TAIL = 6;
  private static final int LONGEST_TEXT = 2_000;
  private static final int FEW = 4;

  /** The least amount with a step of its own is a thousandth, the greatest a billion. */
  private static final List<String> STEPS =
      List.of(
          "1_thousandth",
          "3_thousandths",
          "1_hundredth",
          "3_hundredths",
          "1_tenth",
          "3_tenths",
          "1",
          "3",
          "10",
          "30",
          "100",
          "300",
          "1k",
          "3k",
          "10k",
          "30k",
          "100k",
          "300k",
          "1m",
          "3m",
          "10m",
          "30m",
          "100m",
          "300m",
          "1b");

  private static final List<String> QUARTERS = List.of("quarter", "half", "three_quarters", "all");

  private AxisSentences() {}

  /** The distinct sentences of an axis: text_hash, sentence, traces. */
  public static Dataset<Row> distinctSentences(Dataset<Row> traces, AxisSpec axis) {
    Column sentence = sentence(axis, traces.schema());
    return traces
        .select(sentence.as(SENTENCE))
        .withColumn(TEXT_HASH, hash(col(SENTENCE)))
        .groupBy(TEXT_HASH)
        .agg(first(SENTENCE).as(SENTENCE), count(lit(1)).as(TRACES));
  }

  /** The hash of a trace's sentence, to be selected beside its id. */
  public static Column textHash(AxisSpec axis, StructType schema) {
    return hash(sentence(axis, schema));
  }

  /**
   * The sentence of a row; empty where no facet says anything, never null.
   *
   * @throws IllegalArgumentException if the axis uses a column that is missing or of the wrong type
   */
  public static Column sentence(AxisSpec axis, StructType schema) {
    List<Column> parts = new ArrayList<>();
    for (FacetUse use : axis.facets()) {
      Column part = render(axis, use, schema);
      for (int said = 0; said < use.weight(); said++) {
        parts.add(part);
      }
    }
    Column sentence = concat_ws(". ", parts.toArray(Column[]::new));
    return axis.gate().stream()
        .map(name -> holdsSomething(name, type(axis, name, schema)))
        .reduce(Column::or)
        .map(open -> when(open, sentence).otherwise(lit(axis.otherwise())))
        .orElse(sentence);
  }

  private static Column hash(Column sentence) {
    return substring(sha2(sentence.cast("binary"), 256), 1, 32);
  }

  private static Column render(AxisSpec axis, FacetUse use, StructType schema) {
    DataType type = checked(axis, use, type(axis, use.column(), schema));
    Column facet = facet(use.column());
    String words = use.words();
    return switch (use.rendering()) {
      case TEXT ->
          nonEmpty(
              trim(
                  substring(
                      type instanceof ArrayType ? array_join(facet, ". ") : facet,
                      1,
                      LONGEST_TEXT)));
      case CATEGORY -> category(words, facet.cast(DataTypes.StringType));
      case FLAG -> when(facet.cast(DataTypes.BooleanType), lit(words));
      case COUNT -> band(words, number(facet));
      case AMOUNT -> between(words, number(facet), amounts(), STEPS);
      case SHARE -> between(words, number(facet), List.of(0.25, 0.5, 0.75, 1.0), QUARTERS);
      case TOKENS -> nonEmpty(array_join(facet, " "));
      case TAIL -> tail(words, facet);
      case PRESENCE -> when(size(facet).gt(0), lit(words));
      case LACKING ->
          when(type instanceof BooleanType ? facet.equalTo(false) : facet.lt(0.75), lit(words));
      case CATEGORIES -> nonEmpty(array_join(transform(facet, v -> category(words, v)), ", "));
    };
  }

  /** A column, or one of the values that a column holds by name. */
  private static Column facet(String name) {
    Column column = col(FacetUse.column(name));
    String key = FacetUse.key(name);
    return key == null ? column : column.getItem(key);
  }

  /** What a text holds of a number where the facet is one; null where it is none. */
  private static Column number(Column facet) {
    return facet.cast(DataTypes.DoubleType);
  }

  private static List<Double> amounts() {
    List<Double> amounts = new ArrayList<>();
    // By division and multiplication of whole numbers: 1e-3 in steps would drift.
    for (long thousandths = 1; amounts.size() < STEPS.size(); thousandths *= 10) {
      amounts.add(thousandths / 1000.0);
      amounts.add(3 * thousandths / 1000.0);
    }
    return amounts.subList(0, STEPS.size());
  }

  /** The step at or below a number and the one above it; "none" is below the first. */
  private static Column between(
      String words, Column number, List<Double> from, List<String> names) {
    Column said = when(number.leq(0), lit(words + ":none"));
    String below = "none";
    for (int i = 0; i < from.size(); i++) {
      String step = names.get(i);
      said = said.when(number.lt(from.get(i)), lit(words + ":" + below + " " + words + ":" + step));
      below = step;
    }
    return said.when(number.geq(from.get(from.size() - 1)), lit(words + ":" + below));
  }

  private static Column category(String words, Column value) {
    Column token = lower(regexp_replace(trim(substring(value, 1, 60)), "[^\\p{L}\\p{N}]+", "_"));
    return when(
        value.isNotNull().and(token.isin("", "none", "unknown").equalTo(false)),
        concat(lit(words + ":"), token));
  }

  /** Counts share the words of "some", so that one and a few are nearer than none and many. */
  private static Column band(String words, Column number) {
    return when(number.leq(0), lit("no " + words))
        .when(number.equalTo(1), lit("some " + words + ", one of " + words))
        .when(number.leq(FEW), lit("some " + words + ", a few " + words))
        .when(number.gt(FEW), lit("some " + words + ", many " + words));
  }

  private static Column tail(String words, Column array) {
    Column last = when(size(array).leq(TAIL), array).otherwise(slice(array, -TAIL, TAIL));
    return nonEmpty(array_join(transform(last, step -> concat(lit(words + ":"), step)), " "));
  }

  private static Column holdsSomething(String name, DataType type) {
    Column facet = facet(name);
    Column holds;
    if (type instanceof BooleanType) {
      holds = facet;
    } else if (type instanceof NumericType) {
      holds = facet.notEqual(0);
    } else if (type instanceof ArrayType) {
      holds = size(facet).gt(0).and(array_contains(facet, "none").equalTo(false));
    } else {
      holds = length(facet).gt(0).and(lower(facet).notEqual("none"));
    }
    return coalesce(holds, lit(false));
  }

  private static Column nonEmpty(Column text) {
    return when(length(text).gt(0), text);
  }

  private static DataType type(AxisSpec axis, String facet, StructType schema) {
    String column = FacetUse.column(facet);
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          "Cannot render axis " + axis.name() + ": there is no facet column " + column);
    }
    DataType type = schema.apply(column).dataType();
    return FacetUse.key(facet) != null && type instanceof MapType map ? map.valueType() : type;
  }

  private static DataType checked(AxisSpec axis, FacetUse use, DataType type) {
    // What users' own facets hold is text, also where it is a number or true and false.
    boolean castable =
        FacetUse.key(use.column()) != null
            && type instanceof StringType
            && use.rendering().takesText();
    if (!castable && !use.rendering().takes(type)) {
      throw new IllegalArgumentException(
          "Cannot render axis %s: facet column %s is %s, which cannot be rendered as %s"
              .formatted(axis.name(), use.column(), type.catalogString(), use.rendering().label()));
    }
    return type;
  }
}
