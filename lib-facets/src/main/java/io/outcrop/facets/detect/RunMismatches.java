package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How much was spent, and by how many, stands to how little was asked and answered. */
final class RunMismatches {
  private static final int LEAST_FAN_OUT = 10;
  private static final long MUCH_READ = 20_000;
  private static final int TIMES_READ = 8;
  private static final long MUCH_THOUGHT = 1_500;
  private static final int SHORT_ANSWER = 600;
  private static final int FEW_CALLS = 4;
  private static final int MOST_REPORT = 4_000;
  private static final int LEAST_HANDS = 6;
  private static final int LEAST_PLAN = 40;
  private static final int LEAST_SHARED = 4;
  private static final int LEAST_PLANS = 4;
  private static final int MOST_PLANS = 12;
  private static final int LONGEST_PLAN = 1_500;

  static final Fragments FAILED =
      Fragments.of(
          """
          error; fail; reject; denied; refused; declined; invalid; timeout; timed out; abort;
          not possible; impossible; could not; couldn't; unable; did not; didn't; has not; not done;
          unavailable; exceeded; nothing was changed; not authori; no tools; only handle;
          not a topic; fehler; fehlgeschlagen; scheiter; nicht; kein; abgelehnt; ungultig;
          fallo; fallid; error; rechaz; no se; no fue; no pud; no es; sin exito; imposible;
          echec; echoue; erreur; refuse; impossible; n'a pas; n'est pas; n'ont pas; pas pu;
          falha; falhou; falhar; erro|; rejeit; nao foi; nao pude; nao consegui; nao e;
          impossivel; errore; fallit; rifiut; non e; non ho; 失败; 失敗; エラー""");

  private static final Fragments HUMAN =
      Fragments.of(
          """
          human; person|; people|; colleague; escalat; supervisor; manager; representative; transfer;
          hand over; handover; manual; mensch; mitarbeiter; person; kolleg; vorgesetzt; manuell;
          persona; humano; companero; gerente; humain; personne; conseiller; pessoa; atendente;
          umano; operatore; agent|""");
  private static final Fragments TOLD =
      Fragments.of(
          """
          sent|; mailed|; emailed|; notified|; informed|; messaged|; forwarded|; alerted|;
          got a mail; got an email; mail to; message to; on its way; mail an; nachricht an;
          unterwegs; correo a; mensaje a; en camino; mail a|; courriel a; message a|; en route;
          mensagem para; a caminho; messaggio a; received; copied|; cc'd; gesendet; geschickt; gemailt;
          benachrichtigt; informiert; verstandigt; enviad; mandad; notificad; avisad; informad;
          he escrito; envoye; notifie; prevenu; informe|; averti; recu|; notificad; informad;
          avisad; enviei; inviat; mandat; avvisat; 已发送; 已通知; 送信しました""");

  private RunMismatches() {}

  static void addTo(Set<String> kinds, TraceView view, List<Call> calls) {
    spending(kinds, view, calls);
    delegation(kinds, view, calls);
    if (pingPong(calls)) {
      kinds.add("ping_pong");
    }
    if (replans(view)) {
      kinds.add("replanning");
    }
    if (handsOverAtOnce(view, calls)) {
      kinds.add("needless_handover");
    }
    if (tellsUnsent(view, calls)) {
      kinds.add("unsent_message");
    }
  }

  /** A case goes to a human though nobody asked for one, nothing failed and no text demands it. */
  private static boolean handsOverAtOnce(TraceView view, List<Call> calls) {
    return calls.stream().anyMatch(c -> Escalation.toHuman(c) && !c.failed())
        && calls.stream()
            .noneMatch(
                c ->
                    c.failed()
                        || (!Escalation.toHuman(c)
                            && (c.action() == Action.WRITE
                                || HUMAN.in(c.result())
                                || FAILED.in(c.result()))))
        && !HUMAN.in(view.conversation().systemText())
        && !HUMAN.in(Mismatches.asked(view));
  }

  /** An address was written to, says the answer, and no call of any kind knows the address. */
  private static boolean tellsUnsent(TraceView view, List<Call> calls) {
    String answer = Mismatches.answer(view);
    if (answer.indexOf('@') < 0 || !TOLD.in(answer)) {
      return false;
    }
    for (int at = answer.indexOf('@'); at >= 0; at = answer.indexOf('@', at + 1)) {
      String sentence = around(answer, at);
      if (sentence.endsWith("?") || !TOLD.in(sentence)) {
        continue;
      }
      for (String value : Values.of(sentence)) {
        if (value.indexOf('@') > 0
            && !isFromProse(value, calls)
            && calls.stream()
                .noneMatch(
                    c ->
                        (c.action() == Action.NOTIFY && c.recorded() && !c.failed())
                            || Values.of(c.arguments()).contains(value))) {
          return true;
        }
      }
    }
    return false;
  }

