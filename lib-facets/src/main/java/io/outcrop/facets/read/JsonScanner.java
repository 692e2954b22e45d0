package io.outcrop.facets.read;

import java.util.Arrays;

/**
 * Steps over a JSON text without decoding it, strictly: what is not surely valid ends in {@link
 * Unsure}, and the caller goes the long way.
 */
final class JsonScanner {
  /** Characters that do not simply belong to the string they stand in. */
  private static final boolean[] ENDS_RUN = new boolean[1 << Character.SIZE];

  static {
    Arrays.fill(ENDS_RUN, 0, 0x20, true);
    ENDS_RUN['"'] = true;
    ENDS_RUN['\\'] = true;
  }

  private static final int DEEPEST = 64;
  private static final int MOST_DIGITS = 18;

  private char[] text = new char[1 << 12];
  private int end;
  private int at;

  /** The text is no JSON, or of a form that is not read here. */
  static final class Unsure extends Exception {
    private static final long serialVersionUID = 1L;

    Unsure() {
      super("left to the general reader", null, false, false);
    }
  }

  /** A string of the text, as it stands between its quotes. */
  static final class Literal {
    private int start;
    private int end;
    private boolean present;

    /** Whether nothing in it is escaped that a JSON writer would not escape. */
    private boolean canonical;

    void clear() {
      present = false;
    }

    boolean isPresent() {
      return present;
    }

    boolean isEmpty() {
      return start == end;
    }

    int length() {
      return end - start;
    }
  }

  void begin(String json) {
    end = json.length();
    if (text.length < end) {
      text = new char[Math.max(end, 2 * text.length)];
    }
    json.getChars(0, end, text, 0);
    at = 0;
  }

  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  /** The next character that is no space. */
  char peek() throws Unsure {
    skipSpace();
    if (at == end) {
      throw new Unsure();
    }
    return text[at];
  }

  private void skipSpace() {
    while (at < end
        && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
      at++;
    }
  }

  void expect(char expected) throws Unsure {
    if (peek() != expected) {
      throw new Unsure();
    }
    at++;
  }

  /** Steps over a comma and is true, or over the closing bracket and is false. */
  boolean more(char closing) throws Unsure {
    char c = peek();
    at++;
    if (c != ',' && c != closing) {
      throw new Unsure();
    }
    return c == ',';
  }

  void expectEnd() throws Unsure {
    skipSpace();
    if (at != end) {
      throw new Unsure();
    }
  }

  /** Steps over a name and its colon. */
  void name(Literal name) throws Unsure {
    string(name);
    expect(':');
  }

  /** Steps over a string, or over null, which is none; a string that is there already is unsure. */
  void stringOrNull(Literal literal) throws Unsure {
    if (literal.present) {
      throw new Unsure();
    }
    if (peek() == '"') {
      string(literal);
      return;
    }
    word("null");
  }

  /** Steps over these letters. */
  void word(String letters) throws Unsure {
    if (end - at < letters.length() || !matches(at, letters)) {
      throw new Unsure();
    }
    at += letters.length();
  }

  /** Adds a whole number of few enough digits, as it stands. */
  void integer(CharText target) throws Unsure {
    int start = at;
    at += text[at] == '-' ? 1 : 0;
    int first = at;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    boolean zeroAhead = at > first && text[first] == '0' && at - start > 1;
    boolean ends = at < end && (text[at] == ',' || text[at] == '}' || text[at] == ']');
    if (at == first || at - first > MOST_DIGITS || zeroAhead || !ends) {
      throw new Unsure();
    }
    target.add(text, start, at - start);
  }

  void string(Literal literal) throws Unsure {
    expect('"');
    char[] chars = text;
    int last = end - 1;
    int i = at;
    literal.start = i;
    literal.canonical = true;
    literal.present = true;
    while (true) {
      while (i < last && !ENDS_RUN[chars[i]]) {
        i++;
      }
      if (i > last) {
        throw new Unsure();
      }
      if (chars[i] == '"') {
        break;
      }
      if (chars[i] != '\\' || i == last) {
        throw new Unsure();
      }
      i += escape(chars[i + 1], i, literal);
    }
    literal.end = i;
    at = i + 1;
  }

