package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * How far the final answer rests on what was retrieved, 0 to 1, and how that was told.
 *
 * <p>Methods, the first that applies: {@code none}, no retrieval was attempted, there is no value;
 * {@code empty}, every retrieval came back empty, 0; {@code citations}, the share of the cited ids
 * that were retrieved; {@code overlap}, the share of the answer's statements whose words and
 * numbers stand in what retrievers and tools returned; {@code values}, the same by numbers and
 * names alone, where the answer's words are of another language; {@code unrecorded}, what was found
 * is not told and there is no value. What the user or the instructions said counts neither way, nor
 * do questions, admissions and talk in the first person; an answer that states nothing is grounded.
 * It cannot see a false statement in the words of its source.
 *
 * @param score may be null
 */
public record Grounded(Double score, String method) {
  private static final int MAX_CHARS = 20_000;
  private static final double ENOUGH = 0.6;
  private static final double WRONG_NUMBER = 0.3;
  private static final int LEAST_WORDS = 4;
  private static final double GRID = 1000;

  /** Where nothing was looked for. */
  public static final Grounded NOT_ATTEMPTED = new Grounded(null, null);

  private static final Set<String> SPEAKERS =
      Set.of(
          "i",
          "i'm",
          "i've",
          "i'll",
          "i'd",
          "we",
          "we'll",
          "let",
          "please",
          "thank",
          "thanks",
          "sorry",
          "feel",
          "hope",
          "ich",
          "wir",
          "bitte",
          "danke",
          "gerne",
          "je",
          "nous",
          "merci",
          "yo",
          "gracias",
          "por",
          "eu",
          "obrigado",
          "grazie");

  static Grounded of(TraceView view, Retrievals retrievals, Citations citations) {
    String text = view.conversation().finalText();
    if (!retrievals.attempted()) {
      return NOT_ATTEMPTED;
    }
    if (retrievals.empty()) {
      return new Grounded(0.0, "empty");
    }
    if (!citations.cited().isEmpty()) {
      return new Grounded(rounded(citations.share()), "citations");
    }
    boolean judged = retrievals.recorded() && view.known().anyReturned() && text != null;
    if (!judged || !view.known().isComplete()) {
      return new Grounded(null, "unrecorded");
    }
    String answers = answersAfter(retrievals.calls().get(0), view, text);
    return byOverlap(answers.substring(0, Math.min(answers.length(), MAX_CHARS)), view.known());
  }

  /** What was said since the first search: the last words are often but a farewell. */
  private static String answersAfter(Call search, TraceView view, String finalText) {
    StringBuilder answers = new StringBuilder();
    for (Turn turn : view.answers()) {
      if (!turn.delegated()
          && view.trace().indexOf(turn.span()) > search.position()
          && turn.toolCalls().isEmpty()) {
        answers.append(turn.text()).append('\n');
      }
    }
    return answers.isEmpty() ? finalText : answers.toString();
  }

  private static Grounded byOverlap(String text, KnownText known) {
    double weights = 0;
    double supported = 0;
    double byValues = 0;
    double valueWeights = 0;
    boolean anyWord = false;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || endsSentence(text, i)) {
        String sentence = text.substring(start, i);
        boolean question =
            i < text.length() && (text.charAt(i) == '?' || text.charAt(i) == '\uff1f');
        start = Math.min(text.length(), i + 1);
        if (question || isTalk(sentence)) {
          continue;
        }
        Statement statement = Statement.of(sentence, known);
        if (statement.words >= LEAST_WORDS || statement.numbers > 0) {
          int weight = statement.words + 2 * statement.numbers;
          weights += weight;
          supported += weight * statement.support();
          anyWord |= statement.found > 0;
          valueWeights += statement.numbers;
          byValues += statement.foundNumbers;
        }
      }
    }
    if (weights == 0) {
      return new Grounded(1.0, "overlap");
    }
    // Not one word of the answer in all that was found, but its values: another language.
    if (!anyWord && valueWeights > 0) {
      return new Grounded(rounded(byValues / valueWeights), "values");
    }
    return new Grounded(rounded(supported / weights), "overlap");
  }

  private static boolean endsSentence(String text, int i) {
    char c = text.charAt(i);
    if (c == '\n' || c == '!' || c == '?' || c == '\u3002' || c == '\uff01' || c == '\uff1f') {
      return true;
    }
    return (c == '.' || c == ';') && (i + 1 == text.length() || text.charAt(i + 1) == ' ');
  }

  /** Talk about the conversation, and admissions: they state nothing of the world. */
  private static boolean isTalk(String sentence) {
    String plain = sentence.strip();
    int end = 0;
    while (end < plain.length() && (Character.isLetter(plain.charAt(end)) || isQuote(plain, end))) {
      end++;
    }
    return SPEAKERS.contains(
            plain.substring(0, end).toLowerCase(Locale.ROOT).replace('\u2019', '\''))
        || Replies.admits(plain);
  }

  private static boolean isQuote(String text, int at) {
    return text.charAt(at) == '\'' || text.charAt(at) == '\u2019';
  }

  private static double rounded(double value) {
    return Math.round(value * GRID) / GRID;
  }

  /** The words and values of one sentence that need support, and how many have it. */
  private static final class Statement implements TextScan.Sink {
    private final KnownText known;
    private final Set<String> seen = new HashSet<>();
    int words;
    int found;
    int numbers;
    int foundNumbers;

    private Statement(KnownText known) {
      this.known = known;
    }

    static Statement of(String sentence, KnownText known) {
      Statement statement = new Statement(known);
      TextScan.scan(sentence, statement);
      return statement;
    }

    @Override
    public void word(String stem) {
      if (seen.add(stem)) {
        if (known.returnedWord(stem)) {
          words++;
          found++;
        } else if (!known.saidWord(stem)) {
          words++;
        }
      }
    }

    @Override
    public void number(String digits) {
      // Small whole numbers count points and steps.
      if (digits.length() > 1 && seen.add(digits)) {
        numbers++;
        foundNumbers += known.amounts().knows(digits) ? 1 : 0;
      }
    }

    @Override
    public void id(String plain, String written) {
      if (seen.add(plain)) {
        numbers++;
        foundNumbers += known.knowsId(plain) ? 1 : 0;
      }
    }

    double support() {
      double byWords = words == 0 ? 1 : Math.min(1, found / (ENOUGH * words));
      return foundNumbers == numbers ? byWords : byWords * WRONG_NUMBER;
    }
  }
}
