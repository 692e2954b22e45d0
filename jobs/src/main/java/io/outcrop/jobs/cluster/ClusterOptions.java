package io.outcrop.jobs.cluster;

import io.outcrop.jobs.config.OutcropConfig;

/**
 * How an axis is clustered.
 *
 * @param leaves base clusters to start from; 0 for one per {@code tracesPerLeaf}
 * @param tracesPerLeaf traces that a leaf should hold; in small runs two minimal leaves, if less
 * @param minLeaf traces below which a leaf is dissolved; 0 for 20; a twentieth of the traces, at
 *     least 2, where that is less
 * @param sampleSentences most distinct sentences, chosen by hash, that the leaves are found on
 * @param refinements most passes over all sentences after that
 * @param mergeCosine centres at least this alike are one leaf
 * @param broadCohesion below this mean cosine to the centre a cluster is broad
 * @param parentFit below this cosine to its parent a leaf goes to "Other"
 * @param seed of the bisecting
 */
public record ClusterOptions(
    int leaves,
    int tracesPerLeaf,
    int minLeaf,
    long sampleSentences,
    int refinements,
    double mergeCosine,
    double broadCohesion,
    double parentFit,
    long seed) {

  private static final int MOST_LEAVES = 50_000;
  private static final int USUAL_MIN_LEAF = 20;

  public ClusterOptions {
    require(leaves >= 0, "leaves must be >= 0, was " + leaves);
    require(tracesPerLeaf >= 1, "traces per leaf must be >= 1, was " + tracesPerLeaf);
    require(minLeaf >= 0, "min-leaf must be >= 0, was " + minLeaf);
    require(sampleSentences >= 1, "sample must be >= 1 sentence, was " + sampleSentences);
    require(refinements >= 0, "refinements must be >= 0, was " + refinements);
    require(mergeCosine > 0 && mergeCosine <= 1, "merge cosine must be in (0, 1]: " + mergeCosine);
  }

  public static ClusterOptions defaults() {
    return new ClusterOptions(0, 40, 0, 200_000, 5, 0.995, 0.35, 0.2, 20_240_601L);
  }

  /** How a configuration wants axes clustered. */
  public static ClusterOptions of(OutcropConfig config) {
    ClusterOptions defaults = defaults();
    return new ClusterOptions(
        config.cluster().leaves(),
        config.cluster().tracesPerLeaf(),
        config.cluster().minLeaf(),
        config.cluster().maxSample(),
        config.cluster().refinements(),
        defaults.mergeCosine(),
        defaults.broadCohesion(),
        defaults.parentFit(),
        config.seed());
  }

  /** Traces below which a leaf is dissolved in a run of so many. */
  long minLeaf(long traces) {
    return minLeaf > 0 ? minLeaf : Math.min(USUAL_MIN_LEAF, Math.max(2, traces / 20));
  }

  /**
   * Base clusters to ask for: leaves of 40 traces in a large run, of two minimal ones in a small.
   */
  int leaves(long traces, long sentences) {
    long perLeaf = Math.min(tracesPerLeaf, 2 * minLeaf(traces));
    long wanted = leaves > 0 ? leaves : (traces + perLeaf - 1) / perLeaf;
    return (int) Math.max(1, Math.min(Math.min(wanted, sentences), MOST_LEAVES));
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("Cannot cluster: " + problem);
    }
  }
}
