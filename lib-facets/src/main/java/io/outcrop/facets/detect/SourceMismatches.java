package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How a figure in an answer stands to the documents that were found: who says it, and of what. */
final class SourceMismatches {
  private static final int LEAST_CONTENT = 20;
  private static final int MOST_DOCUMENTS = 60;
  private static final int LEAST_STEM = 4;
  private static final int MOST_CHARS = 20_000;
  private static final int LONGEST_ID = 40;

  private static final Fragments OUTDATED =
      Fragments.of(
          """
          superseded; replaced by; replaces|; no longer valid; no longer applies; obsolete; outdated;
          archived; expired; withdrawn; valid until; deprecated; ersetzt durch; uberholt; veraltet;
          nicht mehr gultig; ausser kraft; gultig bis; sustituid; derogad; obsolet; caducad;
          ya no es valid; remplace par; abroge; n'est plus valable; perime; substituid; revogad;
          nao e mais valid; desatualizad; sostituit; non piu valid""");

  private static final int SHORT_ANSWER = 400;
  private static final Fragments ALWAYS =
      Fragments.of(
          """
          always|; every|; each|; all answers; must|; immer|; jede; stets; muss|; siempre; cada|; debe;
          toujours; chaque; doit|; sempre; ogni|; deve|""");
  private static final Fragments SOURCE =
      Fragments.of(
          """
          source; document; quelle; dokument; fuente; documento; sources; fonte; reference id; citation""");
  private static final Fragments NAME =
      Fragments.of("id|; ids|; cite|; cites|; citing; nenn; angeb; cita|; citar; citer; kennung");
  private static final Fragments CONDITION =
      Fragments.of("if|; when|; unless; where possible; wenn|; falls|; si|; cuando; quand|; se|");

  private SourceMismatches() {}

  /** A document found, and the stems of what was looked for. */
  private record Source(String id, String content, Set<String> wanted) {}

  static void addTo(Set<String> kinds, TraceView view, List<Records.Item> records) {
    List<Source> sources = sources(view, records);
    if (sources.isEmpty()) {
      return;
    }
    String answer = Mismatches.answer(view);
    String lower = answer.toLowerCase(Locale.ROOT);
    Set<String> heard = said(view);
    Set<String> figures = new LinkedHashSet<>(Values.of(answer));
    figures.removeIf(
        v -> heard.contains(v) || sources.stream().anyMatch(s -> Values.of(s.id()).contains(v)));
    figures.removeIf(v -> Records.isName(v) || v.indexOf('@') > 0);
    if (figures.isEmpty()) {
      return;
    }
    if (tellsUnread(view, answer, figures, sources)) {
      kinds.add("value_unlike_source");
    }
    List<Source> cited =
        sources.stream()
            .filter(s -> s.id().length() >= 3 && Mismatches.stands(lower, s.id()))
            .toList();
    boolean named = sources.stream().allMatch(s -> s.id().length() < 3) || !demandsSource(view);
    for (String figure : figures) {
      List<Source> saying =
          sources.stream().filter(s -> Values.of(s.content()).contains(figure)).toList();
      if (saying.isEmpty()) {
        continue;
      }
      if (cited.isEmpty() && !named) {
        kinds.add("source_missing");
      }
      if (!cited.isEmpty() && cited.stream().noneMatch(saying::contains)) {
        kinds.add("wrong_source");
      }
      if (saying.stream().allMatch(s -> OUTDATED.in(s.content()))) {
        kinds.add("outdated_source");
      }
      if (saying.stream().allMatch(s -> isElsewhere(s, lower))) {
        kinds.add("off_topic_source");
      }
    }
  }

  /** Whether the instructions demand, without a condition, that answers name their document. */
  private static boolean demandsSource(TraceView view) {
    String system = view.conversation().systemText();
    if (system == null || system.length() > MOST_CHARS || !SOURCE.in(system)) {
      return false;
    }
    for (String line : system.split("[\\n.;]", -1)) {
      if (ALWAYS.in(line) && SOURCE.in(line) && NAME.in(line) && !CONDITION.in(line)) {
        return true;
      }
    }
    return false;
  }

  /** Figures of a short answer of which neither a passage nor anything else that was read tells. */
  private static boolean tellsUnread(
      TraceView view, String answer, Set<String> figures, List<Source> sources) {
    Exchange last = null;
    for (Exchange exchange : view.exchanges()) {
      last = exchange.acted() ? exchange : last;
    }
    boolean searched =
        last == null
            ? view.calls().isEmpty()
            : last.calls().stream()
                .allMatch(c -> c.action() == Action.SEARCH || c.action() == Action.DELEGATE);
    if (!searched || answer.length() > SHORT_ANSWER || !view.known().isComplete()) {
      return false;
    }
    Set<String> known = Mismatches.heard(view);
    sources.forEach(s -> Values.addTo(known, s.content()));
    view.calls().forEach(c -> Values.addTo(known, c.result()));
    view.calls().forEach(c -> Values.addTo(known, c.arguments()));
    return figures.stream()
        .filter(f -> f.length() >= 2 && f.length() <= 9)
        .filter(f -> f.chars().allMatch(c -> CharKinds.isDigit((char) c) || c == '.'))
        .anyMatch(f -> !known.contains(f));
  }

  /** Values of what the user said, beside the passages that a prompt quotes. */
  private static Set<String> said(TraceView view) {
    Set<String> said = new HashSet<>();
    for (Turn turn : Mismatches.userTurns(view)) {
      for (String line : turn.text().split("\n", -1)) {
        if (!line.startsWith("[")) {
          Values.addTo(said, line);
        }
      }
    }
    return said;
  }

