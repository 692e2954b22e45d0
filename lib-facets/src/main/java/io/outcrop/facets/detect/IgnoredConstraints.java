package io.outcrop.facets.detect;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which kinds of explicit limits the agent breaks.
 *
 * <p>A limit is a sentence of the instructions or of the user without a condition. The user's holds
 * for the answer and the calls up to the next message, the instructions' for the final answer and
 * for all calls. Only what can be checked mechanically counts: the form and length of the answer,
 * its language, words that must or must not stand, the currency of amounts, tools and actions that
 * are forbidden, the number of calls, a latest date and a highest amount. It cannot see limits on
 * tone or content, nor those in words of their own; limits on texts that the answer only wraps,
 * such as a letter or a file, are left out.
 */
public final class IgnoredConstraints {
  private IgnoredConstraints() {}

  /** The kinds, sorted. */
  public static List<String> in(TraceView view) {
    Set<String> kinds = new TreeSet<>();
    String system = view.conversation().systemText();
    String last = view.conversation().finalText();
    if (system != null) {
      List<Call> calls = view.calls().stream().filter(c -> isOwn(view, c)).toList();
      for (Order order : Order.ofInstructions(system)) {
        checkAnswer(order, last == null ? "" : last, kinds);
        checkCalls(order, calls, kinds);
        for (Exchange exchange : view.exchanges()) {
          addIf(CallLimits.breaksCount(order, exchange.calls()), "too_many_calls", kinds);
          checkAnswer(order, exchange.answer(), kinds);
          boolean other =
              WordingLimits.breaksAskersLanguage(order, exchange.question(), exchange.answer());
          addIf(other, "language", kinds);
        }
      }
    }
    kinds.addAll(
        Preconditions.unmet(view, view.calls().stream().filter(c -> isOwn(view, c)).toList()));
    List<Exchange> exchanges = view.exchanges();
    for (int i = 0; i < exchanges.size(); i++) {
      Exchange exchange = exchanges.get(i);
      boolean closing = i == exchanges.size() - 1;
      String answer = closing && last != null ? last : exchange.answer();
      for (Order order : Order.of(exchange.question())) {
        checkAnswer(order, answer, kinds);
        checkCalls(order, exchange.calls(), kinds);
        addIf(CallLimits.breaksCount(order, exchange.calls()), "too_many_calls", kinds);
      }
    }
    return List.copyOf(kinds);
  }

  /** What a sub-agent does is under its own orders. */
  private static boolean isOwn(TraceView view, Call call) {
    return view.trace()
        .agentAbove(call.span())
        .filter(a -> view.trace().agentAbove(a).isPresent())
        .isEmpty();
  }

  private static void checkAnswer(Order order, String answer, Set<String> kinds) {
    if (answer.isBlank()) {
      return;
    }
    addIf(FormatLimits.breaks(order, answer), "format", kinds);
    addIf(LengthLimits.breaks(order, answer), "length", kinds);
    addIf(WordingLimits.breaksLanguage(order, answer), "language", kinds);
    addIf(WordingLimits.breaksWords(order, answer), "wording", kinds);
    addIf(WordingLimits.breaksCurrency(order, answer), "currency", kinds);
  }

  private static void checkCalls(Order order, List<Call> calls, Set<String> kinds) {
    addIf(CallLimits.breaksBan(order, calls), "forbidden_call", kinds);
    addIf(ValueLimits.breaks(order, calls), "limit", kinds);
  }

  private static void addIf(boolean broken, String kind, Set<String> kinds) {
    if (broken) {
      kinds.add(kind);
    }
  }
}
