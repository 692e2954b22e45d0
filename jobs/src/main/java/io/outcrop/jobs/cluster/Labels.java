package io.outcrop.jobs.cluster;

import io.outcrop.jobs.cluster.FacetItems.Kind;
import io.outcrop.jobs.cluster.ItemCounts.Distinction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names for the clusters of one level, from what many members have and others lack.
 *
 * <p>The lead is the most telling item; qualifiers follow that tell the cluster from its nearest.
 * No item of a single trace is used, and no two titles of a level are alike.
 */
final class Labels {
  private static final double SHARED = 0.5;
  private static final double TERM_SHARED = 0.25;
  private static final double DISTINCT = 0.15;
  private static final double NEARLY_ALL = 0.9;
  private static final double SELDOM = 0.3;
  private static final int MOST_LISTED = 4;

  /** Issues that a sound run may have too. */
  private static final Set<String> MILD = Set.of("retry", "repeated_call", "empty_result");

  /** Facets that say how much, not what. */
  private static final Set<String> VOLUME =
      Set.of("latency_ms", "total_tokens", "resource_pattern");

  private static final double PAIR_TELLS = 1.3;

  private final ItemCounts counts;
  private final int[][] nearest;
  private final boolean textual;
  private final double leastShare;
  private final Set<String> taken = new HashSet<>();

  private Labels(ItemCounts counts, int[][] nearest, boolean textual, boolean parents) {
    this.counts = counts;
    this.nearest = nearest;
    this.textual = textual;
    this.leastShare = textual ? (parents ? TERM_SHARED / 2 : TERM_SHARED) : SHARED;
  }

