package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How what was done stands to the request that it was done for: the day, the values, the currency
 * and the deeds that the user named, and those of the calls and of the answer.
 */
final class RequestMismatches {
  private static final int MOST_QUESTION = 1_500;
  private static final int MOST_ANSWER = 2_000;
  private static final int MOST_RECORD_READS = 12;
  private static final int MOST_EXCHANGES = 3;
  private static final int LONGEST_QUOTE = 40;
  private static final int LEAST_PREFIX = 4;
  private static final int LONGEST_ENDING = 3;
  private static final int REACH = 90;

  private static final Fragments DONE =
      Fragments.of(
          """
          has been; have been; is now; are now; been successfully; wurde|; wurden; ist jetzt; ist nun;
          sind nun; se ha|; se han|; ha sido; han sido; ha quedado; han quedado; fue|; fueron;
          esta ahora; a ete|; ont ete; est maintenant; foi|; foram; esta agora; e stato; e stata;
          sono stat""");
  private static final Fragments PROMISES =
      Fragments.of(
          """
          i'll; i will; let me|; i'm going to; i am going to; i'm about to; ich werde; ich kummere;
          voy a; vamos a; je vais; je m'en occupe; vou|; irei; sto per; provvedo""");
  private static final Fragments CONDITION =
      Fragments.of(
          """
          if|; when|; once|; as soon as; until|; after|; know; wenn|; falls|; sobald; sofern;
          si|; cuando; en cuanto; quand|; des que; lorsque; se|; quando; assim que; appena""");
  private static final Fragments FIRST =
      Fragments.of(
          """
          first|; beforehand; before you; zuerst; vorher; zunachst; bevor; primero; antes|; d'abord;
          avant de; primeiro; prima|""");
  private static final Fragments CHECK =
      Fragments.of(
          """
          verify; check|; make sure; validate; prufe; prufen; vergewisser; comprueb; comprobar;
          verifiq; verificar; asegur; verifie; assure-; confira; verifica; controll""");
  private static final Set<String> CHECKS =
      Set.of(
          "check",
          "checks",
          "verify",
          "validate",
          "validation",
          "test",
          "eligibility",
          "rules",
          "availability",
          "inspect",
          "audit",
          "conflict",
          "screen",
          "confirm",
          "policy",
          "precheck");
  private static final Set<String> VERDICTS =
      Set.of(
          "passed",
          "valid",
          "allowed",
          "eligible",
          "permitted",
          "approved",
          "verdict",
          "available",
          "compliant",
          "conflicts",
          "checks",
          "violations");
  private static final Fragments REFUSED = Fragments.of(": false; :false; =false; not allowed");
  private static final Fragments WISH =
      Fragments.of("in|; only|; nur|; solo|; en|; em|; uniquement; apenas; alles in; all amounts");
  private static final Set<String> CODES =
      Set.of("usd", "eur", "gbp", "jpy", "chf", "inr", "cny", "brl", "mxn", "cad", "aud");
  private static final String[] QUOTES = {"\"\"", "\u201c\u201d", "\u201e\u201c", "\u00ab\u00bb"};

  private RequestMismatches() {}

  /** A request, all that was done for it, and what was told in the end. */
  private record Deal(String question, String answer, List<Call> calls, List<Call> changes) {
    static Deal of(String question, String answer, List<Call> calls) {
      List<Call> own = calls.stream().filter(c -> c.action() != Action.DELEGATE).toList();
      return new Deal(
          question.substring(0, Math.min(question.length(), MOST_QUESTION)),
          answer.substring(0, Math.min(answer.length(), MOST_ANSWER)),
          calls,
          Mismatches.changes(own));
    }

    /** Whether it was told that something is open. */
    boolean isOpen() {
      return answer.isBlank()
          || RunMismatches.FAILED.in(answer)
          || Refusal.refuses(answer)
          || Replies.admits(answer);
    }
  }

