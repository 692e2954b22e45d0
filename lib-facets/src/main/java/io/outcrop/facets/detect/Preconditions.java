package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What instructions or the user demand before something is changed: that the user confirms it, or
 * that something is checked.
 *
 * <p>A confirmation is demanded by a sentence with a word of confirming and one of order ("before",
 * "without", "first"); it was obtained where the agent asked and the user answered before the first
 * change. A check is demanded by a sentence such as "always verify the passport before you rebook";
 * it was made where a call before the first change shares a word with what is to be checked. It
 * cannot see a demand with a condition, and takes a check that a tool of other words makes for none
 * only where no look-up came between.
 */
final class Preconditions {
  private static final int LONGEST = 400;
  private static final int MAX_CHARS = 20_000;
  private static final int MOST_KNOWN = 32;

  private static final Fragments CONFIRM =
      Fragments.of(
          """
          explicit yes; a clear yes; confirm; approval; approve; consent|; permission; say yes; says yes; agree|; agrees;
          go-ahead; ask first; ask the user; ask the customer; ask me; ask them; asking the;
          asking me; asking first; my ok|; check with me; check with the user; bestatig;
          zustimm; einverstand; genehmig; freigabe; frag mich; nachfrag; ruckfrag;
          aprob; permiso; consentim; preguntar; preguntes; preguntarme; accord|; autoris;
          demande-moi; demander; conferm; chiedere; autorizz; aprov; perguntar; 确认; 同意;
          批准; 確認; 承認; 許可""");
  private static final Fragments OF_OTHERS =
      Fragments.of(
          """
          manager; supervisor; admin; second person; colleague; lawyer; doctor's; vorgesetzt;
          gerente; superviseur; responsabile""");
  private static final Fragments ORDER =
      Fragments.of(
          """
          before|; without|; prior to; first|; only after; until|; bevor|; ohne|; zuerst; vorher;
          erst|; antes de; antes que; sin|; primero; avant; sans|; d'abord; prima di; senza|;
          antes; sem|; primeiro; 之前; 前; 先; 前に; まで""");
  private static final Fragments NEEDED =
      Fragments.of(
          """
          need|; needs|; require|; requires|; required|; must|; subject to; only with; only after;
          benotig; bedurf; erforder; brauch; nur mit; necesita; requier; hace falta; solo con; exige;
          necessite; il faut; seulement avec; precisa; precisam; necessita; richied; solo con""");
  private static final Fragments CHANGES =
      Fragments.of(
          """
          change; modif; update; write; action|; actions|; edit|; booking; payment; ander; aktion;
          cambio; accion; changement; mudanca; alterac; modific; acao; acoes; cambiament""");
  private static final Fragments CONDITION =
      Fragments.of(
          """
          if|; when|; whenever; unless; in case; where possible; should the; for example;
          wenn|; falls|; sobald; si|; cuando; quand|; lorsque; se|; quando; 如果; 場合""");
  private static final Fragments CHECK =
      Fragments.of(
          """
          verify; check|; validate; authenticate; inspect; screen|; test|; run|; look up; review;
          make sure; ensure; prufe|; prufen; verifizier; kontrollier; comprueba; comprobar;
          verific; valid; verifie; controle; controlla""");
  private static final Fragments DEMANDS =
      Fragments.of(
          """
          always|; must|; required; never|; have to; need to; immer|; muss|; mussen|; niemals;
          siempre; debe|; debes; nunca; toujours; dois|; devez; jamais; sempre; devi|; mai|""");
  private static final Fragments GO_AHEAD =
      Fragments.of(
          """
          confirm; go ahead; yes|; please proceed; i agree; approved; ja|; bestatig; si|;
          confirmo; oui|; je confirme; confermo; sim|; 确认; はい""");

  private static final Set<String> GENERIC =
      Set.of(
          "before", "always", "never", "verify", "check", "valida", "verifi", "review", "detail",
          "reques", "inform", "policy", "everyt", "answer", "result", "ensure", "first", "change",
          "changi", "making", "take", "taking", "action", "proces", "user", "custom", "must",
          "requir", "withou", "that", "this", "with", "have", "they", "them", "your", "step",
          "data", "record", "system", "databa", "rules", "order", "make", "sure", "test", "tests",
          "run", "inspec", "screen");

  private static final Map<String, List<Demand>> KNOWN = new ConcurrentHashMap<>();

  /**
   * One demand.
   *
   * @param subject stems of what is to be checked; empty for a confirmation
   */
  private record Demand(boolean confirmation, Set<String> subject) {}

  private Preconditions() {}

