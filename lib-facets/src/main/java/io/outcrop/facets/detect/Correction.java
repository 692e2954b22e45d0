package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.List;
import java.util.Locale;

/**
 * Whether the user, in a turn after the agent's, contradicts or corrects the agent.
 *
 * <p>Only the opening of the turn and a few fixed phrases count. "No, thanks" and "no" as the
 * answer to a question are none. English, German, Spanish, French, and a few phrases of Italian,
 * Portuguese, Chinese and Japanese. It cannot see a contradiction in words of its own.
 */
public final class Correction {
  private static final int HEAD = 400;
  private static final List<String> ANYWHERE =
      List.of(
          "that's not what i",
          "that is not what i",
          "that's wrong",
          "that is wrong",
          "that's incorrect",
          "that is incorrect",
          "that's not right",
          "that is not right",
          "that's not correct",
          "that is not correct",
          "that isn't right",
          "that isn't correct",
          "that isn't what i",
          "not what i asked",
          "not what i wanted",
          "not what i meant",
          "not what i said",
          "you misunderstood",
          "you misread",
          "you're wrong",
          "you are wrong",
          "you got it wrong",
          "you got that wrong",
          "i already told you",
          "i already said",
          "i already gave you",
          "i just told you",
          "as i already",
          "you didn't answer",
          "you did not answer",
          "you're not listening",
          "you made a mistake",
          "your mistake",
          "this is wrong",
          "this is incorrect",
          "this isn't right",
          "this is not right",
          "that's a mistake",
          "still not working",
          "still doesn't work",
          "that didn't work",
          "didn't work",
          "that doesn't work",
          "no, i said",
          "no, i meant",
          "no, i asked",
          "no, i wanted",
          "i said ",
          "i meant ",
          "wrong answer",
          "wrong order",
          "wrong one",
          "you forgot",
          "you ignored",
          "you keep ",
          "you said the opposite",
          "you've got the wrong",
          "you have the wrong",
          "you gave me the wrong",
          "you booked the wrong",
          "you sent the wrong");

  /** In other languages, without accents. */
  private static final Fragments ELSEWHERE =
      Fragments.of(
          """
          das ist falsch; das stimmt nicht; das war nicht; das ist nicht das;
          das ist nicht richtig; das ist nicht korrekt; das habe ich nicht;
          du hast mich falsch; sie haben mich falsch; du hast mich missverstanden;
          sie haben mich missverstanden; ich habe doch gesagt; ich sagte doch;
          ich hatte gesagt; nicht was ich; nicht das, was ich; immer noch falsch;
          funktioniert immer noch nicht; geht immer noch nicht; ich meinte|; eso no es;
          esta mal|; eso esta mal; es incorrecto; eso es incorrecto; no es lo que;
          te equivocas; se equivoca; te has equivocado; se ha equivocado; te equivocaste;
          me has entendido mal; no me entendiste; ya te dije; ya le dije; yo dije|;
          quise decir; me referia; sigue sin funcionar; respuesta equivocada;
          ce n'est pas ce que; c'est faux; c'est incorrect; ce n'est pas correct;
          ce n'est pas exact; vous vous trompez; tu te trompes; tu t'es trompe;
          vous vous etes trompe; vous m'avez mal compris; tu m'as mal compris; j'ai dit|;
          je voulais dire; je vous ai deja dit; je t'ai deja dit; ca ne marche toujours pas;
          mauvaise reponse; non e quello che; e sbagliato; hai sbagliato; ha sbagliato;
          non hai capito; ti sbagli; si sbaglia; ho detto|; intendevo; non funziona ancora;
          nao e isso; nao foi isso; esta errado; esta errada; voce errou;
          voce entendeu errado; eu disse|; eu quis dizer; ja te disse; ainda nao funciona;
          不对; 你搞错; 你弄错; 你理解错; 你错了; 不是我要的; 我说的是; 我的意思是; 我不是说;
          还是不行; 答错; 違います; 違う; 間違って; 間違えて; そうじゃなく; そうではなく;
          言ったのは; 正しくありません""");

  private static final int CLAUSE = 60;
  private static final Fragments SUPPOSES =
      Fragments.of("if|; in case; whether|; unless|; should any|; in the event");

  /** What sounds like a correction and is none. */
  private static final Fragments NOT_ELSEWHERE =
      Fragments.of(
          """
          nicht falsch; no esta mal; n'est pas faux; no es incorrecto; non e sbagliato;
          nao esta errad; 对不对; 違いますか; 違う色; 違う日; 間違っていません; 是不是不对""");