  static void addTo(
      Set<String> kinds, TraceView view, List<Call> calls, List<Records.Item> records) {
    List<Deal> deals = deals(view, calls);
    // In a long conversation the user does things too, and words of many errands fall together.
    boolean brief = deals.size() <= MOST_EXCHANGES;
    for (Deal deal : deals) {
      if (otherDate(view, deal)) {
        kinds.add("other_date");
      }
      if (otherCurrency(deal)) {
        kinds.add("other_currency");
      }
      if (brief && unmadeChange(deal)) {
        kinds.add("unmade_change");
      }
      if (brief && unkeptPromise(deal, deals)) {
        kinds.add("unkept_promise");
      }
      if (unmadeCheck(deal, records)) {
        kinds.add("unmade_check");
      }
    }
    if (brief && calls.size() <= MOST_RECORD_READS) {
      deals.forEach(deal -> unusedValue(kinds, view, deal, records));
      if (unaskedChange(view, deals)) {
        kinds.add("unasked_change");
      }
    }
  }

  private static List<Deal> deals(TraceView view, List<Call> calls) {
    List<Deal> deals = new ArrayList<>();
    for (Exchange exchange : view.exchanges()) {
      if (!exchange.question().isBlank()
          && (!exchange.calls().isEmpty() || deals.isEmpty() || exchange.said().size() > 0)) {
        deals.add(Deal.of(exchange.question(), exchange.answer(), exchange.calls()));
      }
    }
    if (deals.size() == 1) {
      Deal only = deals.get(0);
      return List.of(Deal.of(only.question(), Mismatches.answer(view), calls));
    }
    if (deals.isEmpty()) {
      String asked = Mismatches.asked(view);
      return asked.isBlank() ? List.of() : List.of(Deal.of(asked, Mismatches.answer(view), calls));
    }
    return deals;
  }

  /** The user named a day, and what was changed got another one, which nothing had told. */
  private static boolean otherDate(TraceView view, Deal deal) {
    if (deal.changes().isEmpty() || ValueLimits.LATEST.in(deal.question())) {
      return false;
    }
    Set<String> asked = Dates.of(deal.question());
    if (asked.isEmpty()) {
      return false;
    }
    Set<String> used = new LinkedHashSet<>();
    deal.changes().forEach(call -> used.addAll(Dates.of(call.arguments())));
    if (used.isEmpty() || used.stream().anyMatch(u -> isAmong(u, asked))) {
      return false;
    }
    Set<String> known = new HashSet<>(Dates.of(view.conversation().systemText()));
    Mismatches.userTurns(view).forEach(turn -> known.addAll(Dates.of(turn.text())));
    for (Call call : view.calls()) {
      if (!deal.changes().contains(call) && call.action() != Action.DELEGATE) {
        known.addAll(Dates.of(call.result()));
      }
    }
    return used.stream().noneMatch(u -> isAmong(u, known));
  }

  private static boolean isAmong(String day, Set<String> days) {
    return days.stream().anyMatch(d -> Dates.same(d, day));
  }

  /** One currency was asked for without an amount, and all amounts told are in others. */
  private static boolean otherCurrency(Deal deal) {
    String question = Fragments.fold(deal.question());
    String wanted = null;
    for (String code : CODES) {
      for (int at = Mismatches.at(question, code, 0);
          at >= 0;
          at = Mismatches.at(question, code, at + 1)) {
        boolean amount = hasDigit(question, at - 4, at) || hasDigit(question, at + 3, at + 7);
        int before = question.lastIndexOf(' ', Math.max(0, at - 1));
        boolean wish = before > 0 && WISH.find(question, Math.max(0, before - 12), at) >= 0;
        if (amount || !wish || (wanted != null && !wanted.equals(code))) {
          return false;
        }
        wanted = code;
      }
    }
    if (wanted == null) {
      return false;
    }
    String answer = Fragments.fold(deal.answer());
    boolean other = false;
    for (String code : CODES) {
      int at = Mismatches.at(answer, code, 0);
      boolean amount =
          at >= 0 && (hasDigit(answer, at - 3, at) || hasDigit(answer, at + 3, at + 6));
      if (amount && code.equals(wanted)) {
        return false;
      }
      other |= amount;
    }
    return other;
  }

