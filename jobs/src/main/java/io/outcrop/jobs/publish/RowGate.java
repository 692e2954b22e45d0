package io.outcrop.jobs.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/** Applies to each column of a row what {@link TableRules} declares of it. */
final class RowGate {
  /** Stands where a text had no word that passes. */
  static final String NOTHING_LEFT = "Withheld: few tenants use its words.";

  private final TextGate texts;
  private final BiConsumer<String, String> dropped;
  private final Minimum parts;

  /**
   * @param dropped told the column and the text of each text that was withheld alone or changed
   */
  RowGate(TextGate texts, BiConsumer<String, String> dropped) {
    this(texts, new Minimum(1, 1), dropped);
  }

  /**
   * @param parts what has to stand behind a part of the traces that figures are told of, whoever is
   *     in it
   */
  RowGate(TextGate texts, Minimum parts, BiConsumer<String, String> dropped) {
    this.texts = texts;
    this.parts = parts;
    this.dropped = dropped;
  }

  /** The row as it may be told, or null where its title cannot be. */
  Row apply(Row row, StructType schema, TableRules rules, Standing standing) {
    return apply(row, schema, "", rules, standing);
  }

  private Row apply(
      Row row, StructType schema, String prefix, TableRules rules, Standing standing) {
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < schema.length(); i++) {
      StructField field = schema.fields()[i];
      String column = prefix + field.name();
      Standing measure =
          rules.columns().get(column) == Kind.RATE_OUTSIDE
              ? standing.against(part(row, schema, field.name() + "_traces"), parts)
              : standing;
      Object told = cell(row.isNullAt(i) ? null : row.get(i), field, column, rules, measure);
      if (told == null && !prefix.isEmpty() && !row.isNullAt(i)) {
        return null;
      }
      if (told == null && rules.columns().get(column) == Kind.TITLE) {
        return null;
      }
      cells.add(told);
    }
    return RowFactory.create(cells.toArray());
  }

  /** What a share of a part is of; null where it is of all others. */
  private static Long part(Row row, StructType schema, String column) {
    boolean there = List.of(schema.fieldNames()).contains(column);
    return there ? row.<Long>getAs(schema.fieldIndex(column)) : null;
  }

  private Object cell(
      Object value, StructField field, String column, TableRules rules, Standing standing) {
    DataType type = field.dataType();
    if (type instanceof ArrayType array && array.elementType() instanceof StructType struct) {
      List<Object> kept = new ArrayList<>();
      for (Object element : elements(value)) {
        Row told = apply((Row) element, struct, column + ".", rules, standing);
        if (told != null) {
          kept.add(told);
        }
      }
      return JavaConverters.asScalaBuffer(kept).toSeq();
    }
    Kind kind = rules.kind(column);
    if (type instanceof ArrayType) {
      List<Object> kept = new ArrayList<>();
      for (Object element : elements(value)) {
        Object told = figure(element, kind, column, standing);
        if (told != null && !told.equals(NOTHING_LEFT)) {
          kept.add(told);
        }
      }
      return JavaConverters.asScalaBuffer(kept).toSeq();
    }
    return figure(value, kind, column, standing);
  }

  private static List<?> elements(Object value) {
    return value == null
        ? List.of()
        : JavaConverters.seqAsJavaList((scala.collection.Seq<?>) value);
  }

  private Object figure(Object value, Kind kind, String column, Standing standing) {
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case KEY, FLAG -> value;
      case LABEL -> label((String) value, column);
      case TITLE, TEXT -> text((String) value, kind, column);
      case CARRIED -> carried((String) value, column);
      case EXAMPLE ->
          standing.examples().contains((String) value)
              ? text((String) value, Kind.EXAMPLE, column)
              : null;
      case NAME -> {
        String told = ((String) value).isEmpty() ? "" : texts.rewritten((String) value);
        yield told == null ? "" : told;
      }
      case SENTENCE -> "";
      case TRACES -> standing.traces();
      case TRACES_IN_ALL -> Coarse.traces((Long) value, standing.minimum().traces());
      case PART_TRACES -> {
        int least = standing.minimum().and(parts).traces();
        yield (Long) value < least ? null : Coarse.traces((Long) value, least);
      }
      case BOUNDARIES -> standing.boundaries();
      case PART_BOUNDARIES -> {
        int least = standing.minimum().and(parts).boundaries();
        yield (Long) value < least ? null : Coarse.boundaries((Long) value, least);
      }
      case BOUNDARIES_OUTSIDE -> Coarse.boundaries((Long) value, standing.minimum().boundaries());
      case SHARE -> standing.share();
      case RATE -> Coarse.rate((Double) value, standing.whole(), standing.minimum());
      case RATE_OUTSIDE -> Coarse.rate((Double) value, standing.outside(), standing.minimum());
      case RATE_OF_MANY -> Coarse.rateOfMany((Double) value, standing.whole(), standing.minimum());
      case RATE_OF_MANY_OUTSIDE ->
          Coarse.rateOfMany((Double) value, standing.outside(), standing.minimum());
      case AMOUNT -> Coarse.amount((Double) value);
      case SCORE -> Coarse.score((Double) value);
      case PROBABILITY -> Coarse.probability((Double) value);
      case FRACTION -> Coarse.fraction((Double) value);
      case DERIVED -> Coarse.derived((Double) value);
      case PLACE -> Coarse.place((Double) value);
      case FIRST_SEEN -> standing.firstSeen();
    };
  }

  private static Object label(String value, String column) {
    if (!Vocabulary.covers(value) && !value.matches("P\\d")) {
      throw new IllegalStateException("%s is no label of %s".formatted(value, column));
    }
    return value;
  }

  private Object carried(String value, String column) {
    String told = texts.carried(value);
    if (!value.equals(told)) {
      dropped.accept(column, value);
    }
    return told;
  }

  private Object text(String value, Kind kind, String column) {
    String told = texts.rewritten(value);
    if (!value.equals(told)) {
      dropped.accept(column, value);
    }
    boolean alone = kind == Kind.TEXT && column.indexOf('.') < 0;
    return told == null && alone ? NOTHING_LEFT : told;
  }
}