  private static final List<String> OPENINGS =
      List.of(
          "no, that",
          "no that's",
          "no, it",
          "no, you",
          "no, not",
          "no, the",
          "wrong",
          "incorrect",
          "not quite",
          "that's not",
          "nope, that",
          "nope, not",
          "actually, i said",
          "actually, i meant",
          "actually, i wanted",
          "actually, that's",
          "actually no,",
          "no, i need",
          "no, actually",
          "no no",
          "that's the wrong",
          "sorry, but that's",
          "nein, das",
          "nein, ich",
          "nein, nicht",
          "falsch",
          "no, eso",
          "no, yo",
          "no, era",
          "non, ce",
          "non, je",
          "non, c'",
          "no, non",
          "n\u00e3o, eu",
          "n\u00e3o, isso");
  private static final List<String> NOT_CORRECTING =
      List.of(
          "no, that's all",
          "no, that is all",
          "no, that's it",
          "no, that'll be",
          "no, that will be",
          "no, that's everything",
          "no, that's fine",
          "no, that's okay",
          "no, that's ok",
          "no, that works",
          "no, that's good",
          "no, that would be",
          "no, that sounds",
          "no, the rest",
          "no, that is everything",
          "no, that is fine",
          "no, it's fine",
          "no, it's ok",
          "no, not really",
          "no, not right now",
          "no, not yet",
          "no, you've been",
          "no, you have been",
          "no, it's okay",
          "no, not at this time",
          "that's not a problem",
          "that's not necessary",
          "no, you can ",
          "no, not at the moment",
          "no, that covers",
          "no, that was all",
          "no, that answers",
          "no, it does not",
          "no, it doesn't",
          "no, it is not",
          "no, it isn't",
          "no, it's not",
          "no, the screen",
          "no, it still",
          "no, i need nothing",
          "no, i need to think",
          "no, actually that's all",
          "nein, das war",
          "nein, das ist alles",
          "nein, das w\u00e4r",
          "nein, das passt",
          "nein, ich habe keine",
          "nein, ich brauche nichts",
          "no, eso es todo",
          "no, eso ser",
          "no, yo no tengo",
          "non, ce sera tout",
          "non, c'est tout",
          "non, c'est bon",
          "non, je n'ai",
          "non, je vous remercie",
          "n\u00e3o, isso \u00e9 tudo",
          "n\u00e3o, eu n\u00e3o tenho",
          "no no, it's fine",
          "no no, that's fine");

  private Correction() {}

  /** True or false; null where no user turn follows an answer. */
  public static Boolean in(List<Turn> turns) {
    boolean answered = false;
    boolean followed = false;
    boolean question = false;
    for (Turn turn : turns) {
      if (turn.isUser() && answered) {
        followed = true;
        if (corrects(turn.text(), question)) {
          return true;
        }
      }
      if (turn.role().equals("assistant") && !turn.text().isBlank() && !turn.delegated()) {
        answered = true;
        question = Replies.asks(turn.text());
      }
    }
    return followed ? Boolean.FALSE : null;
  }

  public static boolean corrects(String text) {
    return corrects(text, false);
  }

  /** A "no" at the beginning is no correction where it answers a question. */
  private static boolean corrects(String text, boolean answersQuestion) {
    return TextView.of(text).has(answersQuestion ? Trait.CORRECTS_AFTER_QUESTION : Trait.CORRECTS);
  }

  static boolean readCorrects(String text, boolean answersQuestion) {
    String head =
        text.substring(0, Math.min(text.length(), HEAD))
            .strip()
            .toLowerCase(Locale.ROOT)
            .replace('\u2019', '\'');
    if (NOT_CORRECTING.stream().anyMatch(head::startsWith)) {
      return false;
    }
    return OPENINGS.stream().anyMatch(o -> head.startsWith(o) && !(answersQuestion && isNo(o)))
        || ANYWHERE.stream().anyMatch(phrase -> stands(head, phrase))
        || (ELSEWHERE.in(head) && !NOT_ELSEWHERE.in(head));
  }

  private static boolean stands(String text, String phrase) {
    for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
      boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      if (begins && !isSupposed(text, at)) {
        return true;
      }
    }
    return false;
  }

  /** "If that doesn't work", "if any of them is the wrong one": so far nothing is wrong. */
  private static boolean isSupposed(String text, int at) {
    int start = at;
    while (start > 0 && at - start < CLAUSE && ".!?\n;".indexOf(text.charAt(start - 1)) < 0) {
      start--;
    }
    return SUPPOSES.find(text, start, at) >= 0;
  }

  private static boolean isNo(String opening) {
    return opening.startsWith("no") || opening.startsWith("nein") || opening.startsWith("n\u00e3o");
  }
}
