package io.outcrop.facets.extract;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The language of a text as an ISO 639-1 code, by its script or else by its commonest short words;
 * "und" where neither tells.
 *
 * <p>Ten languages in Latin script and nine by other scripts; a short text of names and numbers is
 * "und".
 */
public final class Languages {
  private static final int MAX_CHARS = 2_000;

  /** Longer words are none of the short words. */
  private static final int LONGEST = 12;

  /** Up to here letters are Latin, which tells no language. */
  private static final int LAST_LATIN = 0x24f;

  private static final Map<String, List<String>> BY_WORD = new HashMap<>();

  static {
    add(
        "en",
        "the and is are was to of in for my you i it that this with can what how on me please do"
            + " have not be need from want an does which who when where show tell help find");
    add(
        "es",
        "el los las una que por para con del es mi como qué está quiero puedo necesito y cómo más algo según tiene hay lo su al");
    add(
        "fr",
        "le les une des est et pour avec dans je vous mon ma que qui sur pas du au comment ce cette aux il elle son sa ses plus autre");
    add(
        "de",
        "der die das und ist ich nicht ein eine mit für auf den zu wie mein von bitte kann im bei dem des sich sonst noch sind wird hat kein");
    add("it", "il gli una che per con del della è sono mi come non di vorrei posso mio questo");
    add(
        "pt",
        "o os uma que para com do da não é meu minha como você em por eu quero está mais alguma tem seu sua os dos das ao na");
    add("nl", "het een en van ik is niet met voor op mijn dat hoe kan te wat zijn graag");
    add("pl", "i w na nie się jest do z że jak mój czy proszę mam chcę o to dla");
    add("sv", "och att det som en är jag inte för på med av kan hur min har ett till");
    add("tr", "ve bir bu için ile ne nasıl var mı ben benim istiyorum lütfen değil çok olan");
  }

  private Languages() {}

  private static void add(String language, String words) {
    for (String word : words.split(" ", -1)) {
      BY_WORD.computeIfAbsent(word, w -> new ArrayList<>()).add(language);
    }
  }

  /** Whether a word is one of the short words of any language. */
  static boolean isShortWord(String word) {
    return BY_WORD.containsKey(word);
  }

  public static String of(String text) {
    if (text == null) {
      return "und";
    }
    String head = text.substring(0, Math.min(text.length(), MAX_CHARS));
    String byScript = byScript(head);
    return byScript == null ? byWords(head) : byScript;
  }

  private static String byScript(String text) {
    Map<Character.UnicodeScript, Integer> counts = new EnumMap<>(Character.UnicodeScript.class);
    int letters = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isLetter(c)) {
        letters++;
        if (c > LAST_LATIN) {
          counts.merge(Character.UnicodeScript.of(c), 1, Integer::sum);
        }
      }
    }
    int kana =
        counts.getOrDefault(Character.UnicodeScript.HIRAGANA, 0)
            + counts.getOrDefault(Character.UnicodeScript.KATAKANA, 0);
    int han = counts.getOrDefault(Character.UnicodeScript.HAN, 0);
    if ((kana + han) * 3 > letters) {
      return kana > 0 ? "ja" : letters > 0 ? "zh" : null;
    }
    for (Map.Entry<Character.UnicodeScript, Integer> script : counts.entrySet()) {
      if (script.getValue() * 2 > letters && language(script.getKey()) != null) {
        return language(script.getKey());
      }
    }
    return null;
  }

  private static String language(Character.UnicodeScript script) {
    return switch (script) {
      case HANGUL -> "ko";
      case CYRILLIC -> "ru";
      case ARABIC -> "ar";
      case HEBREW -> "he";
      case DEVANAGARI -> "hi";
      case THAI -> "th";
      case GREEK -> "el";
      default -> null;
    };
  }

  private static String byWords(String text) {
    Map<String, Integer> scores = new HashMap<>();
    int words = 0;
    for (String word : Words.upTo(LONGEST, text)) {
      words++;
      for (String language : BY_WORD.getOrDefault(word, List.of())) {
        scores.merge(language, 1, Integer::sum);
      }
    }
    String best = "und";
    int most = 0;
    for (Map.Entry<String, Integer> entry : scores.entrySet()) {
      boolean better =
          entry.getValue() > most
              || (entry.getValue() == most && rank(entry.getKey()) < rank(best));
      if (better) {
        best = entry.getKey();
        most = entry.getValue();
      }
    }
    return most >= 2 || (most == 1 && words <= 5) ? best : "und";
  }

  /** English first among equals, the rest by code. */
  private static String rankKey(String language) {
    return language.equals("en") ? "" : language.toLowerCase(Locale.ROOT);
  }

  private static int rank(String language) {
    String key = rankKey(language);
    return key.isEmpty() ? 0 : key.charAt(0) * 256 + key.charAt(1);
  }
}
