package io.outcrop.facets.detect;

import java.util.List;
import java.util.Locale;

/**
 * Phrases by which an agent's text asks, admits a failure, hands over, or closes.
 *
 * <p>General English, with the commonest apologies of a few other languages. It cannot see irony or
 * an admission in words of its own.
 */
public final class Replies {
  private static final Phrases ADMITS =
      Phrases.of(
          "error|errors|failed|failure|fails|failing|unsuccessful|unsuccessfully",
          "an|the|this|exception exception|was|occurred",
          "i|we cannot|can't",
          "found|find|see nothing|no",
          "nothing|none found|on|about|that|matches|matching|came",
          "rather not",
          "not sure|certain",
          "don't|do know",
          "not in|covered|mentioned|stated|documented",
          "unable|unavailable|inaccessible|unreachable|incomplete|denied|rejected|crashed",
          "couldn't|wasn't|weren't|didn't|hasn't|haven't",
          "could|can|did|was|were|has not",
          "not found|available|able|possible|working|work|exist|supported|permitted|allowed",
          "no record|records|results|access|result|match|matches|such|information|data|luck|matching",
          "sorry",
          "apologize|apologise|apologies",
          "unfortunately|regrettably",
          "trouble|difficulties|difficulty|glitch|outage|hiccup",
          "problem|problems|issue|issues with|occurred|connecting|accessing|retrieving",
          "encountered|experienced|experiencing|hit|having|had|was|is a|an|some"
              + " problem|issue|snag|problems|issues",
          "ran into",
          "lack|lacking|lacks the|any|a",
          "nothing can|could|to be|do done|about",
          "nothing i can do",
          "is|are|was|were busy|down|offline|unresponsive",
          "try|tried|trying again|another|instead|different|differently",
          "timed out",
          "went wrong",
          "without success",
          "don't|doesn't|do|does have|see|exist|seem|not",
          "retry|retrying|workaround|fallback|alternatively|invalid|missing",
          "lo siento",
          "no pude|puedo|pudo",
          "désolé|désolée|malheureusement|erreur|impossible",
          "leider|entschuldigung|fehler|konnte",
          "desculpe|infelizmente|erro|não",
          "purtroppo|errore",
          "helaas|fout",
          "niestety|przepraszam",
          "tyvärr|maalesef");
  private static final Phrases SYMPATHY =
      Phrases.of("sorry to hear|learn", "sorry you're|your|for your");
  private static final Phrases HANDS_OVER =
      Phrases.of(
          "transfer|transferring|transferred|escalate|escalating|escalated|connect|connecting"
              + " you|this|your",
          "human|live|real agent|representative|person|support|specialist",
          "support team|agent|representative",
          "hand|handing .. over|off");
  private static final Phrases CLOSING =
      Phrases.of(
          "anything|something else",
          "any other|further|more|additional question|questions",
          "help|assist .. with anything",
          "what else",
          "how else",
          "let me know",
          "would you like me to help .. else",
          "is that all",
          "how can|may i help|assist",
          "help you today");
  private static final String[] CJK_ADMISSIONS = {
    "抱歉",
    "对不起",
    "失败",
    "错误",
    "无法",
    "申し訳",
    "エラー",
    "できません",
    "죄송",
    "오류",
    "извин",
    "ошибк",
    "к сожалению",
    "عذر",
    "खेद"
  };

  private Replies() {}

  /** Whether the text ends in a question to the reader. */
  public static boolean asks(String text) {
    for (int i = text.length() - 1, seen = 0; i >= 0 && seen < 12; i--, seen++) {
      char c = text.charAt(i);
      if (c == '?' || c == '\uff1f' || c == '\u061f') {
        return true;
      }
      if (Character.isLetterOrDigit(c)) {
        return false;
      }
    }
    return false;
  }

  /** Whether the question at its end only offers more help. */
  public static boolean closes(String text) {
    return TextView.of(text).has(Trait.CLOSES);
  }

  static boolean readCloses(String text) {
    return asks(text) && CLOSING.in(Sentence.last(text));
  }

  /** Whether the text tells that something went wrong, or makes up for it openly. */
  public static boolean admits(String text) {
    return TextView.of(text).has(Trait.ADMITS);
  }

  static boolean readAdmits(String text) {
    List<Sentence> sentences = Sentence.of(text);
    if (sentences.stream().anyMatch(s -> ADMITS.in(s) && !onlySympathy(s))) {
      return true;
    }
    String head = text.substring(0, Math.min(text.length(), 2_000)).toLowerCase(Locale.ROOT);
    for (String fragment : CJK_ADMISSIONS) {
      if (head.contains(fragment)) {
        return true;
      }
    }
    return false;
  }

  private static boolean onlySympathy(Sentence sentence) {
    int at = SYMPATHY.find(sentence.words());
    return at >= 0
        && ADMITS.find(sentence.words()) == at
        && ADMITS.find(sentence.words().subList(at + 1, sentence.words().size())) < 0;
  }

  /** Whether the text passes the case on to somebody. */
  public static boolean handsOver(String text) {
    return TextView.of(text).has(Trait.HANDS_OVER);
  }

  static boolean readHandsOver(String text) {
    return HANDS_OVER.in(text);
  }
}
