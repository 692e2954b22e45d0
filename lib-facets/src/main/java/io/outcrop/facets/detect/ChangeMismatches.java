package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How what was changed stands to the orders, their limits and their order. */
final class ChangeMismatches {
  private static final int MOST_SENTENCES = 200;
  private static final int LONGEST_ORDER = 300;

  static final Fragments ABOVE =
      Fragments.of(
          """
          above|; over|; more than; exceed; beyond|; greater than; up to; at most; maximum; max|;
          limit|; under|; below|; no more; not more; uber|; mehr als; hochstens; maximal; bis zu;
          unter|; por encima; mas de; hasta|; como maximo; menos de; plus de; au-dessus; jusqu'a;
          maximum; moins de; au plus; acima; mais de; ate|; no maximo; menos de; oltre|; fino a;
          al massimo""");
  private static final Fragments DOUBLE =
      Fragments.of(
          """
          duplicate; second posting; second booking; second time; second entry; twice; already;
          doppelt; zweite; bereits; duplicad; segunda vez; dos veces; ya existe; deux fois; deja|;
          em dobro; ja existe; due volte; doppi""");
  private static final Fragments FIRST =
      Fragments.of(
          """
          first|; start with; begin with; zuerst; erst|; beginn; primero; empieza; comienza; d'abord;
          commence; primeiro; comece; prima|; inizia; 先; まず""");
  private static final Fragments BEFORE =
      Fragments.of(
          "before you|; before; bevor; antes de|; antes que; avant de|; avant d'; prima di|");
  private static final Fragments THEN =
      Fragments.of(
          """
          then|; once that; once this; when that; when this; after this; sobald das; wenn das; cuando
          eso; una vez; une fois; quand ce; quando iss; uma vez; una volta; afterwards; after that; and only then; danach; dann|; anschliessend; luego;
          despues; ensuite; puis|; depois; em seguida; poi|; 然后; 次に""");
  private static final Fragments CORRECTS =
      Fragments.of(
          """
          i meant; meant|; actually|; sorry; instead|; correction; not|; wrong; mistake; change it;
          make it; make that; rather|; typo; ich mein; sondern; statt|; korrektur; falsch; nicht|;
          quise decir; en realidad; perdon; en vez; mejor|; equivoc; je voulais dire; en fait;
          plutot; pardon; au lieu; trompe; quis dizer; na verdade; desculp; em vez; melhor|;
          engan; volevo dire; invece; 不对; 改成; 間違""");
  private static final Set<String> CODES =
      Set.of("usd", "eur", "gbp", "jpy", "chf", "inr", "cny", "brl", "mxn", "cad", "aud");
  private static final Set<String> SUMS =
      Set.of("amount", "price", "total", "cost", "fee", "sum", "value", "budget", "payment");

  private ChangeMismatches() {}

  static void addTo(
      Set<String> kinds, TraceView view, List<Call> calls, List<Records.Item> records) {
    List<Call> changes = Mismatches.changes(calls);
    if (changes.isEmpty()) {
      return;
    }
    if (twice(changes)) {
      kinds.add("done_twice");
    }
    Call again = sentAgain(calls, changes);
    if (again != null) {
      kinds.add(DOUBLE.in(again.result()) ? "done_twice" : "unverified_retry");
    }
    if (oldValue(view, changes)) {
      kinds.add("old_value_used");
    }
    if (overLimit(view, changes, records)) {
      kinds.add("over_limit");
    }
    if (wrongOrder(view, calls)) {
      kinds.add("wrong_order");
    }
  }

  /** The same change again, where the first had worked: the second has a result of its own. */
  private static boolean twice(List<Call> changes) {
    Map<String, String> done = new HashMap<>();
    for (Call call : changes) {
      if (Acknowledgement.in(call.result())) {
        String before = done.put(call.tool() + '\n' + call.arguments(), call.result());
        if (before != null && !before.equals(call.result())) {
          return true;
        }
      }
    }
    return false;
  }

