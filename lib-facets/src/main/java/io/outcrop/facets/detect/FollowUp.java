package io.outcrop.facets.detect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the user builds on an answer: takes up what it said, or asks on.
 *
 * <p>The turn after an answer that is no correction, no farewell and no mere reply to the agent's
 * question, and either begins like a continuation or asks about words that the answer brought in.
 * It cannot see a follow-up that shares no word with the answer and has no mark of one.
 */
public final class FollowUp {
  private static final int LEAST_SHARED = 1;
  private static final Fragments GOES_ON =
      Fragments.of(
          """
          and|; and what; and how; and can; and if; and the; and for; what about; how about; also,;
          also|; can you also; could you also; great,|; perfect,|; good,|; nice,|; ok,|;
          okay,|; thanks,|; thanks!|; thank you,|; thank you!|; interesting; based on that;
          in that case; then|; so|; now|; next,; why|; tell me more; more about; follow-up;
          another question; und|; wie ist es mit; was ist mit; auch|; dann|; super,|;
          danke,|; prima,|; gut,|; warum|; mehr dazu; y|; que tal; tambien; entonces;
          gracias,|; perfecto,|; genial,|; vale,|; por que|; y si|; et|; aussi|; alors|;
          merci,|; parfait,|; pourquoi; d'accord,|; e se|; e per; anche|; allora; grazie,|;
          perfetto,|; perche|; tambem; entao; obrigado,|; obrigada,|; otimo,|; e quanto;
          e para; 那么; 那; 还有; 另外; 那如果; 为什么; 好的，; 谢谢，; では; じゃあ; また;
          あと; なぜ; それは; ありがとう。""");
  private static final Fragments FAREWELL =
      Fragments.of(
          """
          that's all; that is all; that will be all; that's everything; no thanks; no, thank;
          nothing else; bye; goodbye; have a|; you've been; all good; ###stop; i'm good;
          that helps; das war alles; das ist alles; tschuss; auf wiedersehen; nein danke;
          eso es todo; nada mas; adios; hasta luego; c'est tout; au revoir; bonne journee;
          non merci; e tutto; arrivederci; buona giornata; isso e tudo; tchau; ate logo;
          再见; 没有了; 就这些; 以上です; さようなら""");
  private static final Fragments REQUEST =
      Fragments.of(
          """
          ?; ？; please; can you; could you; i want; i'd like; i need; show me; tell me;
          explain; add|; make|; change|; use|; compare; bitte; kannst; konnen sie;
          ich mochte; zeig; erklar; por favor; puedes; quiero; muestra; explica; s'il;
          peux-tu; pouvez; je veux; je voudrais; montre; explique; per favore; puoi; vorrei;
          mostra; spiega; pode|; quero; mostre; 请; 帮我; 能; 怎么; ください; ですか; ますか;
          お願い""");

  private FollowUp() {}

  /** True or false; null where no turn of the user follows an answer. */
  public static Boolean in(TraceView view) {
    List<Exchange> exchanges = view.exchanges();
    boolean followed = false;
    for (int i = 1; i < exchanges.size(); i++) {
      String answer = exchanges.get(i - 1).answer();
      if (!answer.isEmpty() && exchanges.get(i).asked() != null) {
        followed = true;
        if (builds(exchanges.get(i).question(), answer, exchanges.get(i - 1).question())) {
          return true;
        }
      }
    }
    return followed ? Boolean.FALSE : null;
  }

  private static boolean builds(String turn, String answer, String before) {
    String text = turn.strip();
    boolean over = Correction.corrects(text) || Abandonment.givesUp(text) || FAREWELL.in(text);
    if (over || text.length() < 4 || !REQUEST.in(text)) {
      return false;
    }
    boolean replies = Replies.asks(answer) && !Replies.closes(answer);
    boolean asks = text.indexOf('?') >= 0 || text.indexOf('\uff1f') >= 0;
    if (replies && !asks) {
      return false;
    }
    boolean goesOn = GOES_ON.find(text, 0, 2) >= 0;
    if (goesOn && !replies) {
      return true;
    }
    Set<String> fresh = new HashSet<>(Stems.of(answer));
    fresh.removeAll(Stems.of(before));
    return Stems.shared(Stems.of(text), fresh) >= LEAST_SHARED;
  }
}
