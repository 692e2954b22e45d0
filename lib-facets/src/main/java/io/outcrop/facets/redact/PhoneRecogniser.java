package io.outcrop.facets.redact;

import java.util.List;
import java.util.Locale;

/**
 * Finds phone numbers: with a plus, in a form that a country writes, or after a word that says so.
 *
 * <p>Dates, times, versions, counts and prices are none. A number without separators is left to
 * {@link IdRecogniser}.
 */
final class PhoneRecogniser implements Recogniser {
  private static final int FEWEST = 7;
  private static final int MOST = 15;
  private static final int CONTEXT = 24;

  /** A table's row of numbers has more. */
  private static final int MOST_GROUPS = 7;

  private static final List<String> PHONE_WORDS =
      List.of(
          "phone",
          "tel",
          "mobile",
          "cell",
          "fax",
          "call",
          "whatsapp",
          "sms",
          "text",
          "dial",
          "téléphone",
          "telefon",
          "handy",
          "móvil",
          "celular",
          "teléfono",
          "telefone",
          "portable",
          "电话",
          "手机",
          "電話",
          "携帯",
          "전화",
          "тел");

  /** North America, Spain, China, India, Korea, Mexico and others without a leading zero. */
  private static final int[][] FORMS = {
    {3, 3, 4},
    {1, 3, 3, 4},
    {3, 4, 4},
    {5, 5},
    {3, 2, 2, 2},
    {2, 3, 2, 2},
    {3, 7},
    {2, 4, 4},
    {2, 5, 4}
  };

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.digits() >= FEWEST;
  }

  @Override
  public void find(String text, Findings findings) {
    DigitRun.forEach(
        text,
        run -> {
          for (int i = 0; i < run.size(); i++) {
            int groups = groups(text, run, i);
            if (groups > 0) {
              add(text, run, i, i + groups - 1, findings);
              i += groups - 1;
            }
          }
        });
  }

  private static void add(String text, DigitRun run, int first, int last, Findings findings) {
    int start = run.start(first);
    while (start > 0
        && run.start(first) - start < 2
        && "+(\uff0b".indexOf(text.charAt(start - 1)) >= 0) {
      start--;
    }
    findings.add(Kind.PHONE, start, extensionEnd(text, run.end(last)));
  }

  /** How many groups from there make a phone number, 0 for none. */
  private static int groups(String text, DigitRun run, int first) {
    if (hasPlus(text, run.start(first))) {
      return international(run, first);
    }
    if (isAmount(run.before(first))) {
      return 0;
    }
    if (followsPhoneWord(text, run.start(first)) && !isDate(run, first)) {
      int groups = greedy(run, first);
      if (groups > 0) {
        return groups;
      }
    }
    if (run.size() > MOST_GROUPS) {
      return 0;
    }
    return Math.max(national(run, first), Math.max(bracketed(run, first), form(run, first)));
  }

  private static boolean hasPlus(String text, int start) {
    int before = start - 1;
    if (before > 0 && text.charAt(before) == '(') {
      before--;
    }
    boolean plus = before >= 0 && (text.charAt(before) == '+' || text.charAt(before) == '\uff0b');
    return plus && Chars.isWordStart(text, before);
  }

  private static boolean isAmount(char before) {
    return Character.getType(before) == Character.CURRENCY_SYMBOL || ",=*^#_".indexOf(before) >= 0;
  }

  private static int international(DigitRun run, int first) {
    // North American numbers have eleven digits; what follows is something else.
    int most = run.hasShape(first, 1, 3, 3, 4) && run.value(first) == 1 ? 11 : MOST;
    int groups = longest(run, first, most);
    return run.digits(first, groups) > FEWEST ? groups : 0;
  }

  private static int greedy(DigitRun run, int first) {
    int groups = longest(run, first, MOST);
    return run.digits(first, groups) >= FEWEST ? groups : 0;
  }

  /** The most groups from there with at most that many digits. */
  private static int longest(DigitRun run, int first, int most) {
    int groups = 0;
    int digits = 0;
    for (int i = first; i < run.size() && digits + run.length(i) <= most; i++) {
      digits += run.length(i);
      groups++;
    }
    return groups;
  }

  /** A leading zero and nine to twelve digits, as in most of Europe, Asia and Oceania. */
  private static int national(DigitRun run, int first) {
    if (run.length(first) < 2 || run.length(first) > 5 || !startsWithZero(run, first)) {
      return 0;
    }
    int best = 0;
    int digits = run.length(first);
    for (int i = first + 1; i < run.size() && i - first < 6 && digits <= 12; i++) {
      digits += run.length(i);
      int groups = i - first + 1;
      if (run.length(i) >= 2 && digits >= 9 && digits <= 12 && run.standsAlone(first, groups)) {
        best = groups;
      }
    }
    return isDate(run, first) ? 0 : best;
  }

  private static boolean startsWithZero(DigitRun run, int first) {
    int value = run.value(first);
    return value == 0 || Integer.toString(value).length() < run.length(first);
  }

  /** An area code in parentheses. */
  private static int bracketed(DigitRun run, int first) {
    boolean brackets = run.before(first) == '(' && run.after(first) == ')';
    if (!brackets || run.length(first) < 2 || run.length(first) > 5) {
      return 0;
    }
    int best = 0;
    for (int i = first + 1; i < run.size() && i - first < 5; i++) {
      int digits = run.digits(first, i - first + 1);
      if (digits >= 8 && digits <= 12 && run.standsAlone(first, i - first + 1)) {
        best = i - first + 1;
      }
    }
    return best;
  }

  private static int form(DigitRun run, int first) {
    for (int[] form : FORMS) {
      if (run.hasShape(first, form)
          && run.standsAlone(first, form.length)
          && isDialled(run, first)) {
        return form.length;
      }
    }
    return 0;
  }

  /** Numbers without a leading zero begin with 1 only where it is a trunk prefix or a mobile's. */
  private static boolean isDialled(DigitRun run, int first) {
    boolean prefix = run.length(first) == 1;
    if (prefix) {
      return run.value(first) <= 1;
    }
    boolean chinese = run.hasShape(first, 3, 4, 4);
    return chinese || Integer.toString(run.value(first)).charAt(0) != '1';
  }

  private static boolean isDate(DigitRun run, int first) {
    if (run.size() < first + 3 || !run.isEvenlySeparated(first, 3) || run.after(first) == ' ') {
      return false;
    }
    boolean yearFirst = run.length(first) == 4 && run.length(first + 1) <= 2;
    boolean yearLast =
        run.length(first) <= 2
            && run.length(first + 1) <= 2
            && run.value(first + 1) <= 31
            && run.length(first + 2) == 4;
    return (yearFirst && run.length(first + 2) <= 2) || yearLast;
  }

  private static boolean followsPhoneWord(String text, int start) {
    int from = Math.max(0, start - CONTEXT);
    String context = text.substring(from, start).toLowerCase(Locale.ROOT);
    for (String word : PHONE_WORDS) {
      int index = context.lastIndexOf(word);
      if (index >= 0 && isWhole(context, index, word) && !holdsDigit(context, index)) {
        return true;
      }
    }
    return false;
  }

  /** Scripts without spaces write the number and its word together. */
  private static boolean isWhole(String context, int index, String word) {
    return word.charAt(0) > '\u2000'
        || (Chars.isWordStart(context, index) && Chars.isWordEnd(context, index + word.length()));
  }

  private static boolean holdsDigit(String context, int from) {
    for (int i = from; i < context.length(); i++) {
      if (Chars.isDigit(context.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static int extensionEnd(String text, int end) {
    String rest = text.substring(end, Math.min(text.length(), end + 12)).toLowerCase(Locale.ROOT);
    int i = 0;
    while (i < rest.length() && rest.charAt(i) == ' ') {
      i++;
    }
    for (String mark : List.of("extension", "ext.", "ext", "x")) {
      if (rest.startsWith(mark, i)) {
        int digits = i + mark.length();
        while (digits < rest.length() && rest.charAt(digits) == ' ') {
          digits++;
        }
        int extension = digits;
        while (extension < rest.length() && Chars.isDigit(rest.charAt(extension))) {
          extension++;
        }
        return extension > digits ? end + extension : end;
      }
    }
    return end;
  }
}
