package io.outcrop.jobs.cluster;

import io.outcrop.jobs.embed.LexicalEmbedder;
import io.outcrop.jobs.embed.LexicalModel;
import io.outcrop.jobs.embed.LexicalOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Three levels grown from the leaves: what is named alike and lies close by shares a parent.
 *
 * @param leaves level 0
 * @param middles level 1
 * @param tops level 2
 * @param middleOf each leaf's parent
 * @param topOf each middle cluster's parent
 */
record Hierarchy(Level leaves, Level middles, Level tops, int[] middleOf, int[] topOf) {
  private static final int FEWEST_TO_GROUP = 9;
  private static final int MOST_TOPS = 10;
  private static final int NEIGHBOURS = 3;

  /** Above so many children, quadratic time is too much. */
  private static final int MOST_TO_GROW = 4_000;

  /** How much the place of a cluster's members counts beside its name. */
  private static final double PLACE_WEIGHT = 0.7;

  private static final String OTHER = "Other";

  /**
   * Grows the levels above the leaves.
   *
   * @param lead the facet whose values have a middle cluster each, made of the leaves that mostly
   *     have it; null where the likeness of leaves alone decides
   */
  static Hierarchy grow(Level leaves, boolean textual, String lead, ClusterOptions options) {
    int tops = tops(leaves.size());
    Grouping alike = group(leaves, middles(leaves.size(), tops), options.parentFit());
    Grouping middles =
        lead == null || leaves.size() < FEWEST_TO_GROUP ? alike : byLead(leaves, lead, alike);
    Level middle = parents(leaves, middles, textual);
    Grouping top = group(middle, tops, 0);
    return new Hierarchy(
        leaves, middle, parents(middle, top, textual), middles.parentOf(), top.parentOf());
  }

  /** The same by other names above the leaves. */
  Hierarchy named(List<Label> middleNames, List<Label> topNames) {
    return new Hierarchy(leaves, middles.named(middleNames), tops.named(topNames), middleOf, topOf);
  }

  /** The ordinals of the clusters nearest to each. */
  static int[][] neighbours(float[][] points) {
    Centres centres = new Centres(points);
    int[][] nearest = new int[points.length][];
    Arrays.setAll(nearest, i -> centres.nearestOthers(i, NEIGHBOURS));
    return nearest;
  }

  /** How many top clusters so many leaves get. */
  static int tops(int leaves) {
    return leaves < FEWEST_TO_GROUP
        ? leaves
        : (int) Math.min(MOST_TOPS, Math.round(Math.cbrt(leaves)));
  }

  /** How many middle clusters: the geometric mean of leaves and tops. */
  static int middles(int leaves, int tops) {
    return leaves < FEWEST_TO_GROUP ? leaves : (int) Math.round(Math.sqrt((double) leaves * tops));
  }

