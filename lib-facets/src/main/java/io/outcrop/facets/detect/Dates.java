package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The days that a text names, however they are written: "2027-01-06", "6 January 2027", "January
 * 6th", "el 6 de enero", "06.01.2027".
 *
 * <p>A day is "01-06", with its year where one is told ("2027-01-06"). Of one in figures that may
 * be read in two ways both readings count. It cannot see days that are told by a weekday or by how
 * far off they are.
 */
final class Dates {
  private static final int MOST_CHARS = 8_000;
  private static final int LEAST_YEAR = 1900;
  private static final int LAST_YEAR = 2100;
  private static final int LAST_DAY = 31;
  private static final int MONTHS_OF_A_YEAR = 12;

  /** The parts on each side of a month's name in which its day and its year are looked for. */
  private static final int REACH = 3;

  private static final Map<String, Integer> MONTHS = new HashMap<>();

  static {
    month(1, "january jan januar janner enero ene janvier janv janeiro gennaio");
    month(2, "february feb februar febrero fevrier fevr fevereiro febbraio");
    month(3, "march mar marz maerz marzo mars marco");
    month(4, "april apr abril avril abr aprile");
    month(5, "may mai mayo maio maggio");
    month(6, "june jun juni junio juin junho giugno");
    month(7, "july jul juli julio juillet juil julho luglio");
    month(8, "august aug agosto aout ago");
    month(9, "september sep sept septiembre septembre setembro settembre");
    month(10, "october oct oktober okt octubre octobre outubro ottobre");
    month(11, "november nov noviembre novembre novembro");
    month(12, "december dec dezember dez diciembre decembre dezembro dicembre dic");
  }

  private Dates() {}

  private static void month(int number, String names) {
    for (String name : names.split(" ", -1)) {
      MONTHS.put(name, number);
    }
  }

  /** In order of appearance. */
  static Set<String> of(String text) {
    Set<String> days = new LinkedHashSet<>();
    if (text == null || text.chars().limit(MOST_CHARS).noneMatch(c -> c >= '1' && c <= '9')) {
      return days;
    }
    List<String> parts = parts(text);
    for (int i = 0; i < parts.size(); i++) {
      Integer month = MONTHS.get(parts.get(i));
      if (month != null) {
        named(parts, i, month, days);
      } else {
        inFigures(parts, i, days);
      }
    }
    return days;
  }

  /** Words and numbers, and the signs that join the figures of a date. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int end = Math.min(text.length(), MOST_CHARS);
    int at = 0;
    while (at < end) {
      char c = text.charAt(at);
      int from = at;
      if (CharKinds.isDigit(c)) {
        while (at < end && CharKinds.isDigit(text.charAt(at))) {
          at++;
        }
        parts.add(text.substring(from, at));
      } else if (CharKinds.isLetter(c)) {
        while (at < end && CharKinds.isLetter(text.charAt(at))) {
          at++;
        }
        parts.add(Fragments.fold(text.substring(from, at)));
      } else {
        if (c == '-' || c == '/' || c == '.') {
          parts.add(String.valueOf(c));
        }
        at++;
      }
    }
    return parts;
  }

  /** A month by its name: the nearest number that may be a day, and a year where there is one. */
  private static void named(List<String> parts, int at, int month, Set<String> days) {
    int day = 0;
    int year = 0;
    for (int step = 1; step <= REACH; step++) {
      for (int i : new int[] {at - step, at + step}) {
        int number = i < 0 || i >= parts.size() ? -1 : number(parts.get(i));
        if (day == 0 && number >= 1 && number <= LAST_DAY) {
          day = number;
        } else if (year == 0 && i > at && isYear(number)) {
          year = number;
        }
      }
    }
    if (day > 0) {
      add(days, year, month, day);
    }
  }

  /** Three numbers with the same sign between. */
  private static void inFigures(List<String> parts, int at, Set<String> days) {
    if (at + 4 >= parts.size()
        || "-/.".indexOf(parts.get(at + 1)) < 0
        || !parts.get(at + 1).equals(parts.get(at + 3))) {
      return;
    }
    int one = number(parts.get(at));
    int two = number(parts.get(at + 2));
    int three = number(parts.get(at + 4));
    if (isYear(one)) {
      add(days, one, two, three);
    } else if (isYear(three)) {
      add(days, three, two, one);
      if (parts.get(at + 1).equals("/")) {
        add(days, three, one, two);
      }
    }
  }

  private static void add(Set<String> days, int year, int month, int day) {
    if (month >= 1 && month <= MONTHS_OF_A_YEAR && day >= 1 && day <= LAST_DAY) {
      String tail = (month < 10 ? "0" : "") + month + (day < 10 ? "-0" : "-") + day;
      days.add(year == 0 ? tail : year + "-" + tail);
    }
  }

  private static boolean isYear(int number) {
    return number >= LEAST_YEAR && number <= LAST_YEAR;
  }

  private static int number(String part) {
    return part.length() > 4 || !CharKinds.isDigit(part.charAt(0)) ? -1 : Integer.parseInt(part);
  }

  /** Whether two days may be the same: one of them may lack its year. */
  static boolean same(String one, String other) {
    return one.endsWith(other) || other.endsWith(one);
  }
}