  /** The kinds that were not met: {@code confirmation}, {@code required_check}. */
  static List<String> unmet(TraceView view, List<Call> own) {
    String system = view.conversation().systemText();
    List<Demand> demands = new ArrayList<>(system == null ? List.of() : known(system));
    for (Exchange exchange : view.exchanges()) {
      demands.addAll(of(exchange.question()));
    }
    if (demands.isEmpty()) {
      return List.of();
    }
    // Whoever makes it: what the user is to confirm, he is to confirm to a sub-agent's principal
    // too.
    Optional<Call> any = firstChange(view.calls());
    Optional<Call> change = firstChange(own);
    if (any.isEmpty()) {
      return List.of();
    }
    List<String> kinds = new ArrayList<>();
    for (Demand demand : demands) {
      boolean met =
          demand.confirmation()
              ? confirmed(view, any.get())
              : change.isEmpty() || checked(own, change.get(), demand.subject());
      String kind = demand.confirmation() ? "confirmation" : "required_check";
      if (!met && !kinds.contains(kind)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static Optional<Call> firstChange(List<Call> calls) {
    return calls.stream().filter(c -> c.action() == Action.WRITE && !c.failed()).findFirst();
  }

  private static List<Demand> known(String system) {
    List<Demand> known = KNOWN.get(system);
    if (known == null) {
      known = of(system);
      if (KNOWN.size() >= MOST_KNOWN) {
        KNOWN.clear();
      }
      KNOWN.put(system, known);
    }
    return known;
  }

  private static List<Demand> of(String whole) {
    String text = whole.length() <= MAX_CHARS ? whole : whole.substring(0, MAX_CHARS);
    if (!ORDER.in(text) && !NEEDED.in(text)) {
      return List.of();
    }
    List<Demand> demands = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || Order.ends(text, i)) {
        // What begins in no sentence of the whole text is in no sentence by itself.
        if (ORDER.find(text, start, i) >= 0) {
          demand(text.substring(start, i).strip()).ifPresent(demands::add);
        }
        start = i + 1;
      }
    }
    return List.copyOf(demands);
  }

  private static Optional<Demand> demand(String sentence) {
    if (sentence.length() > LONGEST || CONDITION.in(sentence)) {
      return Optional.empty();
    }
    if (NEEDED.in(sentence)
        && CHANGES.in(sentence)
        && CONFIRM.in(sentence)
        && !OF_OTHERS.in(sentence)) {
      return Optional.of(new Demand(true, Set.of()));
    }
    if (!ORDER.in(sentence)) {
      return Optional.empty();
    }
    if (CONFIRM.in(sentence) && !OF_OTHERS.in(sentence)) {
      return Optional.of(new Demand(true, Set.of()));
    }
    if (!CHECK.in(sentence) || !DEMANDS.in(sentence)) {
      return Optional.empty();
    }
    Set<String> subject = subject(sentence);
    return subject.isEmpty() ? Optional.empty() : Optional.of(new Demand(false, subject));
  }

  /** The stems between the verb of checking and the word of order, or the sentence's end. */
  private static Set<String> subject(String sentence) {
    int from = CHECK.find(sentence, 0);
    int order = ORDER.find(sentence, from + 1);
    String part = sentence.substring(from, order > from ? order : sentence.length());
    Set<String> stems = new HashSet<>(Stems.of(part));
    stems.removeAll(GENERIC);
    return stems;
  }

  /** Whether the agent asked and the user answered, or the user had agreed, before the change. */
  private static boolean confirmed(TraceView view, Call change) {
    boolean asked = false;
    for (Step step : view.steps()) {
      if (step instanceof Step.Called called) {
        if (called.call().equals(change)) {
          return false;
        }
      } else if (step instanceof Step.Said said && !said.turn().delegated()) {
        asked |= said.turn().text().indexOf('?') >= 0 || CONFIRM.in(said.turn().text());
      } else if (step instanceof Step.Asked reply
          && (asked || (GO_AHEAD.in(reply.turn().text()) && !ORDER.in(reply.turn().text())))) {
        return true;
      }
    }
    return true;
  }

  /** Whether a call before the change, or any where none of its kind is told, is about it. */
  private static boolean checked(List<Call> calls, Call change, Set<String> subject) {
    int lookUps = 0;
    for (Call call : calls) {
      if (call.equals(change)) {
        break;
      }
      lookUps++;
      Set<String> about = new HashSet<>(Stems.of(String.join(" ", call.tokens())));
      about.addAll(Stems.of(call.arguments()));
      if (about.stream().anyMatch(subject::contains)) {
        return true;
      }
    }
    return lookUps > 1;
  }
}
