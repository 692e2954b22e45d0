package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Whether the agent ends in a refusal: it will not, or may not, do what was asked.
 *
 * <p>The final text refuses, or the last model call was stopped by a content filter. Not finding,
 * not knowing and not seeing are no refusals; nor is an offer to do something else after "but I
 * can". It cannot see a refusal in words of its own, or in other languages than English, Spanish,
 * French, German, Portuguese, Italian, Chinese and Japanese.
 */
public final class Refusal {
  private static final Phrases REFUSES =
      Phrases.of(
          "can't|cannot help|assist you|with",
          "can't|cannot help|assist you with",
          "can not help|assist with|you",
          "won't|can't|cannot be able to help|assist",
          "can't|cannot|won't comply|fulfill|fulfil|engage|participate",
          "can't|cannot|won't provide|share|generate|create|discuss|produce|give|write"
              + " that|this|such|instructions|information|any|content",
          "can't|cannot|won't do that|this",
          "have|need to decline|refuse",
          "unable to help|assist|comply|fulfill|fulfil",
          "not able to help|assist|comply|fulfill|discuss",
          "not able|allowed|permitted|authorized to"
              + " provide|share|process|do|discuss|offer|make|cancel|issue|waive",
          "must decline|refuse",
          "decline to",
          "i refuse",
          "i respectfully decline",
          "against my|our|the policy|policies|guidelines|programming|rules",
          "violates|violate my|our|the policy|policies|guidelines|terms",
          "policy|policies|guidelines|rules .. not|doesn't|don't|prohibits|prohibit|forbid|forbids",
          "as an ai .. can't|cannot|unable",
          "not comfortable|appropriate with|providing|for|to",
          "cannot|can't in good conscience",
          "no puedo ayudar|ayudarte|ayudarle",
          "no puedo hacer eso",
          "je ne peux pas vous|t'aider",
          "kann ich .. nicht helfen",
          "dabei .. nicht helfen",
          "das|dies darf|kann|werde ich .. nicht tun|machen|erlauben",
          "kann|darf ihnen|dir|euch .. keine auskunft",
          "darf|kann ihnen|dir .. nicht sagen|nennen|mitteilen|geben",
          "pas|non|no|não autorisé|autorizado|autorizzato",
          "no puedo compartir|proporcionar|revelar|cumplir",
          "não posso ajudar|fazer|compartilhar|fornecer|ajudá",
          "não posso te|lhe|o ajudar",
          "non posso aiutarti|aiutarla|aiutare|farlo|fornire|condividere",
          "ne peux pas faire|fournir|partager|répondre|accéder",
          "an ai|assistant .. can't|cannot|unable",
          "ai|assistant|model , i can't|cannot|won't");
  private static final String[] REFUSES_DENSE = {
    "\u65e0\u6cd5\u5e2e\u52a9",
    "\u4e0d\u80fd\u5e2e\u52a9",
    "\u65e0\u6cd5\u63d0\u4f9b",
    "\u4e0d\u80fd\u63d0\u4f9b",
    "\u304a\u5fdc\u3048\u3067\u304d\u307e\u305b\u3093",
    "\u304a\u624b\u4f1d\u3044\u3067\u304d\u307e\u305b\u3093",
    "\u5bfe\u5fdc\u3067\u304d\u307e\u305b\u3093"
  };
  private static final Phrases NOT_REFUSING =
      Phrases.of(
          "can't|cannot help but",
          "until|unless|without|before",
          "but|however|instead , i can",
          "but|however|instead i can|could|would",
          "can't|cannot find|locate|see|access");

  private static final Phrases OFFERS = Phrases.of("i can .. help|offer|instead");
  private static final Phrases RULES =
      Phrases.of("policy|policies|guidelines|rules|terms", "ich|no puedo", "je ne");
  private static final Set<String> SPEAKERS =
      Set.of(
          "i", "i'm", "i'd", "i'll", "i've", "we", "we're", "we'll", "puedo", "je", "ich", "posso",
          "estoy", "estou", "sono");

  private Refusal() {}

  public static boolean in(TraceView view) {
    String text = view.conversation().finalText();
    return blocked(view) || (text != null && refuses(text));
  }

  static boolean refuses(String text) {
    return TextView.of(text).has(Trait.REFUSES);
  }

  static boolean readRefuses(String text) {
    List<Sentence> sentences = Sentence.of(text);
    boolean alternative = sentences.stream().anyMatch(s -> OFFERS.in(s) && !REFUSES.in(s));
    if (Arrays.stream(REFUSES_DENSE).anyMatch(text::contains)) {
      return true;
    }
    return !alternative && sentences.stream().anyMatch(Refusal::isRefusal);
  }

  private static boolean isRefusal(Sentence sentence) {
    List<String> words = sentence.words();
    boolean speaker =
        words.stream().anyMatch(SPEAKERS::contains) || REFUSES.at(words, 0) || RULES.in(sentence);
    return !sentence.question() && speaker && REFUSES.in(sentence) && !NOT_REFUSING.in(sentence);
  }

  private static boolean blocked(TraceView view) {
    List<Span> calls = view.trace().modelCalls();
    if (calls.isEmpty()) {
      return false;
    }
    Span last = calls.get(calls.size() - 1);
    boolean filtered =
        last.finishReasons().stream()
            .anyMatch(
                r ->
                    r.equalsIgnoreCase("content_filter")
                        || r.equalsIgnoreCase("safety")
                        || r.equalsIgnoreCase("refusal"));
    return filtered
        || (last.failed()
            && ErrorClass.of(last.errorType(), last.errorMessage(), null)
                == ErrorClass.CONTENT_FILTER);
  }
}
