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

  /** The column of the users' own facets; {@code custom.NAME} is one of them. */
  static final String CUSTOM = "custom";

  static final int TAIL = 6;
  private static final int LONGEST_TEXT = 2_000;
  private static final int FEW = 4;

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
    DataType type = type(axis, use.column(), schema);
    Column facet = facet(use.column());
    String words = use.words();
    return switch (use.rendering()) {
      case TEXT ->
          nonEmpty(
              trim(substring(expect(axis, use, type, facet, StringType.class), 1, LONGEST_TEXT)));
      case CATEGORY -> category(words, expect(axis, use, type, facet, StringType.class));
      case FLAG -> when(expect(axis, use, type, facet, BooleanType.class), lit(words));
      case COUNT -> band(words, expect(axis, use, type, facet, NumericType.class));
      case TOKENS -> nonEmpty(array_join(expect(axis, use, type, facet, ArrayType.class), " "));
      case TAIL -> tail(words, expect(axis, use, type, facet, ArrayType.class));
      case PRESENCE ->
          when(size(expect(axis, use, type, facet, ArrayType.class)).gt(0), lit(words));
      case LACKING ->
          when(type instanceof BooleanType ? facet.equalTo(false) : facet.lt(0.75), lit(words));
      case CATEGORIES ->
          nonEmpty(
              array_join(
                  transform(
                      expect(axis, use, type, facet, ArrayType.class), v -> category(words, v)),
                  ", "));
    };
  }

  /** A column, or a key of the users' own facets. */
  private static Column facet(String name) {
    return name.startsWith(CUSTOM + ".")
        ? col(CUSTOM).getItem(name.substring(CUSTOM.length() + 1))
        : col(name);
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
    Column facet = col(name);
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

  private static DataType type(AxisSpec axis, String column, StructType schema) {
    if (column.startsWith(CUSTOM + ".")) {
      return DataTypes.StringType;
    }
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          "Cannot render axis " + axis.name() + ": there is no facet column " + column);
    }
    return schema.apply(column).dataType();
  }

  private static Column expect(
      AxisSpec axis,
      FacetUse use,
      DataType type,
      Column facet,
      Class<? extends DataType> expected) {
    if (!expected.isInstance(type)) {
      throw new IllegalArgumentException(
          "Cannot render axis %s: facet column %s is %s, which cannot be rendered as %s"
              .formatted(axis.name(), use.column(), type.catalogString(), use.rendering()));
    }
    return facet;
  }
}
