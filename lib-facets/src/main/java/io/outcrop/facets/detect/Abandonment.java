package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.List;

/**
 * Who left without a resolution: the agent, the user, or nobody.
 *
 * <p>The user left where the last message of the user gives up, and nothing worked after it; or
 * where a conversation of several turns, that is no part of a session, stops at a question of the
 * agent that is more than an offer. The agent left where a user's message after an earlier answer
 * has none, where the run stops after a call without a word although it spoke before, where it ends
 * by asking for patience, or says that it gives up. A handover to a person is none. It cannot see
 * that somebody comes back in another trace.
 */
public final class Abandonment {
  public static final String AGENT = "agent";
  public static final String USER = "user";

  private static final Fragments GIVES_UP =
      Fragments.of(
          """
          forget it; forget about it; i give up; i'm giving up; never mind; nevermind;
          i'll do it myself; i'll just do it myself; i will do it myself; i'll call instead;
          i'll just call; i'll go elsewhere; i'll take my business; i'll find someone;
          this is useless; this is pointless; you're useless; you are useless; waste of time;
          wasting my time; i'm done here; i'm done with this; this is going nowhere;
          not helpful at all; i'll try somewhere else; i'll use another;
          cancel the whole thing; let's drop it; i don't have time for this; vergiss es;
          vergessen sie es; ich gebe auf; lass es; lassen sie es; ich mache es selbst;
          ich mach es selbst; das bringt nichts; das hat keinen sinn; zeitverschwendung;
          hat sich erledigt; olvidalo; olvidelo; dejalo; dejelo; me rindo; lo hare yo mismo;
          lo hago yo; no sirve de nada; perdida de tiempo; esto es inutil; laisse tomber;
          laissez tomber; j'abandonne; je le ferai moi-meme; je vais le faire moi-meme;
          ca ne sert a rien; perte de temps; oubliez ca; tant pis; lascia perdere;
          lasci perdere; ci rinuncio; mi arrendo; faccio da solo; faccio da sola; e inutile;
          perdita di tempo; esquece; esqueca; deixa pra la; desisto; eu mesmo faco;
          faco eu mesmo; perda de tempo; 算了; 不用了; 我放弃; 我自己来; 浪费时间; 没用;
          もういいです; もう結構です; 諦めます; 自分でやります; 時間の無駄""");
  private static final Fragments RESOLVED =
      Fragments.of(
          """
          found it; works now; working now; it worked; solved; figured it out; fixed; got it;
          sorted; thank; perfect; great; gefunden; funktioniert jetzt; geklappt; gelost;
          danke; lo encontre; ya funciona; resuelto; solucion; gracias; trouve; ca marche;
          resolu; merci; trovato; funziona; risolto; grazie; encontrei; resolvido; funcionou;
          obrigad; 找到了; 解决了; 好了; 谢谢; 解決; 見つか; ありがとう""");

  /** What follows shows that only a part is dropped. */
  private static final Fragments GOES_ON =
      Fragments.of(
          """
          instead; let's do; the first; the second; just do; what about; can you; could you;
          please|; about the; i meant; keep the; that part; stattdessen; konnen sie;
          kannst du; bitte; lieber; mejor; puedes; puede|; por favor; en su lugar; plutot;
          pouvez; peux-tu; s'il; a la place; puoi; per favore; invece; pode|; em vez; 请;
          改成; 帮我; 代わり; お願い; ?; ？""");

  private static final Fragments AGENT_GIVES_UP =
      Fragments.of(
          """
          i give up; i'm giving up; i am giving up; i'll stop here; i will stop here;
          i'm stopping here; i am stopping here; i have to stop here; i must stop here;
          i'm ending this; i cannot continue; i can't continue; unable to continue; aborting;
          giving up; ich gebe auf; ich breche ab; ich breche hier ab;
          ich kann nicht weitermachen; abbruch; me rindo; no puedo continuar;
          abandono la tarea; lo dejo aqui; j'abandonne; je ne peux pas continuer;
          je m'arrete ici; non posso continuare; mi arrendo; mi fermo qui; desisto;
          nao posso continuar; vou parar aqui; 我放弃; 无法继续; 続行できません; 中断します;
          諦めます""");

  private Abandonment() {}

  /** agent, user, or null. */
  public static String by(TraceView view) {
    List<Exchange> exchanges = view.exchanges();
    if (exchanges.isEmpty() || view.rootFailed() || Escalation.endsThere(view)) {
      return null;
    }
    Exchange last = exchanges.get(exchanges.size() - 1);
    if (last.asked() != null && exchanges.size() > 1 && givesUp(last.question()) && !last.acted()) {
      return USER;
    }
    return agentLeft(view, exchanges, last) ? AGENT : userLeft(view, exchanges, last) ? USER : null;
  }

  static boolean givesUp(String text) {
    String head = text.substring(0, Math.min(text.length(), 600));
    int at = GIVES_UP.find(head, 0);
    if (at < 0) {
      return false;
    }
    boolean quoted = at > 0 && "\"\u201c\u00ab'".indexOf(head.charAt(at - 1)) >= 0;
    boolean negated = at > 5 && NOT.find(head, at - 6, at) >= 0;
    return !quoted
        && !negated
        && !RESOLVED.in(head)
        && GOES_ON.find(head, at + 2, head.length()) < 0;
  }

  private static final Fragments NOT =
      Fragments.of("not|; don't; never; nicht; no|; ne|; non|; nao|");

  private static boolean agentLeft(TraceView view, List<Exchange> exchanges, Exchange last) {
    String text = view.conversation().finalText();
    boolean silent = text == null || text.isBlank();
    boolean spoke = exchanges.stream().anyMatch(e -> !e.said().isEmpty());
    if (silent) {
      return spoke
          && (last.asked() != null || !last.calls().isEmpty())
          && !isThanks(last.question());
    }
    boolean lastWord = last.calls().isEmpty() || Announcement.asksToWait(text);
    return (lastWord && endsInWaiting(view, text))
        || (AGENT_GIVES_UP.in(tail(text)) && !Replies.asks(text) && !Replies.handsOver(text));
  }

  private static boolean endsInWaiting(TraceView view, String text) {
    List<Step> steps = view.steps();
    boolean ends = steps.get(steps.size() - 1) instanceof Step.Said;
    return ends && Announcement.asksToWait(text) && !Replies.handsOver(text);
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 300));
  }

  private static boolean isThanks(String text) {
    return text.length() < 80 && RESOLVED.in(text);
  }

  /** A question of the agent stays without a reply, in a conversation that had replies before. */
  private static boolean userLeft(TraceView view, List<Exchange> exchanges, Exchange last) {
    String text = view.conversation().finalText();
    long users =
        view.conversation().turns().stream().filter(Turn::isUser).filter(Turn::produced).count();
    return text != null
        && users >= 1
        && exchanges.size() >= 2
        && view.trace().mainRoot().sessionId() == null
        && last.calls().isEmpty()
        && Replies.asks(text)
        && !Replies.closes(text)
        && !OFFERS.in(tail(text));
  }

  private static final Fragments OFFERS =
      Fragments.of(
          """
          would you like; do you want; anything else; can i help; shall i; should i;
          want me to; do you need; is there; mochten sie; mochtest du; soll ich; noch etwas;
          brauchen sie; quieres que; desea que; algo mas; te gustaria; le gustaria;
          necesitas; voulez-vous; veux-tu; souhaitez; autre chose; puis-je; vuoi che;
          vuole che; posso|; altro; deseja; quer que; mais alguma; gostaria; 需要我; 还有;
          要不要; 他に; しましょうか; よろしい""");
}
