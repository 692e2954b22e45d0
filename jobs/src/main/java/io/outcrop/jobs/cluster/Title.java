package io.outcrop.jobs.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A title that grows by qualifiers while they fit and say something new. */
final class Title {
  private static final int MOST_WORDS = 10;

  private final StringBuilder text;
  private final boolean listed;
  private final Set<String> said = new HashSet<>();
  private int words;
  private int qualifiers;
  private String joint = " with ";

  Title(String lead, boolean listed) {
    String[] all = lead.split(" ", -1);
    this.listed = listed;
    this.words = Math.min(all.length, MOST_WORDS);
    this.text = new StringBuilder(String.join(" ", List.of(all).subList(0, words)));
    say(lead);
  }

  /** Adds the phrase unless the title has that many qualifiers, is full, or says it already. */
  void qualify(Phrase phrase, int most) {
    boolean tailed = phrase.tail() != null && qualifiers == 0 && !listed;
    String said = tailed ? phrase.tail() : phrase.noun();
    int more = said.split(" ", -1).length + (listed || tailed ? 0 : 1);
    if (qualifiers >= most || words + more > MOST_WORDS || isSaid(phrase.noun())) {
      return;
    }
    text.append(listed ? ", " : tailed ? " " : joint).append(said);
    joint = tailed ? ", with " : " and ";
    words += more;
    qualifiers++;
    say(said);
    say(phrase.noun());
  }

  String text() {
    return text.toString();
  }

  private boolean isSaid(String noun) {
    return content(noun).stream().anyMatch(said::contains);
  }

  private void say(String phrase) {
    said.addAll(content(phrase));
  }

  /** The words that carry meaning, cut so that call and calls are one. */
  static Set<String> content(String phrase) {
    Set<String> content = new HashSet<>();
    for (String word : phrase.toLowerCase(Locale.ROOT).split("[ ,-]", -1)) {
      if (word.length() > 3) {
        content.add(word.substring(0, Math.min(4, word.length())));
      } else if (!word.isEmpty() && Character.isIdeographic(word.codePointAt(0))) {
        content.add(word);
      }
    }
    return content;
  }
}