  private static boolean hasDigit(String text, int from, int to) {
    for (int i = Math.max(0, from); i < Math.min(text.length(), to); i++) {
      if (CharKinds.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean onlyReads(Deal deal) {
    return deal.calls().stream()
        .allMatch(
            c ->
                c.action() == Action.LOOK_UP
                    || c.action() == Action.SEARCH
                    || c.action() == Action.COMPUTE
                    || c.action() == Action.THINK
                    || c.action() == Action.DELEGATE);
  }

  private static boolean onlyDelegates(Deal deal) {
    return !deal.calls().isEmpty()
        && deal.calls().stream().allMatch(c -> c.action() == Action.DELEGATE);
  }

  /**
   * The deed that was asked for is told as done, by the same verb in another form, and nothing but
   * reading was done; no result says so either.
   */
  private static boolean unmadeChange(Deal deal) {
    if (deal.answer().isBlank() || !onlyReads(deal) || onlyDelegates(deal)) {
      return false;
    }
    String answer = Fragments.fold(deal.answer());
    int at = DONE.find(answer, 0);
    if (at < 0 || deal.isOpen() || (Replies.asks(deal.answer()) && !closes(deal.answer()))) {
      return false;
    }
    Set<String> asked = words(Fragments.fold(deal.question()));
    while (at >= 0) {
      int end = endOfSentence(answer, at);
      for (String word : words(answer.substring(at, end))) {
        if (asked.stream().anyMatch(a -> isOtherForm(a, word)) && !isReturned(deal, word)) {
          return true;
        }
      }
      at = DONE.find(answer, end);
    }
    return false;
  }

  private static boolean closes(String answer) {
    return Replies.closes(answer) || !Replies.asks(firstHalf(answer));
  }

  private static String firstHalf(String answer) {
    int question = answer.lastIndexOf('?');
    int start = question;
    while (start > 0 && !Order.ends(answer, start - 1)) {
      start--;
    }
    // What was told as done, before a question that only offers more.
    return answer.substring(0, Math.max(0, start)).strip();
  }

  private static boolean isReturned(Deal deal, String word) {
    String stem = word.substring(0, Math.max(LEAST_PREFIX, word.length() - LONGEST_ENDING));
    return deal.calls().stream()
        .anyMatch(
            c ->
                c.action() != Action.DELEGATE
                    && c.result() != null
                    && c.result().toLowerCase(Locale.ROOT).contains(stem));
  }

  /** Two forms of one word: alike but for short endings; a mere plural is none. */
  private static boolean isOtherForm(String one, String other) {
    if (one.equals(other) || one.equals(other + "s") || other.equals(one + "s")) {
      return false;
    }
    int same = 0;
    int least = Math.min(one.length(), other.length());
    while (same < least && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return same >= LEAST_PREFIX && same >= Math.max(one.length(), other.length()) - LONGEST_ENDING;
  }

  private static int endOfSentence(String text, int from) {
    int end = from;
    int most = Math.min(text.length(), from + 4 * REACH);
    while (end < most && !Order.ends(text, end)) {
      end++;
    }
    return Math.max(end, from + 1);
  }

  private static Set<String> words(String folded) {
    Set<String> words = new LinkedHashSet<>();
    int at = 0;
    while (at < folded.length()) {
      int from = at;
      while (at < folded.length() && CharKinds.isLetter(folded.charAt(at))) {
        at++;
      }
      boolean id = at < folded.length() && CharKinds.isDigit(folded.charAt(at));
      if (at - from >= LEAST_PREFIX && !id) {
        words.add(folded.substring(from, at));
      }
      at = Math.max(at, from + 1);
    }
    return words;
  }

  /** The last that is told is that it will be done now, in the request's words, and it never is. */
  private static boolean unkeptPromise(Deal deal, List<Deal> deals) {
    boolean later =
        deals.subList(deals.indexOf(deal) + 1, deals.size()).stream()
            .anyMatch(d -> !d.calls().isEmpty());
    if (later || !onlyReads(deal) || onlyDelegates(deal) || Replies.asks(deal.answer())) {
      return false;
    }
    String answer = Fragments.fold(deal.answer());
    int at = PROMISES.find(answer, 0);
    if (at < 0 || deal.isOpen()) {
      return false;
    }
    Set<String> asked = words(Fragments.fold(deal.question()));
    while (at >= 0) {
      int end = Math.min(endOfSentence(answer, at), at + REACH);
      if (CONDITION.find(answer, at, end) < 0
          && words(answer.substring(at, end)).stream().anyMatch(asked::contains)) {
        return true;
      }
      at = PROMISES.find(answer, end);
    }
    return false;
  }

  private static boolean demandsCheck(String question) {
    int check = CHECK.find(question, 0);
    return check >= 0
        && FIRST.find(question, Math.max(0, check - REACH / 2), check + REACH / 2) >= 0;
  }

  /** The user demanded a check first, and nothing that was done gave a verdict. */
  private static boolean unmadeCheck(Deal deal, List<Records.Item> records) {
    if (deal.changes().isEmpty() || !demandsCheck(deal.question())) {
      return false;
    }
    for (Call call : deal.calls()) {
      if (call.action() == Action.DELEGATE) {
        continue;
      }
      if (about(call).stream().anyMatch(CHECKS::contains)) {
        return false;
      }
    }
    return records.stream()
        .noneMatch(
            item ->
                deal.calls().contains(item.call())
                    && item.fields().keySet().stream()
                        .anyMatch(k -> VERDICTS.contains(Records.words(k))));
  }

  /**
   * An amount or a quoted word that the user gave for a change stands in no call, though a change
   * was made: lost on the way to a sub-agent, or left out.
   */
  private static void unusedValue(
      Set<String> kinds, TraceView view, Deal deal, List<Records.Item> records) {
    if (deal.changes().isEmpty() || deal.isOpen()) {
      return;
    }
    Set<String> given = amounts(deal.question());
    Set<String> quoted = quoted(deal.question());
    if (given.isEmpty() && quoted.isEmpty()) {
      return;
    }
    StringBuilder used = new StringBuilder();
    StringBuilder read = new StringBuilder();
    StringBuilder handed = new StringBuilder();
    for (Call call : deal.calls()) {
      String arguments = call.arguments() == null ? "" : call.arguments();
      if (call.action() == Action.DELEGATE) {
        handed.append(call.recorded() ? arguments : "").append('\n');
      } else if (call.action() != Action.SEARCH) {
        used.append(arguments).append('\n');
        read.append(deal.changes().contains(call) || call.result() == null ? "" : call.result());
      }
    }
    Set<String> values = Values.of(used.toString());
    Set<String> returned = new HashSet<>(Values.of(read.toString()));
    // What the agent offered before is the user's choice, and no value of a call.
    for (Exchange earlier : view.exchanges()) {
      if (!earlier.question().equals(deal.question())) {
        earlier.said().forEach(turn -> Values.addTo(returned, turn.text()));
        earlier.calls().stream()
            .filter(c -> c.action() != Action.WRITE)
            .forEach(c -> Values.addTo(returned, c.result()));
      }
    }
    for (String amount : given) {
      if (!values.contains(amount) && !returned.contains(amount)) {
        kinds.add(
            handed.length() > 1 && !Values.of(handed.toString()).contains(amount)
                ? "dropped_condition"
                : "unused_value");
      }
    }
    String calls = used.toString().toLowerCase(Locale.ROOT);
    String results = read.toString().toLowerCase(Locale.ROOT);
    for (String word : quoted) {
      if (!calls.contains(word) && (!results.contains(word) || changesOther(deal, records, word))) {
        kinds.add(
            handed.length() > 1 && !handed.toString().toLowerCase(Locale.ROOT).contains(word)
                ? "dropped_condition"
                : "unused_value");
      }
    }
  }

  /** Whether a change has another value for the field that in a record has this one. */
  private static boolean changesOther(Deal deal, List<Records.Item> records, String word) {
    for (Records.Item item : records) {
      for (Map.Entry<String, String> field : item.fields().entrySet()) {
        if (field.getValue().toLowerCase(Locale.ROOT).equals(word)) {
          String key = '"' + field.getKey() + '"';
          if (deal.changes().stream().anyMatch(c -> c.arguments().contains(key))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Amounts with a currency beside them, in sentences that set no limit. */
  private static Set<String> amounts(String question) {
    Set<String> amounts = new LinkedHashSet<>();
    String[] words = question.split("\\s+", -1);
    if (ChangeMismatches.ABOVE.in(question)) {
      return amounts;
    }
    for (int i = 0; i < words.length; i++) {
      boolean sign = !words[i].isEmpty() && "$€£¥".indexOf(words[i].charAt(0)) >= 0;
      boolean code =
          (i > 0 && isCode(words[i - 1])) || (i + 1 < words.length && isCode(words[i + 1]));
      if (sign || code) {
        for (String value : Values.of(words[i])) {
          if (value.chars().allMatch(c -> CharKinds.isDigit((char) c) || c == '.')) {
            amounts.add(value);
          }
        }
      }
    }
    return amounts;
  }

  private static boolean isCode(String word) {
    int end = 0;
    while (end < word.length() && CharKinds.isLetter(word.charAt(end))) {
      end++;
    }
    return CODES.contains(word.substring(0, end).toLowerCase(Locale.ROOT));
  }

  private static Set<String> quoted(String question) {
    Set<String> quoted = new LinkedHashSet<>();
    for (String pair : QUOTES) {
      int open = question.indexOf(pair.charAt(0));
      while (open >= 0) {
        int close = question.indexOf(pair.charAt(1), open + 1);
        if (close < 0) {
          break;
        }
        String inside = question.substring(open + 1, close).strip();
        if (inside.length() >= 3 && inside.length() <= LONGEST_QUOTE) {
          quoted.add(inside.toLowerCase(Locale.ROOT));
        }
        open = question.indexOf(pair.charAt(0), close + 1);
      }
    }
    return quoted;
  }

  /**
   * Of two kinds of change one bears a word of the request and the other none: names of tools and
   * requests are of one language then, and the other was not asked for.
   */
  private static boolean unaskedChange(TraceView view, List<Deal> deals) {
    StringBuilder all = new StringBuilder();
    List<Set<String>> changes = new ArrayList<>();
    for (Deal deal : deals) {
      all.append(deal.question()).append('\n');
      for (Call call : deal.changes()) {
        if (call.action() == Action.WRITE || call.action() == Action.RUN) {
          changes.add(about(call));
        }
      }
    }
    boolean refused =
        deals.stream()
            .flatMap(d -> d.calls().stream())
            .anyMatch(c -> c.failed() || REFUSED.in(c.result()));
    if (changes.size() < 2 || refused) {
      return false;
    }
    Set<String> asked = new HashSet<>(NameTokens.of(Fragments.fold(all.toString())));
    String system = view.conversation().systemText();
    Set<String> told =
        system == null ? Set.of() : new HashSet<>(NameTokens.of(Fragments.fold(system)));
    Set<String> common = new HashSet<>(changes.get(0));
    changes.forEach(common::retainAll);
    boolean fits = false;
    boolean apart = false;
    for (Set<String> change : changes) {
      Set<String> own = new HashSet<>(change);
      own.removeAll(common);
      own.removeIf(w -> w.length() < 3);
      if (!own.isEmpty()) {
        boolean named = own.stream().anyMatch(w -> isNamed(w, asked));
        fits |= named;
        apart |= !named && own.stream().noneMatch(w -> isNamed(w, told));
      }
    }
    return fits && apart;
  }

  private static boolean isNamed(String word, Set<String> words) {
    return words.contains(word)
        || words.contains(word + "s")
        || words.stream().anyMatch(w -> isOtherForm(w, word));
  }

  /** The words of a tool's name; of a general tool those of the path or the command it is given. */
  static Set<String> about(Call call) {
    Set<String> words = new HashSet<>(call.tokens());
    String arguments = call.arguments() == null ? "" : call.arguments();
    String target = Calls.target(arguments);
    if (!target.isEmpty()) {
      words.clear();
      for (String word : NameTokens.of(target)) {
        words.add(word);
      }
    }
    words.removeIf(w -> w.chars().anyMatch(c -> CharKinds.isDigit((char) c)));
    return words;
  }
}