  /**
   * One label per cluster.
   *
   * @param nearest for each cluster the ordinals of its neighbours
   * @param textual whether clusters are named by topics and terms, else by failures and shapes
   * @param parents whether the clusters gather others, so that each term covers less
   */
  static List<Label> of(ItemCounts counts, int[][] nearest, boolean textual, boolean parents) {
    Labels labels = new Labels(counts, nearest, textual, parents);
    Label[] named = new Label[counts.clusters()];
    // The largest choose first.
    IntStream.range(0, named.length)
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer i) -> -counts.size(i))
                .thenComparingInt(Integer::intValue))
        .forEach(cluster -> named[cluster] = labels.label(cluster));
    return List.of(named);
  }

  /** What a cluster has and its nearest lack, in nouns, most telling first. */
  static List<String> differences(
      ItemCounts counts, int cluster, int[] nearest, boolean textual, boolean parents) {
    Labels labels = new Labels(counts, new int[0][], textual, parents);
    return withoutSynonyms(
            counts.distinctions(cluster, nearest).stream()
                .filter(d -> d.count() >= 2 && labels.fits(d) && d.inside() >= labels.leastShare)
                .filter(d -> d.overNear() >= DISTINCT / 2 && canQualify(d.item()))
                .sorted(byContrast())
                .toList())
        .stream()
        .map(Labels::noun)
        .toList();
  }

  private Label label(int cluster) {
    List<Distinction> usable =
        counts.distinctions(cluster, nearest[cluster]).stream()
            .filter(d -> d.count() >= 2 && fits(d) && d.inside() >= leastShare)
            .toList();
    List<Distinction> leads =
        withoutSynonyms(
            usable.stream()
                .filter(d -> d.overRest() >= DISTINCT && canLead(d.item()))
                .sorted(byTelling())
                .toList());
    List<Distinction> contrasts =
        withoutSynonyms(
            usable.stream()
                .filter(d -> d.overNear() >= DISTINCT / 2 && canQualify(d.item()))
                .sorted(byContrast())
                .toList());
    boolean named = !leads.isEmpty();
    Title title = named ? titled(leads, contrasts) : stopgap(usable);
    return new Label(unique(title, leads, contrasts), describe(usable, leads, contrasts), named);
  }

  private Title titled(List<Distinction> leads, List<Distinction> contrasts) {
    Title title = new Title(Phrases.of(leads.get(0).item()).clause(), textual);
    if (textual) {
      leads.stream().skip(1).forEach(d -> title.qualify(phrase(d), 3));
      return title;
    }
    leads.stream()
        .skip(1)
        .filter(d -> FacetItems.kind(d.item().facet()) == Kind.FAILURE)
        .forEach(d -> title.qualify(phrase(d), 1));
    contrasts.stream()
        .filter(d -> d.overNear() >= DISTINCT && !isSynonym(d, leads.get(0)))
        .forEach(d -> title.qualify(phrase(d), 2));
    return title;
  }

  private Title stopgap(List<Distinction> usable) {
    Title title = new Title(textual ? "Mixed requests" : "Mixed behaviour", false);
    usable.stream()
        .filter(d -> canQualify(d.item()))
        .sorted(
            Comparator.comparingDouble((Distinction d) -> -d.overRest() * weight(d.item()))
                .thenComparing(Distinction::item))
        .forEach(d -> title.qualify(phrase(d), 1));
    return title;
  }

  /** The title, or one more or another qualifier, or lastly a number. */
  private String unique(Title title, List<Distinction> leads, List<Distinction> contrasts) {
    List<Distinction> further = new ArrayList<>(contrasts);
    further.addAll(leads);
    List<String> candidates = new ArrayList<>(List.of(title.text()));
    Title longer = title;
    for (Distinction distinction : further) {
      longer.qualify(phrase(distinction), Integer.MAX_VALUE);
      candidates.add(longer.text());
    }
    if (!leads.isEmpty()) {
      for (Distinction distinction : further) {
        Title other = new Title(Phrases.of(leads.get(0).item()).clause(), textual);
        other.qualify(phrase(distinction), 1);
        candidates.add(other.text());
      }
    }
    for (String candidate : candidates) {
      if (taken.add(key(candidate))) {
        return candidate;
      }
    }
    int number = 2;
    while (!taken.add(key(candidates.get(0) + " (" + number + ")"))) {
      number++;
    }
    return candidates.get(0) + " (" + number + ")";
  }

  private String describe(
      List<Distinction> usable, List<Distinction> leads, List<Distinction> contrasts) {
    List<Distinction> told = leads.isEmpty() ? usable : leads;
    String verb = textual ? "mention " : "have ";
    Set<String> said = new HashSet<>();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        list("Nearly all " + verb, told.stream().filter(d -> d.inside() >= NEARLY_ALL), said));
    sentences.add(
        list(
            "Most " + verb,
            told.stream().filter(d -> d.inside() < NEARLY_ALL && d.inside() >= SHARED),
            said));
    sentences.add(list("Some " + verb, told.stream().filter(d -> d.inside() < SHARED), said));
    sentences.add(
        list(
            "The nearest clusters seldom " + verb,
            contrasts.stream().filter(d -> d.near() < SELDOM && d.overNear() >= DISTINCT),
            new HashSet<>()));
    String text =
        String.join(" ", sentences.stream().filter(sentence -> !sentence.isEmpty()).toList());
    return text.isEmpty() ? "Too little is shared by these traces to describe them." : text;
  }

  /** A sentence that lists what has not been said, or nothing. */
  private static String list(String start, Stream<Distinction> items, Set<String> said) {
    List<String> nouns = new ArrayList<>();
    items
        .map(Labels::noun)
        .forEach(
            noun -> {
              Set<String> content = Title.content(noun);
              if (nouns.size() < MOST_LISTED && content.stream().noneMatch(said::contains)) {
                nouns.add(noun);
                said.addAll(content);
              }
            });
    if (nouns.isEmpty()) {
      return "";
    }
    String last = nouns.remove(nouns.size() - 1);
    return start + (nouns.isEmpty() ? "" : String.join(", ", nouns) + " and ") + last + ".";
  }

  /**
   * Failures found in the same traces, here and elsewhere, are one failure by several detectors.
   */
  private static List<Distinction> withoutSynonyms(List<Distinction> sorted) {
    List<Distinction> kept = new ArrayList<>();
    for (Distinction distinction : sorted) {
      if (kept.stream().noneMatch(earlier -> isSynonym(distinction, earlier))) {
        kept.add(distinction);
      }
    }
    return kept;
  }

  private static boolean isSynonym(Distinction one, Distinction other) {
    if (!isFailure(one) || !isFailure(other)) {
      return false;
    }
    return one.item().facet().equals("failing")
        || (Math.abs(one.inside() - other.inside()) < 0.1
            && Math.abs(one.outside() - other.outside()) < 0.03);
  }

  private static boolean isFailure(Distinction distinction) {
    Kind kind = FacetItems.kind(distinction.item().facet());
    return kind == Kind.FAILURE || kind == Kind.OUTCOME;
  }

  /** That something did not happen says little, but for tools. */
  private static boolean canLead(Item item) {
    return !item.value().equals(FacetItems.NONE) || item.facet().equals("tool_call_count");
  }

  private static boolean canQualify(Item item) {
    return canLead(item) || item.facet().equals("retry_count");
  }

  private boolean fits(Distinction distinction) {
    if (Phrases.isEmptyTerm(distinction.item())) {
      return false;
    }
    Kind kind = FacetItems.kind(distinction.item().facet());
    return textual ? kind == Kind.TOPIC : kind != Kind.TOPIC && kind != Kind.SLICE;
  }

  private static Comparator<Distinction> byTelling() {
    return Comparator.comparingDouble((Distinction d) -> -telling(d))
        .thenComparing(Distinction::item);
  }

  private static double telling(Distinction distinction) {
    return distinction.overRest() * weight(distinction.item());
  }

  /** How much an item says of its own: what went wrong most, how long it took least. */
  private static double weight(Item item) {
    return switch (FacetItems.kind(item.facet())) {
      case FAILURE -> failureWeight(item);
      case OUTCOME -> item.facet().equals("failing") ? 1.4 : 1.2;
      case SHAPE -> shapeWeight(item);
      case TOPIC -> item.value().indexOf(' ') > 0 ? PAIR_TELLS : 1;
      case SLICE -> 0;
    };
  }

  private static double failureWeight(Item item) {
    if (item.facet().equals("issues") && MILD.contains(item.value())) {
      return 1.5;
    }
    // Of two names for the same failure the detector's is the shorter.
    return item.facet().equals("failure_mode") ? 2.99 : 3;
  }

  private static double shapeWeight(Item item) {
    if (item.value().indexOf(':') > 0) {
      return 2;
    }
    if (item.value().equals(FacetItems.NONE) || VOLUME.contains(item.facet())) {
      return 0.4;
    }
    return item.facet().equals("action_sequence") ? 1.3 : 1;
  }

  private static Comparator<Distinction> byContrast() {
    return Comparator.comparingDouble((Distinction d) -> -d.overNear() * weight(d.item()))
        .thenComparing(Distinction::item);
  }

  private static String noun(Distinction distinction) {
    return phrase(distinction).noun();
  }

  private static Phrase phrase(Distinction distinction) {
    return Phrases.of(distinction.item());
  }

  private static String key(String title) {
    return title.toLowerCase(Locale.ROOT);
  }
}
