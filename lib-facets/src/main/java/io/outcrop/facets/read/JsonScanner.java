package io.outcrop.facets.read;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Steps over a JSON text in UTF-8 without decoding it, strictly: what is not surely valid ends in
 * {@link Unsure}, and the caller goes the long way.
 */
final class JsonScanner {
  private static final int DEEPEST = 64;
  private static final int MOST_DIGITS = 18;
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final Literal skipped = new Literal();
  private byte[] text = new byte[0];
  private int end;
  private int at;

  /** The text is no JSON, or of a form that is not read here. */
  static final class Unsure extends Exception {
    private static final long serialVersionUID = 1L;

    Unsure() {
      super("left to the general reader", null, false, false);
    }
  }

  void begin(byte[] json, int from, int to) {
    text = json;
    at = from;
    end = to;
  }

  byte[] bytes() {
    return text;
  }

  int end() {
    return end;
  }

  int position() {
    return at;
  }

  void move(int position) {
    at = position;
  }

  /** The next byte that is no space. */
  byte peek() throws Unsure {
    if (at < end && text[at] > ' ') {
      return text[at];
    }
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
    if (at < end && text[at] == expected) {
      at++;
      return;
    }
    if (peek() != expected) {
      throw new Unsure();
    }
    at++;
  }

  /** Steps over a comma and is true, or over the closing bracket and is false. */
  boolean more(char closing) throws Unsure {
    if (at < end && text[at] == ',') {
      at++;
      return true;
    }
    byte b = peek();
    at++;
    if (b != ',' && b != closing) {
      throw new Unsure();
    }
    return b == ',';
  }

  /**
   * Steps over an opening bracket, and over the closing one where that comes at once: then true.
   */
  boolean isEmpty(char opening, char closing) throws Unsure {
    expect(opening);
    if (peek() != closing) {
      return false;
    }
    at++;
    return true;
  }

  void expectEnd() throws Unsure {
    skipSpace();
    if (at != end) {
      throw new Unsure();
    }
  }

  /** Steps over exactly these bytes where they come next, with no space before them. */
  boolean take(byte[] bytes) {
    return take(bytes, bytes.length);
  }

  /** As {@link #take(byte[])}, of the first of these bytes. */
  boolean take(byte[] bytes, int count) {
    boolean taken = end - at >= count && Arrays.equals(text, at, at + count, bytes, 0, count);
    at += taken ? count : 0;
    return taken;
  }

  /** Steps over a name and its colon. */
  void name(Literal name) throws Unsure {
    string(name);
    expect(':');
  }

  /** Steps over a string, or over null, which is none; a string that is there already is unsure. */
  void stringOrNull(Literal literal) throws Unsure {
    if (literal.isPresent()) {
      throw new Unsure();
    }
    if (peek() == '"') {
      string(literal);
      return;
    }
    word(NULL);
  }

  private void word(byte[] letters) throws Unsure {
    if (!take(letters)) {
      throw new Unsure();
    }
  }

