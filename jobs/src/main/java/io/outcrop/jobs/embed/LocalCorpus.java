package io.outcrop.jobs.embed;

import io.outcrop.jobs.embed.Vocabulary.TermCount;
import io.outcrop.jobs.embed.Vocabulary.TermVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts in memory, such as the names of clusters. */
final class LocalCorpus implements Corpus {
  private final List<String> texts;
  private final long[] weights;
  private List<TermVector> rows = List.of();

  LocalCorpus(List<String> texts, long[] weights) {
    this.texts = List.copyOf(texts);
    this.weights = weights.clone();
  }

  @Override
  public long sentences() {
    return texts.size();
  }

  @Override
  public long traces() {
    long total = 0;
    for (long weight : weights) {
      total += weight;
    }
    return total;
  }

  @Override
  public List<TermCount> commonest(int limit, long minTraces) {
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < weights.length; i++) {
      for (String term : Tokens.terms(texts.get(i)).keySet()) {
        counts.merge(term, weights[i], Long::sum);
      }
    }
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= minTraces)
        .map(entry -> new TermCount(entry.getKey(), entry.getValue()))
        .sorted(COMMONEST_FIRST)
        .limit(limit)
        .toList();
  }

  @Override
  public void index(Vocabulary vocabulary) {
    rows = texts.stream().map(vocabulary::vector).toList();
  }

  @Override
  public long[][] gram(int[][] matrix, int columns) {
    GramSum sum = new GramSum(matrix, columns);
    for (int i = 0; i < weights.length; i++) {
      sum.add(rows.get(i), weights[i]);
    }
    return sum.sum();
  }

  @Override
  public void close() {
    rows = List.of();
  }
}
