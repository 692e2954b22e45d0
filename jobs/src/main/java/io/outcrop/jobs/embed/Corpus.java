package io.outcrop.jobs.embed;

import io.outcrop.jobs.embed.Vocabulary.TermCount;
import java.util.Comparator;
import java.util.List;

/** Weighted texts that a lexical model is trained on, wherever they lie. */
interface Corpus extends AutoCloseable {

  Comparator<TermCount> COMMONEST_FIRST =
      Comparator.comparingLong(TermCount::traces).reversed().thenComparing(TermCount::term);

  long sentences();

  long traces();

  /** The terms found in at least so many traces, commonest first, ties by term. */
  List<TermCount> commonest(int limit, long minTraces);

  /** Fixes the vocabulary that {@link #gram} multiplies in. */
  void index(Vocabulary vocabulary);

  /**
   * The Gram matrix of the weighted term matrix times a matrix, in exact integers.
   *
   * @param matrix terms by columns, in units of 2^-20
   * @return the product in units of 2^-30
   */
  long[][] gram(int[][] matrix, int columns);

  @Override
  void close();
}