  /** A change that ran out of time is sent again, and nobody looked whether it had gone through. */
  private static Call sentAgain(List<Call> calls, List<Call> changes) {
    Call lost = null;
    for (Call call : calls) {
      if (call.failed() && call.errorClass() == ErrorClass.TIMEOUT) {
        lost = call;
      } else if (lost != null && changes.contains(call) && call.repeats(lost)) {
        return call;
      } else if (!call.failed()) {
        lost = null;
      }
    }
    return null;
  }

  /** The user replaced a value by one of the same make, and a later change still has the old. */
  private static boolean oldValue(TraceView view, List<Call> changes) {
    Map<String, String> latest = new HashMap<>();
    Set<String> replaced = new HashSet<>();
    Call last = changes.get(changes.size() - 1);
    for (Step step : view.steps()) {
      if (step instanceof Step.Asked asked) {
        Set<String> values = Values.of(asked.turn().text());
        boolean corrects = CORRECTS.in(asked.turn().text());
        Map<String, String> own = new HashMap<>();
        for (String value : values) {
          if (value.length() >= 4 && !isNumber(value)) {
            own.merge(make(value), value, (a, b) -> "");
          }
        }
        own.forEach(
            (make, value) -> {
              String before = latest.put(make, value);
              if (corrects
                  && before != null
                  && !before.isEmpty()
                  && !value.isEmpty()
                  && !values.contains(before)) {
                replaced.add(before);
              }
            });
      } else if (step instanceof Step.Called called && called.call().equals(last)) {
        Set<String> used = Values.of(last.arguments());
        return replaced.stream().anyMatch(used::contains)
            && latest.values().stream()
                .noneMatch(
                    v ->
                        !replaced.contains(v)
                            && used.contains(v)
                            && replaced.stream().anyMatch(r -> make(r).equals(make(v))));
      }
    }
    return false;
  }

