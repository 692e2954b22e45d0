package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ids and amounts in the agent's answers that no call returned and nobody said.
 *
 * <p>Judged only where a call returned something. An id mixes letters with three digits or more, or
 * has six digits. An amount has two decimals, or four digits and a currency; it is supported where
 * one step of arithmetic on known numbers gives it. Code, dates, times, years and addresses are
 * left out, and so are lines that reckon, examples and placeholders. It cannot see a wrong value
 * that stands somewhere in the trace, nor wrong words.
 */
final class UnsupportedResults implements TextScan.Sink {
  private static final int MAX_CHARS = 20_000;
  private static final int LEAST_ID = 5;
  private static final int EXAMPLE_REACH = 48;
  private static final List<String> EXAMPLES =
      List.of(
          "e.g.",
          "example",
          "such as",
          "format",
          "looks like",
          "something like",
          "z.b.",
          "z. b.",
          "beispiel",
          "ejemplo",
          "exemple",
          "esempio",
          "exemplo",
          "\u4f8b\u5982",
          "\u4f8b:",
          "placeholder");
  private static final Set<String> TIMES = Set.of("AMAM", "AMPM", "PMAM", "PMPM");
  private static final String CURRENCIES = "$\u20ac\u00a3\u00a5\u20b9";
  private static final List<String> CURRENCY_CODES =
      List.of("USD", "EUR", "GBP", "JPY", "CHF", "INR", "CNY", "BRL", "MXN");

  private final KnownText known;
  private final Set<String> values = new TreeSet<>();
  private final Amounts derived = new Amounts();
  private String line = "";
  private String lower = "";
  private int from;
  private boolean sums;

  private UnsupportedResults(KnownText known) {
    this.known = known;
  }

  /** The values, sorted. */
  static Set<String> in(TraceView view) {
    List<Turn> answers = view.answers();
    boolean results = view.calls().stream().anyMatch(c -> !c.failed() && c.result() != null);
    if (!results || answers.stream().noneMatch(UnsupportedResults::mayState)) {
      return Set.of();
    }
    KnownText known = view.known();
    if (!known.isComplete()) {
      return Set.of();
    }
    UnsupportedResults found = new UnsupportedResults(known);
    for (Turn answer : answers) {
      if (!answer.delegated() && mayState(answer)) {
        found.read(answer.text());
      }
    }
    return found.values;
  }

  private static boolean mayState(Turn answer) {
    String text = answer.text();
    int digits = 0;
    for (int i = 0; i < text.length() && digits < 3; i++) {
      digits += Character.isDigit(text.charAt(i)) ? 1 : 0;
    }
    return digits == 3;
  }

  private void read(String text) {
    boolean fenced = false;
    for (String next : text.substring(0, Math.min(text.length(), MAX_CHARS)).split("\n", -1)) {
      if (next.stripLeading().startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced) {
        line = next;
        lower = next.toLowerCase(Locale.ROOT);
        from = 0;
        sums = next.indexOf('=') >= 0 || next.indexOf('\u00d7') >= 0;
        TextScan.scan(next, this);
      }
    }
  }

  @Override
  public boolean takesWords() {
    return false;
  }

  @Override
  public void number(String digits) {
    int at = Math.max(0, line.indexOf(digits, from));
    from = at + digits.length();
    int plain = digits.replace(",", "").replace(".", "").length();
    int last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
    boolean cents = last > 0 && digits.length() - last == 3 && plain >= 3;
    boolean large = plain >= 4 && (last > 0 || plain < 6) && isMoney(at, digits.length());
    if (sums || isPercent(at + digits.length())) {
      // A reckoning that is shown gives what is then told.
      known.amounts().add(digits);
      return;
    }
    if (!(cents || large) || known.amounts().isEmpty() || isExample(at)) {
      return;
    }
    if (!known.amounts().knows(digits)) {
      if (!derived.knows(digits) && !known.amounts().mayGive(digits)) {
        values.add(digits);
      }
      // What follows may be reckoned from it.
      derived.add(digits);
      known.amounts().add(digits);
    }
  }

