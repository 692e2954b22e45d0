package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A sentence that orders the agent something without a condition.
 *
 * <p>What is found in it is kept: instructions are held against every answer of a trace, and are
 * the same in thousands of traces. Threads may share it, as all that it keeps is immutable.
 */
final class Order {
  private static final int MAX_CHARS = 12_000;
  private static final int LONGEST = 400;

  /** Words that make a sentence set a limit; without any a text is not looked at further. */
  private static final Fragments LIMITING =
      Fragments.of(
          """
only|; just|; nothing but; strictly; markdown; csv|; nichts|; every answer; each answer; every reply; every response; never|; do not; don't; must not; without; at most; no more than;
not more than; max; under|; fewer than; less than; within|; up to; exactly; exceed;
in one; in two; in three; in four; in five; in a single; in 1; in 2; in 3; in 4;
in 5; in 6; in 7; in 8; in 9; as json; in json; json; csv; language of the; user's language; customer's language; bullet; table|; lowercase;
uppercase; all caps; no|; avoid|; start with; begin with; start your; begin your;
end with; end your; include the; must include; must contain; always|; answer in;
respond in; reply in; write in; speak|; before|; by|; later than; budget; limit;
english|; german|; spanish|; french|; italian|; portuguese|; yes or no; nur|; nie|; niemals; nicht|; kein; ohne; hochstens; maximal;
antworte; schreib; ja oder nein; genau; bis zum; spatestens; stichpunkt; tabelle;
gib|; immer|; auf deutsch; in einem; in zwei; in drei; solo|; solamente;
unicamente; nunca; sin|; como maximo; maximo; responde; contesta; en una; en dos;
en tres; en espanol; siempre; antes del; a mas tardar; hasta; vinetas; seulement;
uniquement; jamais; ne|; n'; sans|; au plus; pas plus; maximum; repond; en un|;
en deux; en trois; en francais; toujours; avant le; liste; tableau; oui ou non;
soltanto; mai|; non|; senza; al massimo; rispond; in una; in due; in italiano;
sempre; apenas; nao|; sem|; no maximo; responda; em portugues; em uma; ate|; 只;
不要; 不超过; 以内; 用中文; 用英; 请用; 禁止; 不得; だけ; で答え; ないで; 以下;
使わ; 日本語で; 英語で""");

  private static final Fragments CONDITION =
      Fragments.of(
          """
if|; when|; whenever; unless; until; in case; except; where possible; where appropriate; where needed; where it; while|; once|;
after|; should the; wenn|; falls|; sobald; ausser; es sei denn; bevor; si|; cuando;
a menos; salvo; excepto; hasta que; quand|; lorsque; sauf; a moins; jusqu'a ce;
quando; se|; a meno; tranne; caso|; exceto; a nao ser; 如果; 除非; 当; 場合; とき;
example; e.g.; for instance; zum beispiel; por ejemplo; par exemple""");

  private static final int MOST_KNOWN = 32;
  private static final int LEAST_KNOWN_CHARS = 500;

  /** Orders of instructions seen lately, which thousands of traces share. */
  private static final Map<String, List<Order>> KNOWN = new ConcurrentHashMap<>();

  private final String text;
  private final String folded;
  private FragmentHits hits;
  private List<String> words;
  private List<List<String>> tools;
  private List<String> tokens;
  private String quoted;

  private Order(String text) {
    this.text = text;
    this.folded = Fragments.fold(text);
  }

  /** As it was written. */
  String text() {
    return text;
  }

  /** The same without case and accents. */
  String folded() {
    return folded;
  }

  /** The words of the folded text. */
  List<String> words() {
    List<String> known = words;
    if (known == null) {
      known = List.copyOf(LengthLimits.words(folded));
      words = known;
    }
    return known;
  }

  /** The words as those of a name. */
  List<String> tokens() {
    List<String> known = tokens;
    if (known == null) {
      known = List.copyOf(NameTokens.of(text));
      tokens = known;
    }
    return known;
  }

  /** The tools that are named in it. */
  List<List<String>> tools() {
    List<List<String>> known = tools;
    if (known == null) {
      known = List.copyOf(ToolMentions.in(text));
      tools = known;
    }
    return known;
  }

  /** The orders of instructions. */
  static List<Order> ofInstructions(String text) {
    if (text.length() < LEAST_KNOWN_CHARS) {
      return of(text);
    }
    List<Order> known = KNOWN.get(text);
    if (known == null) {
      known = of(text);
      if (KNOWN.size() >= MOST_KNOWN) {
        KNOWN.clear();
      }
      KNOWN.put(text, known);
    }
    return known;
  }

  /** The orders of a text that can be checked; none where nothing in it sets a limit. */
  static List<Order> of(String whole) {
    String text = whole.length() <= MAX_CHARS ? whole : whole.substring(0, MAX_CHARS);
    if (!LIMITING.in(text)) {
      return List.of();
    }
    List<Order> orders = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || ends(text, i)) {
        // What begins in no sentence of the whole text is in no sentence by itself.
        if (LIMITING.find(text, start, i) >= 0) {
          add(text.substring(start, i).strip(), orders);
        }
        start = i + 1;
      }
    }
    return List.copyOf(orders);
  }

  private static void add(String sentence, List<Order> orders) {
    if (sentence.length() >= 4
        && sentence.length() <= LONGEST
        && LIMITING.in(sentence)
        && !CONDITION.in(sentence)) {
      Order order = new Order(sentence);
      if (order.canBeChecked()) {
        orders.add(order);
      }
    }
  }

  private boolean canBeChecked() {
    return FormatLimits.concerns(this)
        || LengthLimits.concerns(this)
        || WordingLimits.concerns(this)
        || CallLimits.concerns(this)
        || ValueLimits.concerns(this);
  }

  static boolean ends(String text, int i) {
    char c = text.charAt(i);
    if (c == '\n' || c == ';' || c == '。' || c == '\uff01' || c == '\uff1b') {
      return true;
    }
    boolean gap = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
    return (c == '.' || c == '!' || c == '?') && gap;
  }

  boolean says(Fragments fragments) {
    FragmentHits known = hits;
    if (known == null || !fragments.wereSought(known)) {
      known = fragments.hits(folded);
      hits = known;
    }
    return fragments.among(known);
  }

  /** What stands between quotation marks, or an empty text. */
  String quoted() {
    String known = quoted;
    if (known == null) {
      known = quotedIn(text);
      quoted = known;
    }
    return known;
  }

  static String quotedIn(String text) {
    String[] pairs = {"\"\"", "\u201c\u201d", "\u201e\u201c", "\u00ab\u00bb", "「」", "''"};
    for (String pair : pairs) {
      int open = text.indexOf(pair.charAt(0));
      boolean apostrophe =
          pair.charAt(0) == '\'' && open > 0 && Character.isLetter(text.charAt(open - 1));
      int close = open < 0 || apostrophe ? -1 : text.indexOf(pair.charAt(1), open + 1);
      if (close > open + 1) {
        return text.substring(open + 1, close).strip();
      }
    }
    return "";
  }
}
