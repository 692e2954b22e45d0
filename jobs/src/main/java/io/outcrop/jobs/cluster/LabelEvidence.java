package io.outcrop.jobs.cluster;

import io.outcrop.jobs.cluster.ItemCounts.Distinction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a language model is shown of a cluster: figures, members and nearest outsiders. */
final class LabelEvidence {
  private static final int MOST_ITEMS = 20;
  private static final int LONGEST_MEMBER = 240;
  private static final double WORTH_TELLING = 0.1;

  private LabelEvidence() {}

  /**
   * The evidence as text.
   *
   * @param members sentences of members, or names of children
   * @param outsiders sentences of the nearest that are no members, or names of clusters beside it
   */
  static String of(
      Label byRule, List<Distinction> items, List<String> members, List<String> outsiders) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Frequent in the group (share of its members; of all others; of the nearest groups):");
    items.stream()
        .filter(d -> d.inside() >= WORTH_TELLING && d.overRest() > 0)
        .sorted(
            Comparator.comparingDouble((Distinction d) -> -d.overRest())
                .thenComparing(Distinction::item))
        .limit(MOST_ITEMS)
        .forEach(
            d ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "- %s: %s (%.0f %%; %.0f %%; %.0f %%)",
                        d.item().facet().replace('_', ' '),
                        Phrases.of(d.item()).noun(),
                        100 * d.inside(),
                        100 * d.outside(),
                        100 * d.near())));
    lines.add("By rule it is called: " + byRule.text());
    lines.add("Members:");
    members.stream().map(LabelEvidence::said).distinct().sorted().forEach(lines::add);
    lines.add("Nearest outside the group:");
    outsiders.stream().map(LabelEvidence::said).distinct().sorted().forEach(lines::add);
    return String.join("\n", lines);
  }

  /** A sentence says twice what weighs twice; a reader needs it once. */
  private static String said(String sentence) {
    String once =
        new LinkedHashSet<>(List.of(sentence.replaceAll("\\s+", " ").split("\\. ", -1)))
            .stream().collect(Collectors.joining("; "));
    return "- " + once.substring(0, Math.min(LONGEST_MEMBER, once.length()));
  }
}