  /** Whether a currency stands right before the number or right behind it. */
  private boolean isMoney(int at, int length) {
    int end = at + length;
    String before = line.substring(Math.max(0, at - 2), at).strip();
    String after = line.substring(end, Math.min(line.length(), end + 4)).strip();
    return (!before.isEmpty() && isCurrency(before.charAt(before.length() - 1)))
        || (!after.isEmpty() && isCurrency(after.charAt(0)))
        || CURRENCY_CODES.stream().anyMatch(after::startsWith);
  }

  private boolean isPercent(int end) {
    return line.startsWith("%", end) || line.startsWith(" %", end);
  }

  private static boolean isCurrency(char c) {
    return CURRENCIES.indexOf(c) >= 0;
  }

  /** Whether what stands here is told as an example, or as the form that is asked for. */
  private boolean isExample(int at) {
    String before = lower.substring(Math.max(0, at - EXAMPLE_REACH), at);
    return EXAMPLES.stream().anyMatch(before::contains);
  }

  @Override
  public void id(String plain, String written) {
    int at = Math.max(0, line.indexOf(written, from));
    if (isId(plain, written)
        && !known.knowsId(plain)
        && !isPart(written)
        && !isPlaceholder(plain)
        && !isExample(at)) {
      values.add(plain);
    }
  }

  /** Such as W0000000, ABC12345 and 123456: nobody's id. */
  private static boolean isPlaceholder(String plain) {
    String digits = plain.replaceAll("\\D", "");
    return digits.chars().allMatch(c -> c == digits.charAt(0))
        || "01234567890".contains(digits)
        || "9876543210".contains(digits);
  }

  /** Ids have a make that units, years, versions and ordinals have not. */
  private static boolean isId(String plain, String written) {
    int digits = (int) plain.chars().filter(Character::isDigit).count();
    int letters = plain.length() - digits;
    if (letters == 0) {
      return digits >= 6 && written.indexOf('-') < 0;
    }
    boolean unit = Character.isDigit(plain.charAt(0)) && !alternates(plain);
    boolean small = written.chars().anyMatch(Character::isLowerCase);
    return plain.length() >= LEAST_ID
        && digits >= 3
        && !unit
        && !(small && digits < 4 && written.indexOf('-') < 0 && written.indexOf('_') < 0)
        && !isDate(written)
        && !isTime(plain);
  }

  /** Whether letters and digits change more than once. */
  private static boolean alternates(String plain) {
    int changes = 0;
    for (int i = 1; i < plain.length(); i++) {
      boolean now = Character.isDigit(plain.charAt(i));
      changes += now == Character.isDigit(plain.charAt(i - 1)) ? 0 : 1;
    }
    return changes > 1;
  }

  /** "2024-05-15T10", "Q3-2024", "15-May-2024". */
  private static boolean isDate(String written) {
    for (String part : written.split("[-_]", -1)) {
      boolean year = part.length() == 4 && (part.startsWith("19") || part.startsWith("20"));
      if (year && part.chars().allMatch(Character::isDigit)) {
        return true;
      }
    }
    return false;
  }

  /** "6AM12PM", of times with a dash between. */
  private static boolean isTime(String plain) {
    String letters = plain.replaceAll("\\d", "");
    return letters.equals("AM") || letters.equals("PM") || TIMES.contains(letters);
  }

  /** Whether all parts of it are known: two known ids with a hyphen between. */
  private boolean isPart(String written) {
    if (written.indexOf('-') < 0 && written.indexOf('_') < 0) {
      return false;
    }
    for (String part : written.split("[-_]", -1)) {
      boolean digit = part.chars().anyMatch(Character::isDigit);
      if (digit && !known.knowsId(part.toUpperCase(Locale.ROOT)) && !knowsNumber(part)) {
        return false;
      }
    }
    return true;
  }

  private boolean knowsNumber(String part) {
    return part.chars().allMatch(Character::isDigit) && known.amounts().knows(part);
  }
}
