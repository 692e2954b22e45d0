package io.outcrop.jobs.axes;

import java.util.Locale;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** How one facet becomes words of an axis sentence. */
public enum Rendering {
  /** A string, or an array of strings, as it is. */
  TEXT,
  /** A string from a closed set, or a boolean: "words:value"; none and unknown say nothing. */
  CATEGORY,
  /** A boolean: the words where true. */
  FLAG,
  /**
   * A number: "no words", or "some words, one/a few/many words", so that near counts share terms.
   */
  COUNT,
  /**
   * A number of any size: the steps of 1, 3, 10, 30 ... that it lies between, such as "words:3k
   * words:10k", so that what lies a step apart shares a term.
   */
  AMOUNT,
  /**
   * A number from 0 to 1: the quarters that it lies between, such as "words:half
   * words:three_quarters".
   */
  SHARE,
  /** An array: its tokens in order. */
  TOKENS,
  /** An array: its last few tokens, each marked as belonging to the end. */
  TAIL,
  /** An array: the words where it has any element, whatever the elements are. */
  PRESENCE,
  /** A boolean, or a share from 0 to 1: the words where it is false, or below three quarters. */
  LACKING,
  /** An array of closed-set values: "words:value" for each. */
  CATEGORIES;

  /** How it is written in configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a column of a type can be said so. */
  public boolean takes(DataType type) {
    return switch (this) {
      case TEXT -> type instanceof StringType || isTexts(type);
      case CATEGORY -> type instanceof StringType || type instanceof BooleanType;
      case FLAG -> type instanceof BooleanType;
      case COUNT, AMOUNT, SHARE -> type instanceof NumericType;
      case TOKENS, TAIL, CATEGORIES -> isTexts(type);
      case PRESENCE -> type instanceof ArrayType;
      case LACKING -> type instanceof BooleanType || type instanceof NumericType;
    };
  }

  /** Whether what a text tells can be said so: a number, or true and false. */
  public boolean takesText() {
    return switch (this) {
      case TEXT, CATEGORY, FLAG, COUNT, AMOUNT, SHARE -> true;
      case TOKENS, TAIL, CATEGORIES, PRESENCE, LACKING -> false;
    };
  }

  /** How a column of a type is said where nothing else is asked for; null where it cannot be. */
  public static Rendering usual(DataType type) {
    if (type instanceof StringType) {
      return CATEGORY;
    } else if (type instanceof BooleanType) {
      return FLAG;
    } else if (type instanceof NumericType) {
      return COUNT;
    }
    return isTexts(type) ? CATEGORIES : null;
  }

  private static boolean isTexts(DataType type) {
    return type instanceof ArrayType array && array.elementType() instanceof StringType;
  }
}
