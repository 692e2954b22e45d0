package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether an answer is longer than an order allows, in words, characters, sentences, lines, list
 * items or paragraphs. A tenth more than the limit is let pass.
 */
final class LengthLimits {
  private enum Unit {
    WORDS,
    CHARACTERS,
    SENTENCES,
    LINES,
    ITEMS,
    PARAGRAPHS
  }

  private static final Map<String, Unit> UNITS = new java.util.HashMap<>();
  private static final Map<String, Integer> NUMBERS = new java.util.HashMap<>();

  static {
    units(
        Unit.WORDS,
        "word words worter wortern worte worten palabra palabras mot mots parola parole palavra"
            + " palavras");
    units(
        Unit.CHARACTERS,
        "character characters chars zeichen caracter caracteres caractere caratteri");
    units(
        Unit.SENTENCES,
        "sentence sentences satz satze satzen frase frases oracion oraciones phrase phrases frasi");
    units(Unit.LINES, "line lines zeile zeilen linea lineas ligne lignes riga righe linha linhas");
    units(
        Unit.ITEMS,
        "bullet bullets item items point points punkt punkte punkten stichpunkte stichpunkten"
            + " puntos elementos punti topicos puces");
    units(
        Unit.PARAGRAPHS,
        "paragraph paragraphs absatz absatze absatzen parrafo parrafos paragraphe paragraphes"
            + " paragrafo paragrafi paragrafos");
    numbers("one single a ein einem einen eine un una une um uma uno", 1);
    numbers("two zwei dos deux due dois duas", 2);
    numbers("three drei tres trois tre", 3);
    numbers("four vier cuatro quatre quattro quatro", 4);
    numbers("five funf cinco cinq cinque", 5);
    numbers("ten zehn diez dix dieci dez", 10);
    numbers("twenty zwanzig veinte vingt venti vinte", 20);
    numbers("fifty funfzig cincuenta cinquante cinquanta cinquenta", 50);
    numbers("hundred hundert cien cent cento cem", 100);
  }

  private static final Fragments BOUND =
      Fragments.of(
          """
          at most; no more than; not more than; more than; max; up to; under|; fewer than;
          less than; within|; or less; or fewer; exceed; longer than; limit; exactly; only|;
          just|; keep|; hochstens; maximal; nicht mehr als; bis zu; unter|; weniger als;
          genau; nur|; maximo; no mas de; menos de; hasta; solo|; au maximum; au plus;
          pas plus; moins de; exactement; seulement; al massimo; massimo; non piu di;
          meno di; no maximo; ate|; apenas; somente; exactamente""");
  private static final Fragments LEAST =
      Fragments.of(
          """
at least; minimum; no fewer; no less; more than; mindestens; wenigstens; al menos;
minimo; au moins; almeno; pelo menos; first|; last|; per|; each; every line; every sentence; every item""");
  private static final Fragments OTHER_TEXT =
      Fragments.of(
          """
          file; email; e-mail; mail|; commit; title; subject; password; username; function;
          code|; variable; column; sms; field; query; comment|; name|; argument; parameter;
          note|; read|; tool; datei; betreff; titel; passwort; archivo; titulo; asunto;
          fichier; titre; objet; script; message|; post|; tweet; this|; these|; points out""");
  private static final Set<String> INSIDE =
      Set.of("in", "en", "em", "with", "mit", "con", "avec", "com");

  /** Articles that count as one only behind a preposition: "in a sentence". */
  private static final Set<String> ARTICLES =
      Set.of("a", "ein", "einem", "einen", "eine", "un", "una", "une", "um", "uma");

  private static final Set<String> FILL =
      Set.of(
          "short",
          "brief",
          "complete",
          "kurzen",
          "kurze",
          "breves",
          "courtes",
          "bullet",
          "full",
          "simple",
          "plain",
          "or",
          "cortas",
          "brevi",
          "of");

  private LengthLimits() {}

  private static void units(Unit unit, String words) {
    for (String word : words.split(" ", -1)) {
      UNITS.put(word, unit);
    }
  }

  private static void numbers(String words, int number) {
    for (String word : words.split(" ", -1)) {
      NUMBERS.put(word, number);
    }
  }

  /** Whether the order names a unit of length. */
  static boolean concerns(Order order) {
    return order.text().chars().anyMatch(c -> TextScan.isDense((char) c))
        || order.words().stream().anyMatch(UNITS::containsKey);
  }

  static boolean breaks(Order order, String answer) {
    return !order.says(OTHER_TEXT)
        && (breaksDense(order.text(), answer) || breaksWords(order, answer));
  }