  /** How a value is made: a nine for each digit, an a for each letter. */
  private static String make(String value) {
    StringBuilder make = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      make.append(CharKinds.isDigit(c) ? '9' : CharKinds.isLetter(c) ? 'a' : c);
    }
    return make.toString();
  }

  /** An amount above the one that instructions or the user named as the highest. */
  private static boolean overLimit(TraceView view, List<Call> changes, List<Records.Item> records) {
    List<Double> limits = new ArrayList<>(limits(view.conversation().systemText()));
    for (Turn turn : Mismatches.userTurns(view)) {
      limits.addAll(limits(turn.text()));
    }
    if (limits.size() != 1) {
      return false;
    }
    double limit = limits.get(0);
    for (Call call : changes) {
      String text = call.arguments();
      for (String value : Values.of(text)) {
        if (isNumber(value) && Double.parseDouble(value) > limit && isSum(text, value)) {
          return true;
        }
        if (Records.isName(value) && chosenAbove(value, limit, records)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the one record of a list that bears a name costs more. */
  private static boolean chosenAbove(String name, double limit, List<Records.Item> records) {
    for (Records.Item item : records) {
      if (item.list() >= 0 && item.holds(name)) {
        for (Map.Entry<String, String> field : item.fields().entrySet()) {
          String value = field.getValue();
          if (SUMS.contains(Records.words(field.getKey()))
              && !value.isEmpty()
              && isNumber(value)
              && Double.parseDouble(value) > limit) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isNumber(String value) {
    int point = value.indexOf('.');
    return value.length() <= 12
        && !value.isEmpty()
        && value.chars().allMatch(c -> CharKinds.isDigit((char) c) || c == '.')
        && point != 0
        && (point < 0 || (value.indexOf('.', point + 1) < 0 && point < value.length() - 1));
  }

  /** Whether the word before a number names a sum. */
  private static boolean isSum(String text, String value) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (int at = lower.indexOf(value); at >= 0; at = lower.indexOf(value, at + 1)) {
      String before = lower.substring(Math.max(0, at - 24), at);
      if (SUMS.stream().anyMatch(before::contains)) {
        return true;
      }
    }
    return false;
  }

  private static List<Double> limits(String text) {
    return text == null || !ABOVE.in(text) ? List.of() : TextView.of(text).limits();
  }

  /** The amounts that sentences of a text name as the highest. */
  static List<Double> readLimits(String text) {
    List<Double> limits = new ArrayList<>();
    int start = 0;
    int sentences = 0;
    for (int i = 0; i <= text.length() && sentences < MOST_SENTENCES; i++) {
      if (i == text.length() || Order.ends(text, i)) {
        // What begins in no sentence of the whole text is in no sentence by itself.
        boolean may = i - start >= 8 && i - start <= 400 && ABOVE.find(text, start, i) >= 0;
        if (may && ABOVE.in(text.substring(start, i))) {
          amounts(text.substring(start, i).toLowerCase(Locale.ROOT), limits);
        }
        start = i + 1;
        sentences++;
      }
    }
    return List.copyOf(limits);
  }

  /** The amounts of money in a sentence, told by a currency beside the number. */
  private static void amounts(String sentence, List<Double> limits) {
    String[] words = sentence.split("\\s+", -1);
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      boolean sign = !word.isEmpty() && "$€£¥".indexOf(word.charAt(0)) >= 0;
      for (String value : Values.of(word)) {
        boolean code =
            (i > 0 && CODES.contains(words[i - 1]))
                || (i + 1 < words.length && CODES.contains(letters(words[i + 1])));
        if (isNumber(value) && (sign || code)) {
          limits.add(Double.parseDouble(value));
        }
      }
    }
  }

  private static String letters(String word) {
    int end = 0;
    while (end < word.length() && CharKinds.isLetter(word.charAt(end))) {
      end++;
    }
    return word.substring(0, end);
  }

  /** "First A, then B", or "A before B", and a call of B comes before any of A. */
  private static boolean wrongOrder(TraceView view, List<Call> calls) {
    for (Turn turn : Mismatches.userTurns(view)) {
      String text = Fragments.fold(turn.text());
      int first = FIRST.find(text, 0);
      int then = first < 0 ? -1 : THEN.find(text, first + 1);
      if (then < 0) {
        first = 0;
        then = text.length() > LONGEST_ORDER ? -1 : BEFORE.find(text, 0);
      }
      if (then > 0) {
        int end = Math.min(text.length(), then + LONGEST_ORDER);
        if (isReversed(calls, text.substring(first, then), text.substring(then, end))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isReversed(List<Call> calls, String former, String latter) {
    Set<String> one = marks(former);
    Set<String> two = marks(latter);
    Set<String> both = new HashSet<>(one);
    both.retainAll(two);
    one.removeAll(both);
    two.removeAll(both);
    int atOne = -1;
    int atTwo = -1;
    int open = -1;
    int changes = 0;
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      if (call.failed() || call.action() == Action.DELEGATE) {
        continue;
      }
      Set<String> about = marks(String.join(" ", RequestMismatches.about(call)));
      about.addAll(Values.of(call.arguments()));
      if (call.action() == Action.RUN) {
        about.addAll(Stems.of(call.arguments()));
      }
      int ones = Stems.shared(one, about);
      int twos = Stems.shared(two, about);
      boolean change = call.action() == Action.WRITE;
      changes += change ? 1 : 0;
      open = change && ones == twos ? i : open;
      atOne = atOne < 0 && ones > twos ? i : atOne;
      atTwo = atTwo < 0 && twos > ones ? i : atTwo;
    }
    if (changes == 2 && open >= 0) {
      // Of two changes the one is known, so the other is known.
      atOne = atOne < 0 && atTwo >= 0 ? open : atOne;
      atTwo = atTwo < 0 && atOne >= 0 && atOne != open ? open : atTwo;
    }
    return atTwo >= 0 && atOne > atTwo;
  }

  /** The stems and the values of a text. */
  private static Set<String> marks(String text) {
    Set<String> marks = new HashSet<>(Stems.of(text));
    marks.addAll(Values.of(text));
    return marks;
  }
}