  /** Adds a whole number of few enough digits, as it stands. */
  void integer(ByteText target) throws Unsure {
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

  /** Steps over a number and returns it as it stands. */
  String number() throws Unsure {
    int start = at;
    skipNumber();
    return new String(text, start, at - start, StandardCharsets.ISO_8859_1);
  }

  private void skipNumber() throws Unsure {
    at += text[at] == '-' ? 1 : 0;
    int first = at;
    int digits = digits();
    if (digits == 0 || (digits > 1 && text[first] == '0')) {
      throw new Unsure();
    }
    if (at < end && text[at] == '.') {
      at++;
      if (digits() == 0) {
        throw new Unsure();
      }
    }
    if (at < end && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      at += at < end && (text[at] == '+' || text[at] == '-') ? 1 : 0;
      if (digits() == 0) {
        throw new Unsure();
      }
    }
  }

  private int digits() throws Unsure {
    int start = at;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    if (at - start > MOST_DIGITS + 2) {
      throw new Unsure();
    }
    return at - start;
  }

  void string(Literal literal) throws Unsure {
    expect('"');
    int i = runEnd(at);
    int flags = 0;
    while (text[i] != '"') {
      if (text[i] != '\\' || i + 1 == end) {
        throw new Unsure();
      }
      int length = escape(text[i + 1], i);
      flags |=
          length == 6 || text[i + 1] == '/' ? Literal.ESCAPED | Literal.UNUSUAL : Literal.ESCAPED;
      i = runEnd(i + length);
    }
    literal.set(text, at, i, flags);
    at = i + 1;
  }

  /** Where the run of simple characters from here on ends, within the text. */
  int runEnd(int from) throws Unsure {
    byte[] bytes = text;
    int i = from;
    int lastWord = end - Long.BYTES;
    while (i <= lastWord) {
      long ends = Words.endsOfRuns(Words.load(bytes, i));
      if (ends != 0) {
        return i + Words.place(ends);
      }
      i += Long.BYTES;
    }
    while (i < end) {
      if (Words.endsRun(bytes[i])) {
        return i;
      }
      i++;
    }
    throw new Unsure();
  }

  /** The length of the escape at an index. */
  private int escape(byte escaped, int index) throws Unsure {
    switch (escaped) {
      case '"', '\\', 'n', 't', 'r', 'b', 'f', '/' -> {
        return 2;
      }
      case 'u' -> {
        if (end - index < 6 || Literal.hexadecimal(text, index + 2) < 0) {
          throw new Unsure();
        }
        return 6;
      }
      default -> throw new Unsure();
    }
  }

  /** Steps over a value. */
  void skipValue() throws Unsure {
    skipValue(DEEPEST);
  }

  private void skipValue(int levels) throws Unsure {
    switch (peek()) {
      case '"' -> string(skipped);
      case '{' -> skipObject(levels - 1);
      case '[' -> skipArray(levels - 1);
      case 't' -> word(TRUE);
      case 'f' -> word(FALSE);
      case 'n' -> word(NULL);
      default -> skipNumber();
    }
  }

  private void skipObject(int levels) throws Unsure {
    if (levels == 0) {
      throw new Unsure();
    }
    if (!isEmpty('{', '}')) {
      do {
        name(skipped);
        skipValue(levels);
      } while (more('}'));
    }
  }

  private void skipArray(int levels) throws Unsure {
    if (levels == 0) {
      throw new Unsure();
    }
    if (!isEmpty('[', ']')) {
      do {
        skipValue(levels);
      } while (more(']'));
    }
  }

  /** Steps over true, false or null, which is added. */
  void word(ByteText target) throws Unsure {
    byte[] letters = text[at] == 't' ? TRUE : text[at] == 'f' ? FALSE : NULL;
    word(letters);
    target.add(letters);
  }

  /**
   * Whether a string of so many digits comes next, a multiple of eight, which are hexadecimal, in
   * lower case and not all zeros. Nothing is stepped over.
   */
  boolean isHexString(int digits) {
    byte[] bytes = text;
    int first = at + 1;
    int behind = first + digits;
    if (behind >= end || bytes[at] != '"' || bytes[behind] != '"') {
      return false;
    }
    long others = 0;
    for (int i = first; i < behind; i += Long.BYTES) {
      long eight = Words.load(bytes, i);
      if (!Words.isLowerHex(eight)) {
        return false;
      }
      others |= eight ^ Words.ZEROS;
    }
    return others != 0;
  }

  /** Steps over true or false. */
  boolean bool() throws Unsure {
    boolean value = peek() == 't';
    word(value ? TRUE : FALSE);
    return value;
  }

  /** Steps over an object or array, whose text is returned. */
  String container() throws Unsure {
    byte first = peek();
    if (first != '{' && first != '[') {
      throw new Unsure();
    }
    int start = at;
    skipValue();
    return new String(text, start, at - start, StandardCharsets.UTF_8);
  }
}