  private static boolean breaksWords(Order order, String answer) {
    boolean bound = order.says(BOUND);
    boolean least =
        order.says(LEAST)
            && !order.folded().contains("no more than")
            && !order.folded().contains("not more than");
    if (least) {
      return false;
    }
    List<String> words = order.words();
    for (int i = 0; i < words.size(); i++) {
      int number = number(words.get(i));
      int at = i + 1;
      while (at < words.size() && at < i + 3 && FILL.contains(words.get(at))) {
        at++;
      }
      Unit unit = number > 0 && at < words.size() ? UNITS.get(words.get(at)) : null;
      if (unit == Unit.ITEMS
          && !order.folded().contains("bullet")
          && !order.folded().contains("punkt")
          && !order.folded().contains("list")) {
        unit = null;
      }
      boolean inside = i > 0 && INSIDE.contains(words.get(i - 1));
      boolean article = ARTICLES.contains(words.get(i));
      if (unit != null && ((bound && !article) || inside) && exceeds(answer, unit, number)) {
        return true;
      }
    }
    return false;
  }

  private static int number(String word) {
    if (word.length() <= 5 && !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Integer.parseInt(word);
    }
    return NUMBERS.getOrDefault(word, 0);
  }

  static List<String> words(String folded) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= folded.length(); i++) {
      boolean part = i < folded.length() && Character.isLetterOrDigit(folded.charAt(i));
      if (part && start < 0) {
        start = i;
      } else if (!part && start >= 0) {
        words.add(folded.substring(start, i));
        start = -1;
      }
    }
    return words;
  }

  private static final List<String> WITHIN = List.of("以内", "以下", "之内", "内で", "内に");

  /** "50字以内", "不超过20个字", "3文以内". */
  private static boolean breaksDense(String order, String answer) {
    for (int i = 0; i < order.length(); i++) {
      int end = i;
      while (end < order.length() && order.charAt(end) >= '0' && order.charAt(end) <= '9') {
        end++;
      }
      if (end > i && end - i <= 5 && end < order.length()) {
        int number = Integer.parseInt(order.substring(i, end));
        String rest = order.substring(end, Math.min(order.length(), end + 8));
        boolean most =
            order.substring(Math.max(0, i - 4), i).contains("不超过")
                || order.substring(Math.max(0, i - 4), i).contains("最多")
                || WITHIN.stream().anyMatch(rest::contains);
        Unit unit =
            rest.startsWith("句")
                    || rest.startsWith("个句")
                    || rest.startsWith("文以")
                    || rest.startsWith("文で")
                ? Unit.SENTENCES
                : rest.contains("字") ? Unit.CHARACTERS : null;
        if (most && unit != null && exceeds(answer, unit, number)) {
          return true;
        }
      }
      i = Math.max(i, end - 1);
    }
    return false;
  }

  private static boolean exceeds(String answer, Unit unit, int limit) {
    String text = answer.strip();
    long count =
        switch (unit) {
          case WORDS -> countWords(text);
          case CHARACTERS -> text.codePointCount(0, text.length());
          case SENTENCES -> countSentences(text);
          case LINES -> text.lines().filter(line -> !line.isBlank()).count();
          case ITEMS -> FormatLimits.listLines(text);
          case PARAGRAPHS -> text.split("\n\\s*\n", -1).length;
        };
    boolean measured = unit == Unit.WORDS || unit == Unit.CHARACTERS;
    return count > (measured ? limit + Math.max(limit > 3 ? 2 : 1, limit / 10) : limit);
  }

  private static long countWords(String text) {
    long words = 0;
    boolean inWord = false;
    boolean letters = false;
    for (int i = 0; i <= text.length(); i++) {
      boolean blank = i == text.length() || Character.isWhitespace(text.charAt(i));
      if (blank && inWord && letters) {
        words++;
      }
      letters = !blank && (letters || Character.isLetterOrDigit(text.charAt(i)));
      inWord = !blank;
      letters = letters && inWord;
    }
    return words;
  }

  /** Sentences of three words or, in scripts without blanks, six characters at least. */
  private static long countSentences(String text) {
    long count = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean end = i == text.length() || "。\uff01\uff1f\n".indexOf(text.charAt(i)) >= 0;
      if (!end && ".!?".indexOf(text.charAt(i)) >= 0) {
        boolean gap = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
        boolean abbreviation =
            i < 3
                || (Character.isLetter(text.charAt(i - 1))
                    && !Character.isLetter(text.charAt(i - 2)));
        boolean capital = i + 2 >= text.length() || !Character.isLowerCase(text.charAt(i + 2));
        end = gap && capital && !abbreviation;
      }
      if (end) {
        String sentence = text.substring(Math.min(start, i), i);
        boolean dense = sentence.chars().filter(c -> TextScan.isDense((char) c)).count() >= 5;
        count += countWords(sentence) >= 3 || dense ? 1 : 0;
        start = i + 1;
      }
    }
    return count;
  }
}
