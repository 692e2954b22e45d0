package io.outcrop.jobs.publish;

import io.outcrop.facets.redact.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules 3 and 5 of the gate for one text: terms with company, no name, nothing that looks like
 * personal data or a secret.
 *
 * <p>A text that fails is said again without what fails, where it is one of Outcrop's own: a title
 * of a lead and qualifiers, or sentences that list.
 */
final class TextGate {
  /** The bands that Outcrop itself tells of. */
  private static final String BAND =
      "\\b(?:under 100|100 to 1,000|1,000 to 10,000|10,000 to 100,000|over 100,000)\\b";

  /** A band, or a number or an identifier: a word of three digits or more, with what joins it. */
  private static final Pattern NUMBER =
      Pattern.compile("(" + BAND + ")|\\d[\\d.,:/-]*\\d[\\d.,:/-]*\\d|\\p{L}*(?:\\d\\p{L}*){3,}");

  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\u2028\\u2029]+");

  /**
   * Characters that pages, Markdown or shells may take for more than text, and what stands there.
   */
  private static final String MARKUP = "<>`|*\\\"";

  private static final String INERT = "‹›'/·/'";

  /** What a spreadsheet would take for a formula. */
  private static final Pattern FORMULA = Pattern.compile("^[=+@\\s-]+");

  /** How lists begin; {@code Labels} writes them. */
  private static final Pattern LIST =
      Pattern.compile(
          "^(Nearly all|Most|Some|The nearest clusters seldom) (mention|have) (.+)\\.$",
          Pattern.DOTALL);

  private static final Pattern ABOUT = Pattern.compile("^About (.+)$", Pattern.DOTALL);
  private static final Pattern JOINTS = Pattern.compile(", | with | and | after | although ");
  private static final Redactor RECOGNISERS = Redactor.strict();

  private final Map<String, Long> support;
  private final int needed;
  private final KnownNames names;
  private final TextAuditor auditor;

  /** Why a text does not pass. */
  record Objection(String rule, String detail) {}

  TextGate(Map<String, Long> support, int needed, KnownNames names, TextAuditor auditor) {
    this.support = Map.copyOf(support);
    this.needed = needed;
    this.names = names;
    this.auditor = auditor;
  }

  /** The same with a second reader. */
  TextGate with(TextAuditor reader) {
    return new TextGate(support, needed, names, reader);
  }

  /**
   * Without control characters and markup, not to be taken for a formula, and with long numbers as
   * {@value TermWords#NUMBER}.
   */
  static String plain(String text) {
    return NUMBER
        .matcher(inert(text))
        .replaceAll(match -> match.group(1) == null ? "#" : match.group(1));
  }

  private static String inert(String text) {
    String inert = CONTROL.matcher(text).replaceAll(" ");
    for (int i = 0; i < MARKUP.length(); i++) {
      inert = inert.replace(MARKUP.charAt(i), INERT.charAt(i));
    }
    return FORMULA
        .matcher(inert.replace("](", "] (").replaceAll(" {2,}", " ").strip())
        .replaceAll("");
  }

  /** The parts of a text that are looked at one by one, whose neighbourhood is Outcrop's own. */
  static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    for (String sentence : sentences(plain(text))) {
      Matcher list = LIST.matcher(sentence);
      Matcher about = ABOUT.matcher(sentence);
      parts.add(list.matches() ? list.group(3) : about.matches() ? about.group(1) : sentence);
    }
    return parts;
  }

  private static List<String> sentences(String text) {
    return List.of(text.split("(?<=\\.) ", -1));
  }

  /** What a text fails as it stands, if anything. */
  Optional<Objection> objection(String text) {
    Optional<Objection> byRules = objectionByRules(text);
    return byRules.isPresent() ? byRules : audit(text);
  }

  /** Why nothing of a text can be said; only of one that cannot be rewritten. */
  Optional<Objection> refusal(String text) {
    String told = rewrittenByRules(text);
    return told == null ? objectionByRules(text) : audit(told);
  }

  private Optional<Objection> objectionByRules(String text) {
    for (String part : parts(text)) {
      String term = Terms.unsupported(part, support, needed);
      if (term != null) {
        return Optional.of(
            new Objection(
                "terms",
                "\"%s\" stands in the traces of %d of %d"
                    .formatted(term, support.getOrDefault(term, 0L), needed)));
      }
    }
    if (names.in(text) != null) {
      return Optional.of(new Objection("auditor", "holds the name of a tenant or a user"));
    }
    return RECOGNISERS.redact(text).equals(text)
        ? Optional.empty()
        : Optional.of(new Objection("auditor", "holds what looks like personal data or a key"));
  }

  /** The second reader sees what has passed all else, as it would be published. */
  private Optional<Objection> audit(String text) {
    TextAuditor.Verdict verdict = auditor.audit(text);
    return verdict.passes()
        ? Optional.empty()
        : Optional.of(new Objection("auditor", verdict.risk() + " of 5: " + verdict.reason()));
  }

  private boolean passes(String text) {
    return objectionByRules(text).isEmpty();
  }

  /** The text, or what can be said of it; null where nothing can. */
  String rewritten(String text) {
    String told = rewrittenByRules(text);
    return told == null || audit(told).isPresent() ? null : told;
  }

  /**
   * A name that enough traces carry as a whole, numbers and all; null where it looks like personal
   * data, a key or somebody's name, or where a second reader objects.
   */
  String carried(String name) {
    String told = carriedByRules(name);
    return told == null || audit(told).isPresent() ? null : told;
  }

  /** The same before a second reader sees it. */
  String carriedByRules(String name) {
    String told = inert(name);
    boolean telling = names.in(told) != null || !RECOGNISERS.redact(told).equals(told);
    return told.isEmpty() || telling ? null : told;
  }

  /** What the rules leave of a text, before a second reader sees it; null for nothing. */
  String rewrittenByRules(String text) {
    String plain = plain(text);
    if (plain.codePoints().noneMatch(Character::isLetter)) {
      return null;
    }
    if (passes(plain)) {
      return plain;
    }
    List<String> said = new ArrayList<>();
    for (String sentence : sentences(plain)) {
      String rest = rewrittenSentence(sentence);
      if (rest != null) {
        said.add(rest);
      }
    }
    // What came first may be gone, so that what comes first now may steer again.
    String rewritten = plain(String.join(" ", said));
    return said.isEmpty() || !passes(rewritten) ? null : rewritten;
  }

  private String rewrittenSentence(String sentence) {
    if (passes(sentence)) {
      return sentence;
    }
    Matcher list = LIST.matcher(sentence);
    if (list.matches()) {
      List<String> items = kept(List.of(list.group(3).split(", | and ", -1)), this::passes);
      for (int length = items.size(); length > 0; length--) {
        String shorter =
            "%s %s %s.".formatted(list.group(1), list.group(2), listed(items.subList(0, length)));
        if (passes(shorter)) {
          return shorter;
        }
      }
      return null;
    }
    Matcher about = ABOUT.matcher(sentence);
    if (about.matches()) {
      List<String> items = kept(List.of(about.group(1).split(", ", -1)), this::passes);
      return items.isEmpty() ? null : "About " + String.join(", ", items);
    }
    return withoutQualifiers(sentence);
  }

  /** The longest beginning that passes and ends where a qualifier would begin. */
  private String withoutQualifiers(String title) {
    String best = null;
    Matcher joint = JOINTS.matcher(title);
    while (joint.find()) {
      String beginning = title.substring(0, joint.start());
      if (passes(beginning)) {
        best = beginning;
      }
    }
    return best;
  }

  private static List<String> kept(List<String> items, Predicate<String> passes) {
    return items.stream().filter(passes).toList();
  }

  private static String listed(List<String> items) {
    int last = items.size() - 1;
    return last == 0
        ? items.get(0)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }
}
