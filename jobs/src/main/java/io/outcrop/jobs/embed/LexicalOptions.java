package io.outcrop.jobs.embed;

/**
 * How a lexical model is trained.
 *
 * @param dimensions most that a vector has; fewer for small vocabularies
 * @param vocabulary most terms kept, the commonest first
 * @param minTraces traces a term must occur in, once there are {@code largeFrom} sentences
 * @param largeFrom sentences from which {@code minTraces} holds
 * @param passes over the sentences of the subspace iteration
 * @param trainingSentences above this many, a sample chosen by hash is trained on
 * @param seed of the start of the iteration
 */
public record LexicalOptions(
    int dimensions,
    int vocabulary,
    long minTraces,
    long largeFrom,
    int passes,
    long trainingSentences,
    long seed) {

  public LexicalOptions {
    require(dimensions >= 1, "dimensions must be >= 1, was " + dimensions);
    require(vocabulary >= 1, "vocabulary must be >= 1, was " + vocabulary);
    require(passes >= 1, "passes must be >= 1, was " + passes);
    require(trainingSentences >= 1, "training sentences must be >= 1, was " + trainingSentences);
  }

  public static LexicalOptions defaults() {
    return new LexicalOptions(256, 20_000, 2, 50, 3, 200_000, 20_240_601L);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("Cannot train a lexical model: " + problem);
    }
  }
}
