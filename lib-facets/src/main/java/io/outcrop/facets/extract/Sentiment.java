package io.outcrop.facets.extract;

import io.outcrop.facets.trace.Turn;
import java.util.List;
import java.util.Set;

/**
 * The sentiment of the user's words: positive, neutral or negative, by words of feeling and their
 * negation.
 *
 * <p>Plain thanks are politeness and count for little. English only; irony is not seen.
 */
final class Sentiment {
  private static final Set<String> NEGATIVE =
      Set.of(
          "terrible",
          "awful",
          "horrible",
          "useless",
          "frustrated",
          "frustrating",
          "angry",
          "annoyed",
          "annoying",
          "ridiculous",
          "unacceptable",
          "disappointed",
          "disappointing",
          "worst",
          "hate",
          "furious",
          "upset",
          "waste",
          "stupid",
          "nonsense",
          "garbage",
          "pathetic",
          "incompetent",
          "fed",
          "scam",
          "sucks",
          "wtf",
          "bullshit",
          "crap",
          "damn",
          "outrageous",
          "unhelpful");
  private static final Set<String> POSITIVE =
      Set.of(
          "great",
          "perfect",
          "excellent",
          "awesome",
          "wonderful",
          "amazing",
          "fantastic",
          "love",
          "brilliant",
          "appreciate",
          "helpful",
          "pleased",
          "delighted",
          "happy",
          "superb",
          "nice");
  private static final Set<String> NEGATION =
      Set.of(
          "not", "no", "never", "isn't", "wasn't", "don't", "doesn't", "didn't", "hardly", "n't");

  private Sentiment() {}

  static String of(List<Turn> turns) {
    int score = 0;
    for (Turn turn : turns) {
      if (turn.isUser()) {
        score += score(Words.of(turn.text()));
      }
    }
    return score > 0 ? "positive" : score < 0 ? "negative" : "neutral";
  }

  private static int score(List<String> words) {
    int score = 0;
    for (int i = 0; i < words.size(); i++) {
      int sign = NEGATIVE.contains(words.get(i)) ? -2 : POSITIVE.contains(words.get(i)) ? 1 : 0;
      boolean negated = sign != 0 && (negates(words, i - 1) || negates(words, i - 2));
      score += negated ? (sign > 0 ? -2 : 0) : sign;
    }
    return score;
  }

  private static boolean negates(List<String> words, int at) {
    return at >= 0 && NEGATION.contains(words.get(at));
  }
}