  /** Whether a document shares no word with what was looked for, while the answer does. */
  private static boolean isElsewhere(Source source, String answer) {
    if (source.wanted().isEmpty()) {
      return false;
    }
    Set<String> own = Stems.of(source.content());
    return source.wanted().stream().noneMatch(own::contains)
        && Stems.shared(source.wanted(), Stems.of(answer)) > 0;
  }

  /** Whether what was found are passages of text, and no record with fields. */
  static boolean isFromSources(TraceView view, List<Records.Item> records) {
    return !sources(view, records).isEmpty()
        && records.stream()
            .noneMatch(r -> r.call().action() == Action.LOOK_UP && r.fields().size() >= 4);
  }

  private static List<Source> sources(TraceView view, List<Records.Item> records) {
    List<Source> sources = new ArrayList<>();
    Set<Call> told = new HashSet<>();
    for (Records.Item item : records) {
      boolean search = item.call().action() == Action.SEARCH || item.list() >= 0;
      String content = search ? longest(item) : "";
      if (content.length() >= LEAST_CONTENT && sources.size() < MOST_DOCUMENTS) {
        told.add(item.call());
        sources.add(new Source(id(item), content, wanted(item.call())));
      }
    }
    for (Call call : view.calls()) {
      String listed =
          call.recorded() && !told.contains(call)
              ? call.span().attribute("retrieval.documents")
              : null;
      if (listed != null) {
        Call documents =
            new Call(
                call.tool(),
                call.tokens(),
                Action.SEARCH,
                call.arguments(),
                listed,
                call.verdict(),
                false,
                call.span(),
                true,
                call.position());
        for (Records.Item item : Records.of(List.of(documents))) {
          String content = longest(item);
          if (content.length() >= LEAST_CONTENT && sources.size() < MOST_DOCUMENTS) {
            sources.add(new Source(id(item), content, wanted(call)));
          }
        }
      }
    }
    quoted(view, sources);
    return sources;
  }

  /**
   * Passages as prompts quote them, one a line: "[id] text"; and plain lines that a search gave.
   */
  private static void quoted(TraceView view, List<Source> sources) {
    Set<String> wanted = new HashSet<>();
    for (Call call : view.calls()) {
      if (call.action() == Action.SEARCH && call.result() != null) {
        wanted.addAll(wanted(call));
        if (sources.isEmpty() && "[{".indexOf((call.result() + ' ').charAt(0)) < 0) {
          lines(call.result(), wanted(call), true, sources);
        }
      }
    }
    for (Turn turn : Mismatches.userTurns(view)) {
      lines(turn.text(), wanted, false, sources);
    }
  }

  private static void lines(String text, Set<String> wanted, boolean plain, List<Source> sources) {
    if (!plain && text.indexOf('[') < 0) {
      return;
    }
    for (String line : text.substring(0, Math.min(text.length(), MOST_CHARS)).split("\n", -1)) {
      int end = line.startsWith("[") ? line.indexOf(']') : -1;
      boolean known = end > 1 && end <= LONGEST_ID;
      if ((plain || known) && line.length() >= LEAST_CONTENT && sources.size() < MOST_DOCUMENTS) {
        String id = known ? line.substring(1, end).toLowerCase(Locale.ROOT) : "";
        sources.add(new Source(id, line.substring(end + 1), wanted));
      }
    }
  }

  private static String longest(Records.Item item) {
    String longest = "";
    for (String value : item.fields().values()) {
      boolean prose = value.indexOf(' ') > 0;
      longest = prose && value.length() > longest.length() ? value : longest;
    }
    return longest;
  }

  private static String id(Records.Item item) {
    for (Map.Entry<String, String> field : item.fields().entrySet()) {
      String key = field.getKey().toLowerCase(Locale.ROOT);
      if (key.endsWith("id") || key.equals("source") || key.equals("name")) {
        return field.getValue().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  /** The stems of what was looked for: of plain words, not of a command's keys. */
  private static Set<String> wanted(Call call) {
    String text = call.arguments() == null ? "" : call.arguments();
    Set<String> wanted = new HashSet<>();
    if (text.startsWith("{")) {
      Call asJson =
          new Call(
              call.tool(),
              call.tokens(),
              Action.SEARCH,
              null,
              text,
              call.verdict(),
              false,
              call.span(),
              call.recorded(),
              call.position());
      for (Records.Item item : Records.of(List.of(asJson))) {
        for (Map.Entry<String, String> field : item.fields().entrySet()) {
          String key = Fragments.fold(field.getKey());
          if (key.contains("query")
              || key.equals("q")
              || key.contains("question")
              || key.contains("text")
              || key.contains("search")
              || key.contains("topic")) {
            wanted.addAll(Stems.of(field.getValue()));
          } else if (key.equals("command") || key.equals("cmd")) {
            wanted.addAll(Stems.of(inQuotes(field.getValue())));
          }
        }
      }
    } else {
      wanted.addAll(Stems.of(text));
    }
    wanted.removeIf(stem -> stem.length() < LEAST_STEM);
    return wanted;
  }

  /** What stands in quotes in a command. */
  private static String inQuotes(String command) {
    StringBuilder quoted = new StringBuilder();
    String[] parts = command.split("\"", -1);
    for (int i = 1; i < parts.length; i += 2) {
      quoted.append(parts[i]).append(' ');
    }
    return quoted.toString();
  }
}
