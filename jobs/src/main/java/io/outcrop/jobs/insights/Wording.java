package io.outcrop.jobs.insights;

import io.outcrop.jobs.cluster.Phrases;
import io.outcrop.jobs.tables.InsightsTable.Change;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sentences of an insight that hold figures. Phase 7 says them again where it has coarsened the
 * figures.
 */
public final class Wording {
  private static final int EVIDENCE_SAID = 3;
  private static final int TERMS_SAID = 3;
  private static final double ALIKE = 0.015;
  private static final String ABOUT = "About ";
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM", Locale.UK);

  /** Said by the headline, by other facets of the same evidence, or by no more than a hash. */
  private static final Set<String> UNSAID =
      Set.of(
          "failing",
          "failure_mode",
          "mast_modes",
          "cause_patterns",
          "grounding_method",
          "tool_response_schemas");

  private Wording() {}

  /**
   * How much of it there is.
   *
   * @param share of all traces
   * @param failing share of the members that fail
   * @param elsewhere share of all other traces that fail
   */
  public record Size(long traces, long tenants, double share, double failing, double elsewhere) {}

  /**
   * The headline.
   *
   * @param subject what happens
   * @param status of the cluster
   * @param since first day of its members; null where unknown
   */
  public static String headline(String subject, String status, LocalDate since, Size size) {
    return String.format(
        Locale.ROOT,
        "%s%s: %,d traces of %d %s (%s of all), %s failing against %s elsewhere.",
        subject,
        growth(status, since),
        size.traces(),
        size.tenants(),
        size.tenants() == 1 ? "tenant" : "tenants",
        percent(size.share()),
        percent(size.failing()),
        percent(size.elsewhere()));
  }

  private static String growth(String status, LocalDate since) {
    return switch (status) {
      case "new" -> since == null ? " (new)" : " (new since " + day(since) + ")";
      case "growing", "shrinking", "gone" -> " (" + status + ")";
      default -> "";
    };
  }

  /** What happens, by a cluster's title: what traces are about is no news; that they fail is. */
  public static String subject(String title, String judgement) {
    if (!title.startsWith(ABOUT)) {
      return title;
    }
    List<String> terms = List.of(title.substring(ABOUT.length()).split(", ", -1));
    String said = listed(terms.subList(0, Math.min(TERMS_SAID, terms.size())));
    return switch (judgement) {
      case "bad" -> "Requests about " + said + " fail more often";
      case "good" -> "Requests about " + said + " fail less often";
      default -> "Requests about " + said;
    };
  }

  /**
   * The foremost pieces of evidence, in sentences.
   *
   * @param words what a model says of it; null for nothing
   * @param confounding whether something else explains the difference; null for nothing to say
   */
  public static String whyDifferent(
      String words, List<Evidence> evidence, String judgement, String confounding) {
    String others = pieces(evidence, Evidence::isAgainstAll, "other traces");
    String peers =
        pieces(
            evidence,
            piece -> !piece.isAgainstAll(),
            judgement.equals("good")
                ? "failing traces of the same task"
                : "succeeding traces of the same task");
    return Stream.of(
            words == null ? "" : words,
            others.isEmpty() ? "Nothing sets it clearly apart." : others,
            peers,
            confounding == null ? "" : confounding)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String pieces(List<Evidence> evidence, Predicate<Evidence> which, String outside) {
    List<String> pieces =
        different(evidence.stream().filter(which).toList()).stream()
            .map(
                piece ->
                    "%s in %s of the members and %s of %s"
                        .formatted(
                            name(piece),
                            percent(piece.inCluster()),
                            percent(piece.outside()),
                            outside))
            .toList();
    return pieces.isEmpty() ? "" : sentence(String.join("; ", pieces));
  }

  /** The foremost pieces that say different things; alike in both shares are two of one thing. */
  private static List<Evidence> different(List<Evidence> evidence) {
    List<Evidence> different = new ArrayList<>();
    for (Evidence piece : evidence) {
      boolean news =
          !UNSAID.contains(piece.facet())
              && !piece.value().equals("negative_outcome")
              && different.stream().noneMatch(said -> isAlike(said, piece));
      if (news && different.size() < EVIDENCE_SAID) {
        different.add(piece);
      }
    }
    return different;
  }

  private static boolean isAlike(Evidence one, Evidence other) {
    return one.facet().equals(other.facet())
        || name(one).equals(name(other))
        || (Math.abs(one.inCluster() - other.inCluster()) < ALIKE
            && Math.abs(one.outside() - other.outside()) < ALIKE);
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  private static String name(Evidence piece) {
    return Phrases.noun(piece.facet(), piece.value());
  }

  /**
   * What came in with it: the foremost change with its figures, and what came in on the same day.
   * Empty where nothing did.
   */
  static String changed(List<Change> changes) {
    if (changes.isEmpty()) {
      return "";
    }
    Change first = changes.get(0);
    String also =
        changes.stream()
            .skip(1)
            .filter(c -> first.since() != null && first.since().equals(c.since()))
            .map(Wording::named)
            .collect(Collectors.joining(" and "));
    return "It began or grew with %s%s: %s of the traces with it against %s of those without.%s"
        .formatted(
            named(first),
            first.since() == null ? "" : " on " + day(first.since()),
            percent(first.shareWith()),
            percent(first.shareWithout()),
            also.isEmpty() ? "" : " On the same day came " + also + ".");
  }

  private static String named(Change change) {
    return change.version().isEmpty()
        ? "another " + change.kind()
        : change.kind() + " " + change.version();
  }

  /** The likely cause with what came in with it. */
  public static String cause(String cause, List<Change> changes) {
    return cause == null ? null : (cause + " " + changed(changes)).strip();
  }

  /** The insight without the figures in its likely cause. */
  public static Insight withoutFigures(Insight insight) {
    String figures = changed(insight.changes());
    String cause = insight.likelyCause();
    return figures.isEmpty() || cause == null || !cause.endsWith(figures)
        ? insight
        : insight.caused(cause.substring(0, cause.length() - figures.length()).strip());
  }

  static String listed(List<String> items) {
    int last = items.size() - 1;
    return last == 0
        ? items.get(0)
        : String.join(", ", new ArrayList<>(items.subList(0, last))) + " and " + items.get(last);
  }

  static String day(LocalDate day) {
    return DAY.format(day);
  }

  static String percent(double share) {
    double percent = share * 100;
    return percent > 0 && percent < 9.95
        ? String.format(Locale.ROOT, "%.1f %%", percent)
        : String.format(Locale.ROOT, "%.0f %%", percent);
  }
}
