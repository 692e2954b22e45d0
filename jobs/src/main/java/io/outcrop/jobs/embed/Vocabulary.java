package io.outcrop.jobs.embed;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** The terms a model knows, each with its inverse document frequency. */
final class Vocabulary implements Serializable {
  /** Term weights are multiples of one 1,024th, so that their sums are exact. */
  static final int WEIGHT_BITS = 10;

  private final String[] terms;
  private final double[] idf;
  private final long[] hashes;
  private final int[] positions;

  Vocabulary(String[] terms, double[] idf) {
    this.terms = terms;
    this.idf = idf;
    int slots = Integer.highestOneBit(Math.max(1, terms.length)) * 4;
    this.hashes = new long[slots];
    this.positions = new int[slots];
    Arrays.fill(positions, -1);
    for (int i = 0; i < terms.length; i++) {
      long hash = TermScanner.hash(terms[i]);
      int slot = slot(hash);
      if (positions[slot] < 0) {
        hashes[slot] = hash;
        positions[slot] = i;
      }
    }
  }

  /** Where a hash stands, or the free slot where it would. */
  private int slot(long hash) {
    int slot = (int) hash & (hashes.length - 1);
    while (positions[slot] >= 0 && hashes[slot] != hash) {
      slot = (slot + 1) & (hashes.length - 1);
    }
    return slot;
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
    Found found = new Found();
    TermScanner.scan(text, found);
    Arrays.sort(found.terms, 0, found.count);
    int[] known = new int[found.count];
    double[] raw = new double[found.count];
    double square = 0;
    int size = 0;
    for (int i = 0; i < found.count; ) {
      int term = found.terms[i];
      int frequency = 0;
      while (i < found.count && found.terms[i] == term) {
        frequency++;
        i++;
      }
      known[size] = term;
      raw[size] = (frequency == 1 ? 1 : 1 + StrictMath.log(frequency)) * idf[term];
      square += raw[size] * raw[size];
      size++;
    }
    return scaled(Arrays.copyOf(known, size), raw, Math.sqrt(square));
  }

  /** Positions of a text's known terms, one for each time that it has the term. */
  private final class Found implements TermScanner.Sink {
    private int[] terms = new int[64];
    private int count;

    @Override
    public void term(String text, long hash, int firstFrom, int firstTo, int from, int to) {
      int position = positions[slot(hash)];
      if (position >= 0) {
        if (count == terms.length) {
          terms = Arrays.copyOf(terms, 2 * count);
        }
        terms[count++] = position;
      }
    }
  }

  private static TermVector scaled(int[] known, double[] raw, double norm) {
    int[] weights = new int[known.length];
    for (int i = 0; i < known.length; i++) {
      weights[i] = (int) Math.rint(raw[i] / norm * (1 << WEIGHT_BITS));
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

    /**
     * Its product with rows of fixed-point numbers, exactly.
     *
     * <p>In 32 bits: rows' columns are of unit length in units of 2^-20 and the weights in units of
     * 2^-10, so that a result is below 2^31; sums on the way may wrap, and wrap back.
     */
    int[] times(int[][] rows, int columns) {
      int[] product = new int[columns];
      int i = 0;
      for (; i + 3 < terms.length; i += 4) {
        addFour(
            weights[i],
            weights[i + 1],
            weights[i + 2],
            weights[i + 3],
            rows[terms[i]],
            rows[terms[i + 1]],
            rows[terms[i + 2]],
            rows[terms[i + 3]],
            product);
      }
      for (; i < terms.length; i++) {
        addOne(weights[i], rows[terms[i]], product);
      }
      return product;
    }

    // Arrays of their own, and not places in one: so the compiler makes vector instructions.
    private static void addFour(
        int a, int b, int c, int d, int[] one, int[] two, int[] three, int[] four, int[] sum) {
      int length = sum.length;
      for (int j = 0; j < length; j++) {
        sum[j] = sum[j] + a * one[j] + b * two[j] + c * three[j] + d * four[j];
      }
    }

    private static void addOne(int weight, int[] row, int[] sum) {
      int length = sum.length;
      for (int j = 0; j < length; j++) {
        sum[j] += weight * row[j];
      }
    }
  }
}
