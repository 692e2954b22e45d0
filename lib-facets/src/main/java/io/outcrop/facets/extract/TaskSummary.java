package io.outcrop.facets.extract;

import io.outcrop.facets.trace.Conversation;
import io.outcrop.facets.trace.RequestText;
import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the user asked for: the first message that is more than a greeting, unwrapped, on one line,
 * redacted, cut to 200 characters at a word; and its topic, the salient words of it.
 *
 * <p>Redaction comes before the cut, so that no half of a secret escapes its pattern.
 */
final class TaskSummary {
  private static final int MAX_CHARS = 200;
  private static final int MAX_READ = 1_000;
  private static final int TOPIC_WORDS = 3;
  private static final Set<String> GREETING =
      Set.of(
          "hi",
          "hello",
          "hey",
          "there",
          "good",
          "morning",
          "afternoon",
          "evening",
          "greetings",
          "thanks",
          "thank",
          "you",
          "yes",
          "no",
          "ok",
          "okay",
          "please",
          "sure",
          "hola",
          "bonjour",
          "hallo",
          "ciao",
          "olá",
          "team",
          "everyone",
          "start",
          "help",
          "test",
          "yo",
          "howdy",
          "how",
          "are",
          "salut",
          "guten",
          "tag",
          "buenos",
          "días",
          "dear",
          "assistant",
          "support");
  private static final Set<String> FILLER =
      Set.of(
          "want",
          "like",
          "would",
          "could",
          "need",
          "help",
          "please",
          "thanks",
          "hello",
          "just",
          "your",
          "with",
          "about",
          "there",
          "some",
          "them",
          "they",
          "been",
          "will",
          "also",
          "into",
          "give",
          "make",
          "know",
          "trying",
          "looking",
          "i'd",
          "i'm",
          "i've",
          "let",
          "get",
          "has",
          "all",
          "any",
          "our",
          "out",
          "its",
          "it's",
          "but",
          "should",
          "then",
          "than",
          "using",
          "use",
          "one",
          "two",
          "if",
          "or",
          "by",
          "at",
          "as",
          "so",
          "up",
          "user",
          "good",
          "following",
          "hey",
          "yes",
          "more",
          "other",
          "such",
          "these",
          "those",
          "their",
          "his",
          "her",
          "were",
          "had",
          "did",
          "don't",
          "can't",
          "only",
          "each",
          "every",
          "must",
          "may",
          "per",
          "we",
          "us");

  private TaskSummary() {}

  /** The summary, or null where the user said nothing. */
  static String of(Conversation conversation, UnaryOperator<String> redact) {
    List<String> texts = new ArrayList<>();
    for (Turn turn : conversation.userTurns()) {
      texts.add(turn.text());
    }
    if (texts.isEmpty()) {
      return null;
    }
    String chosen = texts.stream().filter(t -> !isGreeting(t)).findFirst().orElse(texts.get(0));
    String text = RequestText.ofInput(chosen);
    String line = collapse(text.substring(0, Math.min(text.length(), MAX_READ)));
    return cut(redact.apply(line));
  }

  static boolean isGreeting(String text) {
    if (text.length() > 80) {
      return false;
    }
    List<String> words = Words.of(text);
    return words.stream().allMatch(GREETING::contains)
        || (words.size() <= 3 && Set.of("hi", "hello", "hey").contains(words.get(0)));
  }

  private static String collapse(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)) {
        blank = !line.isEmpty();
      } else {
        if (blank) {
          line.append(' ');
        }
        blank = false;
        line.append(c);
      }
    }
    return line.toString();
  }

  private static String cut(String line) {
    if (line.length() <= MAX_CHARS) {
      return line;
    }
    int space = line.lastIndexOf(' ', MAX_CHARS);
    int end = space > MAX_CHARS / 2 ? space : MAX_CHARS;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
  }

  /** Up to three words that carry the summary: the most frequent, then the longest, then first. */
  static String topic(String summary) {
    if (summary == null) {
      return null;
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String word : Words.of(summary)) {
      boolean content =
          word.length() > 2
              && !Languages.isShortWord(word)
              && !FILLER.contains(word)
              && word.chars().allMatch(Character::isLetter);
      if (content) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    List<String> order = new ArrayList<>(counts.keySet());
    List<String> best = new ArrayList<>(order);
    best.sort(
        (a, b) -> {
          int byCount = Integer.compare(counts.get(b), counts.get(a));
          int byLength = Integer.compare(Math.min(b.length(), 9), Math.min(a.length(), 9));
          return byCount != 0 ? byCount : byLength;
        });
    List<String> top = best.subList(0, Math.min(TOPIC_WORDS, best.size()));
    List<String> inOrder = order.stream().filter(top::contains).toList();
    return inOrder.isEmpty() ? null : String.join(" ", inOrder);
  }
}