  /** Children by the likeness of their names; the remainder, if any, is the last parent. */
  private static Grouping group(Level children, int parents, double fit) {
    int size = children.size();
    if (parents >= size) {
      int[] own = new int[size];
      Arrays.setAll(own, i -> i);
      return new Grouping(own, size, children.remainder().clone());
    }
    List<Integer> proper = new ArrayList<>();
    List<Integer> strays = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      (children.remainder()[i] ? strays : proper).add(i);
    }
    float[][] vectors = vectors(children);
    int[] ordinals = proper.stream().mapToInt(Integer::intValue).toArray();
    float[][] points = Arrays.stream(ordinals).mapToObj(i -> vectors[i]).toArray(float[][]::new);
    long[] weights =
        Arrays.stream(ordinals).mapToLong(i -> children.members().get(i).traces()).toArray();
    int wanted = Math.max(1, strays.isEmpty() ? parents : parents - 1);
    int[] cluster = cluster(points, weights, wanted);
    int[] parentOf = new int[size];
    boolean[] fits = fits(points, weights, cluster, fit);
    for (int i = 0; i < ordinals.length; i++) {
      if (fits[i]) {
        parentOf[ordinals[i]] = cluster[i];
      } else {
        strays.add(ordinals[i]);
      }
    }
    return compact(parentOf, strays);
  }

  /** Leaves with a lead leave their parents for one of their own. */
  private static Grouping byLead(Level leaves, String lead, Grouping alike) {
    String[] leads = new String[leaves.size()];
    Arrays.setAll(leads, i -> leaves.counts().mostly(i, lead));
    List<String> values =
        Arrays.stream(leads).filter(Objects::nonNull).distinct().sorted().toList();
    int[] parentOf = new int[leads.length];
    Arrays.setAll(
        parentOf,
        i ->
            leads[i] == null
                ? values.size() + alike.parentOf()[i]
                : Collections.binarySearch(values, leads[i]));
    // In order of the leaves: where each leaf is left alone, a parent is its leaf, name and all.
    List<Integer> used = Arrays.stream(parentOf).distinct().boxed().toList();
    boolean[] remainder = new boolean[used.size()];
    for (int i = 0; i < remainder.length; i++) {
      int other = used.get(i) - values.size();
      remainder[i] = other >= 0 && alike.remainder()[other];
    }
    int[] compact = Arrays.stream(parentOf).map(used::indexOf).toArray();
    return new Grouping(compact, used.size(), remainder);
  }

  /** Grown from single children; of very many, within groups that are split first. */
  private static int[] cluster(float[][] points, long[] weights, int wanted) {
    if (points.length <= MOST_TO_GROW) {
      return Agglomeration.cluster(points, wanted);
    }
    return LocalBisecting.cluster(points, weights, wanted);
  }

  private static Grouping compact(int[] parentOf, List<Integer> strays) {
    strays.forEach(i -> parentOf[i] = -1);
    int[] used = Arrays.stream(parentOf).filter(p -> p >= 0).distinct().sorted().toArray();
    int parents = used.length + (strays.isEmpty() ? 0 : 1);
    boolean[] remainder = new boolean[parents];
    if (!strays.isEmpty()) {
      remainder[parents - 1] = true;
    }
    int[] compact =
        Arrays.stream(parentOf)
            .map(p -> p < 0 ? parents - 1 : Arrays.binarySearch(used, p))
            .toArray();
    return new Grouping(compact, parents, remainder);
  }

  private static boolean[] fits(float[][] points, long[] weights, int[] cluster, double fit) {
    List<Members> sums = new ArrayList<>();
    int clusters = Arrays.stream(cluster).max().orElse(-1) + 1;
    for (int i = 0; i < clusters; i++) {
      sums.add(new Members(points[0].length));
    }
    for (int i = 0; i < cluster.length; i++) {
      sums.get(cluster[i]).add(new Point("", points[i], weights[i]));
    }
    boolean[] fits = new boolean[cluster.length];
    for (int i = 0; i < cluster.length; i++) {
      fits[i] = cosine(points[i], sums.get(cluster[i]).centre()) >= fit;
    }
    return fits;
  }

  private static double cosine(float[] a, float[] b) {
    double norms = Math.sqrt((double) Centres.dot(a, a) * Centres.dot(b, b));
    return norms == 0 ? 0 : Centres.dot(a, b) / norms;
  }

  /**
   * What a child is like: its name, and where its members lie. The name tells what is alike to a
   * reader; the place brings together what was one group and came to two leaves.
   */
  private static float[][] vectors(Level level) {
    float[][] names = nameVectors(level);
    float[][] vectors = new float[names.length][];
    for (int i = 0; i < names.length; i++) {
      float[] place = level.members().get(i).centre();
      float[] vector = new float[place.length + names[i].length];
      append(vector, 0, place, PLACE_WEIGHT);
      append(vector, place.length, names[i], 1 - PLACE_WEIGHT);
      vectors[i] = vector;
    }
    return vectors;
  }

  private static void append(float[] vector, int from, float[] part, double weight) {
    double norm = Math.sqrt(Centres.dot(part, part));
    float factor = norm == 0 ? 0 : (float) (Math.sqrt(weight) / norm);
    for (int i = 0; i < part.length; i++) {
      vector[from + i] = factor * part[i];
    }
  }

  private static float[][] nameVectors(Level level) {
    List<String> texts = level.labels().stream().map(Label::text).toList();
    long[] alike = new long[texts.size()];
    Arrays.fill(alike, 1);
    LexicalModel model = LexicalEmbedder.train(texts, alike, LexicalOptions.defaults());
    return texts.stream().map(model::vector).toArray(float[][]::new);
  }

  private static Level parents(Level children, Grouping grouping, boolean textual) {
    int[] parentOf = grouping.parentOf();
    int count = grouping.parents();
    List<Members> members = Level.rollUp(children.members(), parentOf, count);
    ItemCounts counts = children.counts().rollUp(parentOf, count);
    float[][] centres = members.stream().map(Members::centre).toArray(float[][]::new);
    List<Label> own = new ArrayList<>(labels(children, grouping, counts, centres, textual));
    for (int i = 0; i < count; i++) {
      if (grouping.remainder()[i]) {
        own.set(i, new Label(OTHER, "Clusters that are like no other.", false));
      }
    }
    return new Level(
        members,
        counts,
        Level.rollUp(children.folds(), parentOf, count),
        own,
        grouping.remainder());
  }

  /** A lone child's name serves its parent too. */
  private static List<Label> labels(
      Level children, Grouping grouping, ItemCounts counts, float[][] centres, boolean textual) {
    return grouping.parents() == children.size()
        ? children.labels()
        : Labels.of(counts, neighbours(centres), textual, true);
  }

  private record Grouping(int[] parentOf, int parents, boolean[] remainder) {}
}
