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

/**
 * Names for the clusters of one level, from what many members have and others lack.
 *
 * <p>The lead is the most telling item; qualifiers follow that tell the cluster from its nearest.
 * No item of a single trace is used, and no two titles of a level are alike.
 */
final class Labels {
  private static final int MOST_WORDS = 10;
  private static final double SHARED = 0.5;
  private static final double TERM_SHARED = 0.25;
  private static final double DISTINCT = 0.15;
  private static final double FAILURE_TELLS = 3;
  private static final double PAIR_TELLS = 1.3;

  private final ItemCounts counts;
  private final int[][] nearest;
  private final boolean textual;
  private final Set<String> taken = new HashSet<>();

  private Labels(ItemCounts counts, int[][] nearest, boolean textual) {
    this.counts = counts;
    this.nearest = nearest;
    this.textual = textual;
  }

  /**
   * One label per cluster.
   *
   * @param nearest for each cluster the ordinals of its neighbours
   * @param textual whether clusters are named by topics and terms, else by failures and shapes
   */
  static List<Label> of(ItemCounts counts, int[][] nearest, boolean textual) {
    Labels labels = new Labels(counts, nearest, textual);
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

  private Label label(int cluster) {
    List<Distinction> usable =
        counts.distinctions(cluster, nearest[cluster]).stream()
            .filter(d -> d.count() >= 2 && fits(d) && d.inside() >= leastShare())
            .toList();
    List<Distinction> leads =
        usable.stream().filter(d -> d.overRest() >= DISTINCT).sorted(byTelling()).toList();
    List<Distinction> contrasts =
        usable.stream().filter(d -> d.overNear() >= DISTINCT).sorted(byContrast()).toList();
    boolean named = !leads.isEmpty();
    Title title = named ? titled(leads, contrasts) : stopgap(usable);
    return new Label(unique(title, leads, contrasts), describe(usable, leads, contrasts), named);
  }

  private Title titled(List<Distinction> leads, List<Distinction> contrasts) {
    Title title = new Title(Phrases.of(leads.get(0).item()).clause(), textual);
    if (textual) {
      leads.stream().skip(1).forEach(d -> title.qualify(noun(d), 3));
      return title;
    }
    leads.stream()
        .filter(d -> FacetItems.kind(d.item().facet()) == Kind.FAILURE)
        .skip(1)
        .forEach(d -> title.qualify(noun(d), 1));
    contrasts.forEach(d -> title.qualify(noun(d), 2));
    return title;
  }

  private Title stopgap(List<Distinction> usable) {
    Title title = new Title(textual ? "Mixed requests" : "Mixed behaviour", false);
    usable.stream()
        .sorted(
            Comparator.comparingDouble((Distinction d) -> -d.overRest())
                .thenComparing(Distinction::item))
        .forEach(d -> title.qualify(noun(d), 1));
    return title;
  }

  private String unique(Title title, List<Distinction> leads, List<Distinction> contrasts) {
    if (taken.contains(key(title.text()))) {
      contrasts.forEach(d -> extend(title, d));
      leads.forEach(d -> extend(title, d));
    }
    String text = title.text();
    for (int number = 2; !taken.add(key(text)); number++) {
      text = title.text() + " (" + number + ")";
    }
    return text;
  }

  private void extend(Title title, Distinction distinction) {
    if (taken.contains(key(title.text()))) {
      title.qualify(noun(distinction), Integer.MAX_VALUE);
    }
  }

  private String describe(
      List<Distinction> usable, List<Distinction> leads, List<Distinction> contrasts) {
    if (usable.isEmpty()) {
      return "Too little is shared by these traces to describe them.";
    }
    List<String> sentences = new ArrayList<>();
    List<Distinction> told = leads.isEmpty() ? usable : leads;
    sentence("Nearly all of these traces have ", told.stream().filter(d -> d.inside() >= 0.9), 4)
        .ifPresent(sentences::add);
    sentence("Most have ", told.stream().filter(d -> d.inside() < 0.9 && d.inside() >= SHARED), 4)
        .ifPresent(sentences::add);
    if (textual) {
      sentence("Many mention ", told.stream().filter(d -> d.inside() < SHARED), 4)
          .ifPresent(sentences::add);
    }
    sentence("What the nearest clusters seldom have: ", contrasts.stream(), 3)
        .ifPresent(sentences::add);
    String text = String.join(" ", sentences);
    return textual
        ? text.replace("traces have", "requests mention").replace("Most have", "Most mention")
        : text;
  }

  private static java.util.Optional<String> sentence(
      String start, java.util.stream.Stream<Distinction> items, int most) {
    List<String> nouns = items.map(Labels::noun).distinct().limit(most).toList();
    if (nouns.isEmpty()) {
      return java.util.Optional.empty();
    }
    String last = nouns.get(nouns.size() - 1);
    String list =
        nouns.size() == 1
            ? last
            : String.join(", ", nouns.subList(0, nouns.size() - 1)) + " and " + last;
    return java.util.Optional.of(start + list + ".");
  }

  private boolean fits(Distinction distinction) {
    Kind kind = FacetItems.kind(distinction.item().facet());
    return textual ? kind == Kind.TOPIC : kind == Kind.FAILURE || kind == Kind.SHAPE;
  }

  private double leastShare() {
    return textual ? TERM_SHARED : SHARED;
  }

  private static Comparator<Distinction> byTelling() {
    return Comparator.comparingDouble((Distinction d) -> -telling(d))
        .thenComparing(Distinction::item);
  }

  private static double telling(Distinction distinction) {
    Item item = distinction.item();
    if (FacetItems.kind(item.facet()) == Kind.FAILURE) {
      return distinction.overRest() * FAILURE_TELLS;
    }
    boolean pair = item.facet().equals(FacetItems.TERM) && item.value().indexOf(' ') > 0;
    return distinction.overRest() * (pair ? PAIR_TELLS : 1);
  }

  private static Comparator<Distinction> byContrast() {
    return Comparator.comparingDouble((Distinction d) -> -d.overNear())
        .thenComparing(Distinction::item);
  }

  private static String noun(Distinction distinction) {
    return Phrases.of(distinction.item()).noun();
  }

  private static String key(String title) {
    return title.toLowerCase(Locale.ROOT);
  }

  /** A title that grows by qualifiers while they fit and say something new. */
  private static final class Title {
    private final StringBuilder text;
    private final boolean listed;
    private final Set<String> said = new HashSet<>();
    private int words;
    private int qualifiers;

    Title(String lead, boolean listed) {
      String[] all = lead.split(" ", -1);
      this.listed = listed;
      this.words = Math.min(all.length, MOST_WORDS);
      this.text = new StringBuilder(String.join(" ", List.of(all).subList(0, words)));
      say(lead);
    }

    /** Adds the noun unless the title has that many qualifiers, is full, or says it already. */
    void qualify(String noun, int most) {
      int more = noun.split(" ", -1).length + (listed ? 0 : 1);
      if (qualifiers >= most || words + more > MOST_WORDS || isSaid(noun)) {
        return;
      }
      text.append(listed ? ", " : qualifiers == 0 ? " with " : " and ").append(noun);
      words += more;
      qualifiers++;
      say(noun);
    }

    String text() {
      return text.toString();
    }

    private boolean isSaid(String noun) {
      return content(noun).stream().anyMatch(said::contains);
    }

    private void say(String phrase) {
      said.addAll(content(phrase));
    }

    /** The words that carry meaning, cut so that call and calls are one. */
    private static Set<String> content(String phrase) {
      Set<String> content = new HashSet<>();
      for (String word : phrase.toLowerCase(Locale.ROOT).split("[ ,-]", -1)) {
        if (word.length() > 3) {
          content.add(word.substring(0, Math.min(5, word.length())));
        } else if (!word.isEmpty() && Character.isIdeographic(word.codePointAt(0))) {
          content.add(word);
        }
      }
      return content;
    }
  }
}