  /** An address that a result's prose alone names may be told of without a message to it. */
  private static boolean isFromProse(String address, List<Call> calls) {
    for (Call call : calls) {
      String result = call.result() == null ? "" : call.result().toLowerCase(Locale.ROOT);
      int at = result.indexOf(address);
      if (at > 0 && (result.charAt(at - 1) == ' ' || result.charAt(at - 1) == '<')) {
        return true;
      }
    }
    return false;
  }

  private static void spending(Set<String> kinds, TraceView view, List<Call> calls) {
    long most = 0;
    long least = Long.MAX_VALUE;
    long thought = 0;
    for (Span call : view.trace().modelCalls()) {
      if (call.inputTokens() != null && call.inputTokens() > 0) {
        most = Math.max(most, call.inputTokens());
        least = Math.min(least, call.inputTokens());
      }
      if (call.outputTokens() != null) {
        thought = Math.max(thought, call.outputTokens());
      }
    }
    if (most >= MUCH_READ && most / TIMES_READ >= least) {
      kinds.add("context_bloat");
    }
    String text = view.conversation().finalText();
    boolean brief = text != null && !text.isBlank() && text.length() <= SHORT_ANSWER;
    if (thought >= MUCH_THOUGHT && brief && calls.size() <= FEW_CALLS) {
      kinds.add("brooding");
    }
    int fanOut = Delegation.fanOut(view.trace());
    long handed = calls.stream().filter(c -> c.action() == Action.DELEGATE).count();
    if (fanOut >= LEAST_FAN_OUT || handed >= LEAST_FAN_OUT) {
      long things =
          Mismatches.heard(view).stream().filter(v -> Records.isName(v)).limit(1_000).count();
      if (Math.max(fanOut, handed) >= LEAST_FAN_OUT + 2 * things) {
        kinds.add("fan_out_blow_up");
      }
    }
  }

  /** Two agents hand to each other in turn. */
  private static boolean pingPong(List<Call> calls) {
    List<String> handed = new ArrayList<>();
    for (Call call : calls) {
      if (call.action() == Action.DELEGATE
          && (handed.isEmpty() || !handed.get(handed.size() - 1).equals(call.tool()))) {
        handed.add(call.tool());
      }
    }
    int run = 2;
    for (int i = 2; i < handed.size(); i++) {
      run = handed.get(i).equals(handed.get(i - 2)) ? run + 1 : 2;
      if (run >= LEAST_HANDS) {
        return true;
      }
    }
    return false;
  }

  /** Nearly the same text of some length again and again, with no call between. */
  private static boolean replans(TraceView view) {
    if (longestTalk(view) < LEAST_PLANS) {
      return false;
    }
    List<Set<String>> before = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    int run = 1;
    for (Step step : view.steps()) {
      if (step instanceof Step.Called || before.size() >= MOST_PLANS) {
        run = 1;
        before.clear();
      } else if (step instanceof Step.Said said
          && said.turn().text().length() >= LEAST_PLAN
          && said.turn().text().length() <= LONGEST_PLAN
          && texts.add(said.turn().text())) {
        Set<String> stems = Stems.of(said.turn().text());
        run = before.stream().anyMatch(b -> isAlike(stems, b)) ? run + 1 : run;
        before.add(stems);
        if (run >= LEAST_PLANS) {
          return true;
        }
      }
    }
    return false;
  }

  /** Most texts of the agent without a call between. */
  private static int longestTalk(TraceView view) {
    int most = 0;
    int run = 0;
    for (Step step : view.steps()) {
      if (step instanceof Step.Called) {
        run = 0;
      } else if (step instanceof Step.Said) {
        run++;
      }
      most = Math.max(most, run);
    }
    return most;
  }

  private static boolean isAlike(Set<String> one, Set<String> other) {
    int shared = Stems.shared(one, other);
    return shared >= LEAST_SHARED && shared * 4 >= 3 * Math.min(one.size(), other.size());
  }

  /** The sentence in which a sign stands. */
  private static String around(String text, int at) {
    int from = at;
    while (from > 0 && !Order.ends(text, from - 1)) {
      from--;
    }
    int to = at;
    while (to < text.length() && !Order.ends(text, to)) {
      to++;
    }
    return text.substring(from, Math.min(text.length(), to + 1)).strip();
  }

  /** What the last sub-agent reported, and what was made of it. */
  private static void delegation(Set<String> kinds, TraceView view, List<Call> calls) {
    Call last = null;
    boolean worked = false;
    for (Call call : calls) {
      if (call.action() == Action.DELEGATE) {
        last = call;
      } else {
        worked = true;
      }
    }
    if (last == null || last.result() == null || last.result().length() > MOST_REPORT) {
      return;
    }
    String answer = Mismatches.answer(view);
    boolean open =
        FAILED.in(answer) || Replies.admits(answer) || Refusal.refuses(answer) || answer.isBlank();
    if (!worked && !answer.isBlank() && open) {
      kinds.add("dead_end_handoff");
    }
    boolean problem = FAILED.in(last.result()) || Replies.admits(last.result());
    if (problem && !open && !answer.strip().equals(last.result().strip())) {
      kinds.add("ignored_report");
    }
  }
}
