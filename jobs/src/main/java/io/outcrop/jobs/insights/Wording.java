package io.outcrop.jobs.insights;

import io.outcrop.jobs.tables.InsightsTable.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The sentences of an insight that hold figures. Phase 7 says them again where it has coarsened the
 * figures.
 */
public final class Wording {
  private static final int EVIDENCE_SAID = 3;
  private static final String ABOUT = "About ";

  private Wording() {}

  /**
   * The headline.
   *
   * @param share of all traces
   * @param failing share of the members that fail
   * @param elsewhere share of all other traces that fail
   */
  public static String headline(
      String title,
      String judgement,
      long traces,
      long tenants,
      double share,
      double failing,
      double elsewhere) {
    return String.format(
        Locale.ROOT,
        "%s: %,d traces of %d %s (%s of all), %s failing against %s elsewhere.",
        subject(title, judgement),
        traces,
        tenants,
        tenants == 1 ? "tenant" : "tenants",
        percent(share),
        percent(failing),
        percent(elsewhere));
  }

  /** What traces are about is no news; that such traces fail is. */
  private static String subject(String title, String judgement) {
    if (!title.startsWith(ABOUT) || judgement.equals("unclear")) {
      return title;
    }
    return "Requests about "
        + title.substring(ABOUT.length())
        + (judgement.equals("bad") ? " fail more often" : " fail less often");
  }

  /** The foremost pieces of evidence, in a sentence. */
  public static String whyDifferent(List<Evidence> evidence) {
    List<String> said = new ArrayList<>();
    for (Evidence piece : evidence.subList(0, Math.min(EVIDENCE_SAID, evidence.size()))) {
      said.add(
          "%s in %s of the members and %s of other traces"
              .formatted(name(piece), percent(piece.inCluster()), percent(piece.outside())));
    }
    return said.isEmpty() ? "Nothing sets it clearly apart." : String.join("; ", said) + ".";
  }

  private static String name(Evidence piece) {
    String facet = piece.facet().replace('_', ' ');
    return piece.value().equals("true") ? facet : facet + " = " + piece.value();
  }

  static String percent(double share) {
    double percent = share * 100;
    return percent > 0 && percent < 9.95
        ? String.format(Locale.ROOT, "%.1f %%", percent)
        : String.format(Locale.ROOT, "%.0f %%", percent);
  }
}
