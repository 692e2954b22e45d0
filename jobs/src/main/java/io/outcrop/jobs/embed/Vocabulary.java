package io.outcrop.jobs.embed;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The terms a model knows, each with its inverse document frequency. */
final class Vocabulary implements Serializable {
  /** Term weights are multiples of one 1,024th, so that their sums are exact. */
  static final int WEIGHT_BITS = 10;

  private final String[] terms;
  private final double[] idf;
  private final Map<String, Integer> position = new HashMap<>();

  Vocabulary(String[] terms, double[] idf) {
    this.terms = terms;
    this.idf = idf;
    for (int i = 0; i < terms.length; i++) {
      position.put(terms[i], i);
    }
  }

  static Vocabulary of(List<TermCount> commonest, long traces) {
    String[] terms = new String[commonest.size()];
    double[] idf = new double[terms.length];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = commonest.get(i).term();
      double raw = StrictMath.log1p(traces / (double) commonest.get(i).traces());
      idf[i] = StrictMath.rint(StrictMath.scalb(raw, WEIGHT_BITS)) / (1 << WEIGHT_BITS);
    }
    return new Vocabulary(terms, idf);
  }

  int size() {
    return terms.length;
  }

  String term(int index) {
    return terms[index];
  }

  double idf(int index) {
    return idf[index];
  }

  /** The text's known terms with weights of unit length: sublinear frequency times rarity. */
  TermVector vector(String text) {
    Map<String, Integer> counts = Tokens.terms(text);
    int[] known =
        counts.keySet().stream()
            .filter(position::containsKey)
            .mapToInt(position::get)
            .sorted()
            .toArray();
    double[] raw = new double[known.length];
    double square = 0;
    for (int i = 0; i < known.length; i++) {
      int frequency = counts.get(terms[known[i]]);
      raw[i] = (1 + StrictMath.log(frequency)) * idf[known[i]];
      square += raw[i] * raw[i];
    }
    return scaled(known, raw, Math.sqrt(square));
  }

  private static TermVector scaled(int[] known, double[] raw, double norm) {
    int[] weights = new int[known.length];
    for (int i = 0; i < known.length; i++) {
      weights[i] = (int) StrictMath.rint(raw[i] / norm * (1 << WEIGHT_BITS));
    }
    return new TermVector(known, weights);
  }

  @Override
  public String toString() {
    return Arrays.toString(terms);
  }

  /** A term with the traces whose sentence has it. */
  record TermCount(String term, long traces) implements Serializable {}

  /** A sparse row of the term matrix: ascending term indexes, weights in 1,024ths. */
  record TermVector(int[] terms, int[] weights) implements Serializable {

    /** Its product with a row-major matrix of fixed-point numbers, summed exactly. */
    long[] times(int[] matrix, int columns) {
      long[] product = new long[columns];
      for (int i = 0; i < terms.length; i++) {
        long weight = weights[i];
        int row = terms[i] * columns;
        for (int j = 0; j < columns; j++) {
          product[j] += weight * matrix[row + j];
        }
      }
      return product;
    }
  }
}
