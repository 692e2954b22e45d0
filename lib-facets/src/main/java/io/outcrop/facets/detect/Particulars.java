package io.outcrop.facets.detect;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The values in a text that are unlikely to stand in another by chance: identifiers, numbers of
 * three digits and more, dates, mail addresses, and names of weekdays.
 */
final class Particulars {
  private static final int MAX_CHARS = 20_000;
  private static final int MAX_TOKEN = 80;
  private static final Set<String> WEEKDAYS =
      Set.of(
          "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag lunes martes miercoles jueves viernes sabado domingo lundi mardi mercredi jeudi vendredi samedi dimanche"
              .split(" "));

  /** What kind of value it is. */
  enum Kind {
    ID,
    NUMBER,
    DATE,
    MAIL,
    WEEKDAY
  }

  /** A value in its plain form: upper case, without joints. */
  record Particular(Kind kind, String text) {
    /** Whether one may stand where the other stood. */
    boolean isLike(Particular other) {
      return kind == other.kind
          && (kind != Kind.ID
              || (Math.abs(text.length() - other.text.length()) <= 1
                  && CharKinds.isLetter(text.charAt(0))
                      == CharKinds.isLetter(other.text.charAt(0))))
          && (kind != Kind.NUMBER || text.length() == other.text.length());
    }
  }

  private Particulars() {}

  /** In order of appearance. */
  static Set<Particular> of(String text) {
    // A set of one's own: askers take out of it.
    return text == null
        ? new LinkedHashSet<>()
        : new LinkedHashSet<>(TextView.of(text).particulars());
  }

  static Set<Particular> read(String text) {
    Set<Particular> values = new LinkedHashSet<>();
    int end = Math.min(text.length(), MAX_CHARS);
    int i = 0;
    while (i < end) {
      if (!isPart(text.charAt(i))) {
        i++;
        continue;
      }
      int start = i;
      int digits = 0;
      int letters = 0;
      boolean mail = false;
      while (i < end
          && (isPart(text.charAt(i))
              || (isJoint(text.charAt(i)) && i + 1 < end && isPart(text.charAt(i + 1))))) {
        char c = text.charAt(i);
        digits += c >= '0' && c <= '9' ? 1 : 0;
        letters += CharKinds.isLetter(c) ? 1 : 0;
        mail |= c == '@' && i > start;
        i++;
      }
      if (i - start <= MAX_TOKEN) {
        add(text.substring(start, i), digits, letters, mail, values);
      }
    }
    return Collections.unmodifiableSet(values);
  }

  private static void add(
      String token, int digits, int letters, boolean mail, Set<Particular> values) {
    if (mail) {
      values.add(new Particular(Kind.MAIL, token.toUpperCase(Locale.ROOT)));
    } else if (letters == 0 && isDate(token)) {
      values.add(new Particular(Kind.DATE, token.substring(0, 10)));
    } else if (letters > 0 && digits >= 2 && letters + digits >= 4 && !isOrdinary(token)) {
      values.add(new Particular(Kind.ID, plain(token)));
    } else if (letters == 0 && digits >= 3) {
      String number = token.endsWith(".00") ? token.substring(0, token.length() - 3) : token;
      values.add(new Particular(Kind.NUMBER, plain(number)));
    } else if (digits == 0 && token.length() <= 10) {
      String folded = Fragments.fold(token);
      if (WEEKDAYS.contains(folded)) {
        values.add(new Particular(Kind.WEEKDAY, folded));
      }
    }
  }

  /** A quantity with its unit, a time of day, an address of the web. */
  private static boolean isOrdinary(String token) {
    int unit = 0;
    while (unit < token.length() && !CharKinds.isLetter(token.charAt(unit))) {
      unit++;
    }
    boolean quantity =
        unit > 0 && token.substring(unit).chars().allMatch(Character::isLetter) && unit < 5;
    return quantity || token.startsWith("http") || token.startsWith("www.");
  }

  private static boolean isDate(String token) {
    return token.length() >= 10
        && token.charAt(4) == '-'
        && token.charAt(7) == '-'
        && (token.charAt(0) == '1' || token.charAt(0) == '2');
  }

  private static String plain(String token) {
    StringBuilder plain = new StringBuilder(token.length());
    for (int i = 0; i < token.length(); i++) {
      if (CharKinds.isLetterOrDigit(token.charAt(i))) {
        plain.append(Character.toUpperCase(token.charAt(i)));
      }
    }
    return plain.toString();
  }

  private static boolean isPart(char c) {
    return CharKinds.isLetterOrDigit(c) && !TextScan.isDense(c);
  }

  private static boolean isJoint(char c) {
    return c == '-' || c == '_' || c == '.' || c == '@' || c == ',' || c == '+';
  }
}
