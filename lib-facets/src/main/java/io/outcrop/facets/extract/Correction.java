package io.outcrop.facets.extract;

import io.outcrop.facets.trace.Turn;
import java.util.List;
import java.util.Locale;

/**
 * Whether the user, in a turn after the agent's, contradicts or corrects the agent.
 *
 * <p>Only the opening of the turn and a few fixed phrases count. "No, thanks" and "no" as the
 * answer to a question are none. English, with a few phrases of Spanish, French and German.
 */
final class Correction {
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
          "eso no es",
          "está mal",
          "ce n'est pas ce que",
          "c'est faux",
          "das ist falsch",
          "das stimmt nicht",
          "das war nicht");
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
          "actually no,");
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
          "no, it still");

  private Correction() {}

  /** True or false; null where no user turn follows an answer. */
  static Boolean in(List<Turn> turns) {
    boolean answered = false;
    boolean followed = false;
    for (Turn turn : turns) {
      if (turn.isUser() && answered) {
        followed = true;
        if (corrects(turn.text())) {
          return true;
        }
      }
      answered |= turn.role().equals("assistant") && !turn.text().isBlank() && !turn.delegated();
    }
    return followed ? Boolean.FALSE : null;
  }

  static boolean corrects(String text) {
    String head =
        text.substring(0, Math.min(text.length(), HEAD))
            .strip()
            .toLowerCase(Locale.ROOT)
            .replace('\u2019', '\'');
    if (NOT_CORRECTING.stream().anyMatch(head::startsWith)) {
      return false;
    }
    return OPENINGS.stream().anyMatch(head::startsWith)
        || ANYWHERE.stream().anyMatch(phrase -> stands(head, phrase));
  }

  private static boolean stands(String text, String phrase) {
    int at = text.indexOf(phrase);
    return at == 0 || (at > 0 && !Character.isLetterOrDigit(text.charAt(at - 1)));
  }
}