  /** The length of the escape at an index. */
  private int escape(char escaped, int index, Literal literal) throws Unsure {
    switch (escaped) {
      case '"', '\\', 'n', 't', 'r', 'b', 'f' -> {
        return 2;
      }
      case '/' -> {
        literal.canonical = false;
        return 2;
      }
      case 'u' -> {
        literal.canonical = false;
        escapedChar(index);
        return 6;
      }
      default -> throw new Unsure();
    }
  }

  /** What the hexadecimal escape at an index stands for, where that may stand without escape. */
  private char escapedChar(int index) throws Unsure {
    if (end - index < 6) {
      throw new Unsure();
    }
    int value = 0;
    for (int i = index + 2; i < index + 6; i++) {
      int digit = text[i] < 128 ? Character.digit(text[i], 16) : -1;
      if (digit < 0) {
        throw new Unsure();
      }
      value = 16 * value + digit;
    }
    if (ENDS_RUN[value]) {
      throw new Unsure();
    }
    return (char) value;
  }

  /** Adds a string as a JSON writer would write it, without its quotes. */
  void write(Literal literal, CharText target) throws Unsure {
    if (literal.canonical) {
      target.add(text, literal.start, literal.length());
      return;
    }
    int i = literal.start;
    while (i < literal.end) {
      if (text[i] != '\\') {
        target.add(text[i]);
        i++;
      } else if (text[i + 1] == 'u') {
        target.add(escapedChar(i));
        i += 6;
      } else if (text[i + 1] == '/') {
        target.add('/');
        i += 2;
      } else {
        target.add(text, i, 2);
        i += 2;
      }
    }
  }

  /** Adds a string once more quoted: what stands between the quotes is itself in quotes. */
  void quoteAgain(Literal literal, CharText target) throws Unsure {
    if (!literal.canonical) {
      throw new Unsure();
    }
    int run = literal.start;
    for (int i = literal.start; i < literal.end; i++) {
      if (text[i] == '\\' || text[i] == '"') {
        target.add(text, run, i - run);
        target.add('\\');
        run = i;
      }
    }
    target.add(text, run, literal.end - run);
  }

  /** A string as it stands. */
  String raw(Literal literal) {
    return new String(text, literal.start, literal.length());
  }

  /** Whether a string may be the text of a JSON object. */
  boolean mayBeObject(Literal literal) {
    char first = literal.isEmpty() ? 'x' : text[literal.start];
    return first == '{' || first == '\\' || first <= ' ';
  }

  /** A string in which nothing may be escaped. */
  String unescaped(Literal literal) throws Unsure {
    for (int i = literal.start; i < literal.end; i++) {
      if (text[i] == '\\') {
        throw new Unsure();
      }
    }
    return new String(text, literal.start, literal.length());
  }

  /** Whether a string, as it stands, holds these characters. */
  boolean contains(Literal literal, String characters) {
    int last = literal.end - characters.length();
    for (int i = literal.start; i <= last; i++) {
      if (text[i] == characters.charAt(0) && matches(i, characters)) {
        return true;
      }
    }
    return false;
  }

  boolean is(Literal literal, String expected) {
    return literal.length() == expected.length() && matches(literal.start, expected);
  }

  private boolean matches(int from, String characters) {
    for (int i = 0; i < characters.length(); i++) {
      if (text[from + i] != characters.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Steps over an object or array, whose text is returned; only its brackets are looked at. */
  String container() throws Unsure {
    char first = peek();
    if (first != '{' && first != '[') {
      throw new Unsure();
    }
    Literal inner = new Literal();
    int start = at;
    int depth = 0;
    do {
      char c = peek();
      if (c == '"') {
        string(inner);
        continue;
      }
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      if (depth > DEEPEST) {
        throw new Unsure();
      }
      at++;
    } while (depth > 0);
    return new String(text, start, at - start);
  }
}
