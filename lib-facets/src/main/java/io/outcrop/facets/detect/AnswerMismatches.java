package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How the values of an answer stand to the records that calls returned. */
final class AnswerMismatches {
  private static final int MOST_RECORDS = 40;
  private static final int LEAST_SECRET = 8;
  private static final int UNIT_REACH = 16;

  private static final Fragments TOTAL =
      Fragments.of(
          """
          total|; totals|; sum|; sums|; altogether; together; combined; add up; overall;
          gesamt; insgesamt; summe|; zusammen; total|; totales|; suma|; en conjunto;
          totale|; totaux|; somme|; ensemble|; soma|; totais|; ao todo; no total; 合計; 总计;
          总共""");
  private static final Set<String> STATES =
      Set.of("status", "state", "result", "outcome", "error", "success", "ok", "passed", "valid");
  private static final Set<String> BROKEN =
      Set.of("error", "failed", "failure", "rejected", "denied", "declined", "invalid", "timeout");
  private static final Set<String> SECRETS =
      Set.of("password", "passwd", "pwd", "secret", "token", "apikey", "credential", "credentials");

  /** Units by the end of a key: how each is called, in any of the five languages. */
  private static final Map<String, Set<String>> UNITS = new HashMap<>();

  /** All names of units and currencies, so that a word behind a number is known to be one. */
  private static final Set<String> NAMES =
      new LinkedHashSet<>(
          Set.of(
              "$", "€", "£", "¥", "usd", "eur", "gbp", "jpy", "chf", "inr", "cny", "brl", "mxn",
              "cad", "aud", "dollars", "euros", "euro", "pounds", "francs", "reais"));

  static {
    unit("cents cent minor", "cent cents ct cts ¢ c centimes centavos");
    unit("g gram grams", "g gr gram grams gramm gramos grammes gramas");
    unit("kg kilograms", "kg kilo kilos kilogram kilograms kilogramm");
    unit("lb lbs pounds", "lb lbs pound pfund libras livres");
    unit("oz", "oz ounce ounces");
    unit("ms millis milliseconds", "ms msec milliseconds millisekunden");
    unit("s sec secs seconds", "s sec secs second seconds sekunden segundos secondes");
    unit("min mins minutes", "min mins minute minutes minuten minutos");
    unit("h hr hrs hours", "h hr hrs hour hours stunden stunde horas hora heures heure");
    unit("d days", "d day days tag tage tagen dias días jours");
    unit("m meters metres", "m meter meters metre metres metros");
    unit("km kilometers", "km kilometer kilometers kilometre kilometres");
    unit("mi miles", "mi mile miles meilen millas");
    unit("cm", "cm");
    unit("mm", "mm");
    unit("ft feet", "ft feet foot");
    unit("mb", "mb megabyte megabytes");
    unit("kb", "kb kilobyte kilobytes");
    unit("gb", "gb gigabyte gigabytes");
    unit("bytes", "b byte bytes");
    unit("f fahrenheit", "f fahrenheit °f");
    unit("c celsius", "c celsius °c");
  }

  private static final int SHORT_ANSWER = 160;

  private AnswerMismatches() {}

  private static void unit(String ends, String names) {
    Set<String> called = Set.of(names.split(" ", -1));
    NAMES.addAll(called);
    for (String end : ends.split(" ", -1)) {
      UNITS.put(end, called);
    }
  }

  static void addTo(Set<String> kinds, TraceView view, List<Records.Item> records) {
    if (records.isEmpty()) {
      return;
    }
    String answer = Mismatches.answer(view);
    if (answer.isBlank()) {
      return;
    }
    String lower = answer.toLowerCase(Locale.ROOT);
    Set<String> told = Values.of(answer);
    if (mixesRecords(lower, told, records)) {
      kinds.add("mixed_records");
    }
    if (otherField(view, lower, told, records)) {
      kinds.add("other_field");
    }
    if (otherValue(view, lower, told, records)) {
      kinds.add("value_unlike_result");
    }
    if (wrongUnit(lower, told, records)) {
      kinds.add("wrong_unit");
    }
    if (wrongSum(view, answer, records)) {
      kinds.add("wrong_sum");
    }
    if (tellsSecret(answer, records)) {
      kinds.add("secret_told");
    }
    if (hidesFailure(answer, records)) {
      kinds.add("hidden_failure");
    }
  }

  /** The fields of each thing that the answer names, by its identifier. */
  private static Map<String, Map<String, String>> named(
      Set<String> told, List<Records.Item> records) {
    Map<String, Map<String, String>> named = new LinkedHashMap<>();
    for (Records.Item item : records) {
      String id = null;
      for (String value : item.fields().values()) {
        for (String candidate : Values.of(value)) {
          if (id == null && Records.isName(candidate) && told.contains(candidate)) {
            id = candidate;
          }
        }
        if (id != null) {
          break;
        }
      }
      if (id != null && named.size() < MOST_RECORDS) {
        named.computeIfAbsent(id, i -> new LinkedHashMap<>()).putAll(item.fields());
      }
    }
    return named;
  }

  /**
   * Whether a value that belongs to one thing is told of another. Which comes first, the thing or
   * its value, is told by the answer's two ends; where both ends hold values it is not judged.
   */
  private static boolean mixesRecords(String lower, Set<String> told, List<Records.Item> records) {
    Map<String, Map<String, String>> named = named(told, records);
    if (named.size() < 2) {
      return false;
    }
    List<String> ids = new ArrayList<>(named.keySet());
    ids.removeIf(id -> Mismatches.at(lower, id, 0) < 0);
    ids.sort((a, b) -> Integer.compare(Mismatches.at(lower, a, 0), Mismatches.at(lower, b, 0)));
    for (int i = 0; i + 1 < ids.size(); i++) {
      Map<String, String> one = named.get(ids.get(i));
      Map<String, String> next = named.get(ids.get(i + 1));
      int from = Mismatches.at(lower, ids.get(i), 0);
      int to = Mismatches.at(lower, ids.get(i + 1), 0);
      int end = i + 2 < ids.size() ? Mismatches.at(lower, ids.get(i + 2), 0) : lower.length();
      for (Map.Entry<String, String> field : one.entrySet()) {
        String own = field.getValue();
        String other = next.get(field.getKey());
        if (other == null || other.equals(own) || own.length() < 3 || other.length() < 3) {
          continue;
        }
        String before = lower.substring(0, from);
        String mine = lower.substring(from, to);
        String its = lower.substring(to, end);
        if (holds(mine, other)
            && !holds(mine, own)
            && holds(its, own)
            && !holds(its, other)
            && !holds(before, own)
            && !holds(before, other)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean holds(String lower, String value) {
    return Mismatches.tells(lower, Values.of(lower), value);
  }

  /** Whether a field was asked for by its name, and the answer tells another one instead. */
  private static boolean otherField(
      TraceView view, String lower, Set<String> told, List<Records.Item> records) {
    Exchange last = null;
    for (Exchange exchange : view.exchanges()) {
      last = exchange.acted() ? exchange : last;
    }
    if (last == null) {
      return false;
    }
    String question = last.question().toLowerCase(Locale.ROOT);
    Set<String> asking = Values.of(question);
    boolean one = asking.stream().filter(Records::isName).count() == 1;
    if (!one || !Mismatches.changes(last.calls()).isEmpty()) {
      return false;
    }
    for (Records.Item item : records) {
      boolean subject =
          item.list() < 0
              && item.fields().size() >= 4
              && asking.stream().anyMatch(v -> Records.isName(v) && item.holds(v));
      if (!subject) {
        continue;
      }
      int asked = 0;
      boolean answered = false;
      boolean other = false;
      for (Map.Entry<String, String> field : item.fields().entrySet()) {
        String value = field.getValue();
        String words = Records.words(field.getKey());
        boolean is = value.length() >= 2 && Mismatches.tells(lower, told, value);
        boolean given = Mismatches.tells(question, asking, value);
        if (words.length() >= 4 && Mismatches.stands(question, words)) {
          asked++;
          answered |= is || given || Mismatches.stands(lower, words);
        } else if (value.length() >= 3) {
          other |= is && !given;
        }
      }
      if (asked > 0 && !answered && other) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a number or day was asked for by the name of its field, and one is told that stands
   * nowhere in what was read.
   */
  private static boolean otherValue(
      TraceView view, String lower, Set<String> told, List<Records.Item> records) {
    Exchange last = null;
    for (Exchange exchange : view.exchanges()) {
      last = exchange.acted() ? exchange : last;
    }
    if (last == null || !Mismatches.changes(last.calls()).isEmpty()) {
      return false;
    }
    String question = last.question().toLowerCase(Locale.ROOT);
    Set<String> asking = Values.of(question);
    if (asking.stream().filter(Records::isName).count() != 1) {
      return false;
    }
    Set<String> read = new HashSet<>(asking);
    view.calls().forEach(call -> Values.addTo(read, call.result()));
    boolean fits = false;
    boolean differs = false;
    for (Records.Item item : records) {
      if (item.list() >= 0 || asking.stream().noneMatch(v -> Records.isName(v) && item.holds(v))) {
        continue;
      }
      for (Map.Entry<String, String> field : item.fields().entrySet()) {
        String words = Records.words(field.getKey());
        String value = field.getValue();
        Set<String> own = Values.of(value);
        if (words.length() < 4 || !Mismatches.stands(question, words)) {
          continue;
        }
        if (own.isEmpty() && isOtherWord(lower, words, value)) {
          differs = true;
        }
        if (own.size() != 1) {
          continue;
        }
        boolean number = isNumber(value);
        fits |= told.containsAll(own);
        differs |=
            told.stream()
                .anyMatch(
                    t ->
                        !read.contains(t)
                            && (number
                                ? isNumber(t) && !isNear(t, value)
                                : Dates.of(value).size() == 1 && isOtherDay(t, value)));
      }
    }
    return differs && !fits;
  }

  /** Whether a short answer speaks of a field and lacks the word that it holds. */
  private static boolean isOtherWord(String lower, String field, String value) {
    return value.length() >= 3
        && value.length() <= 30
        && lower.length() <= SHORT_ANSWER
        && Mismatches.stands(lower, field)
        && !lower.contains(value.toLowerCase(Locale.ROOT))
        && lower.indexOf('?') < 0
        && !RunMismatches.FAILED.in(lower);
  }

  /** Whether one is the other, rounded or written in another unit of the same. */
  private static boolean isNear(String one, String other) {
    double a = Double.parseDouble(one);
    double b = Double.parseDouble(other);
    return a == b
        || Math.abs(a - b) < 0.01 * Math.abs(b)
        || ValueSlips.isScaled(one, Set.of(other));
  }

  private static boolean isOtherDay(String told, String day) {
    Set<String> days = Dates.of(told);
    return days.size() == 1 && !Dates.same(days.iterator().next(), Dates.of(day).iterator().next());
  }

  /** Whether the number of a field whose key names its unit is told with another unit. */
  private static boolean wrongUnit(String lower, Set<String> told, List<Records.Item> records) {
    for (Records.Item item : records) {
      for (Map.Entry<String, String> field : item.fields().entrySet()) {
        List<String> key = Records.tokens(field.getKey());
        Set<String> unit = key.size() < 2 ? null : UNITS.get(key.get(key.size() - 1));
        if (unit == null || field.getValue().length() > 15) {
          continue;
        }
        for (String value : Values.of(field.getValue())) {
          if (told.contains(value) && toldInOther(lower, value, unit)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean toldInOther(String lower, String value, Set<String> unit) {
    for (int at = 0; at < lower.length(); at++) {
      int end = at;
      while (end < lower.length() && isNumeral(lower.charAt(end))) {
        end++;
      }
      if (end > at && Values.of(lower.substring(at, end)).contains(value)) {
        String behind = lower.substring(end, Math.min(lower.length(), end + UNIT_REACH)).strip();
        int word = 0;
        while (word < behind.length()
            && !CharKinds.isBlank(behind.charAt(word))
            && ".,;:)!?*".indexOf(behind.charAt(word)) < 0) {
          word++;
        }
        String name = behind.substring(0, word);
        String front = lower.substring(Math.max(0, at - 4), at).strip();
        String sign = front.isEmpty() ? "" : front.substring(front.length() - 1);
        boolean code = front.length() == 3 && NAMES.contains(front);
        if (NAMES.contains(name)) {
          return !unit.contains(name);
        }
        return code || (!sign.isEmpty() && "$€£¥".contains(sign));
      }
      at = Math.max(at, end);
    }
    return false;
  }

  private static boolean isNumeral(char c) {
    return CharKinds.isDigit(c) || c == '.' || c == ',';
  }

  /** The sums of the lists of amounts, in hundredths. */
  static List<Long> sums(List<Records.Item> records) {
    return columns(records).values().stream()
        .map(parts -> parts.stream().mapToLong(Long::longValue).sum())
        .toList();
  }

  private static Map<String, List<Long>> columns(List<Records.Item> records) {
    Map<String, List<Long>> columns = new LinkedHashMap<>();
    for (Records.Item item : records) {
      if (item.list() < 0) {
        continue;
      }
      for (Map.Entry<String, String> field : item.fields().entrySet()) {
        String value = field.getValue();
        if (isNumber(value)) {
          String column = item.call().position() + " " + item.list() + ' ' + field.getKey();
          columns.computeIfAbsent(column, c -> new ArrayList<>()).add(hundredths(value));
        }
      }
    }
    columns.values().removeIf(c -> c.size() < 2 || c.stream().allMatch(v -> v % 100 == 0));
    return columns;
  }

  /** Whether a total is told that is not the sum of the one list of amounts there is. */
  private static boolean wrongSum(TraceView view, String answer, List<Records.Item> records) {
    if (!TOTAL.in(answer) && !TOTAL.in(Mismatches.asked(view))) {
      return false;
    }
    Map<String, List<Long>> columns = columns(records);
    if (columns.size() != 1) {
      return false;
    }
    List<Long> parts = columns.values().iterator().next();
    long sum = parts.stream().mapToLong(Long::longValue).sum();
    Set<String> known = new HashSet<>(Mismatches.heard(view));
    records.forEach(item -> item.fields().values().forEach(v -> Values.addTo(known, v)));
    boolean other = false;
    for (String value : Values.of(answer)) {
      if (value.chars().allMatch(c -> isNumeral((char) c)) && value.length() <= 12) {
        long amount = hundredths(value);
        if (amount == sum) {
          return false;
        }
        boolean part = parts.contains(amount) || amount == parts.size() * 100L;
        other |= !part && value.length() >= 3 && !known.contains(value);
      }
    }
    return other;
  }

  private static boolean isNumber(String value) {
    int point = value.indexOf('.');
    return !value.isEmpty()
        && value.length() <= 12
        && value.chars().allMatch(c -> CharKinds.isDigit((char) c) || c == '.')
        && point != 0
        && (point < 0 || value.indexOf('.', point + 1) < 0);
  }

  private static long hundredths(String value) {
    int point = value.indexOf('.');
    String whole = (point < 0 ? value : value.substring(0, point)).replace(",", "");
    String part = point < 0 ? "" : value.substring(point + 1).replace(".", "").replace(",", "");
    String padded = (part + "00").substring(0, 2);
    return whole.isEmpty() || whole.length() > 12 ? -1 : Long.parseLong(whole + padded);
  }

  /** Whether the answer holds the value of a field that by its key is a secret. */
  private static boolean tellsSecret(String answer, List<Records.Item> records) {
    for (Records.Item item : records) {
      for (Map.Entry<String, String> field : item.fields().entrySet()) {
        String value = field.getValue();
        if (value.length() >= LEAST_SECRET
            && value.indexOf(' ') < 0
            && isSecret(Records.tokens(field.getKey()))
            && answer.contains(value)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSecret(List<String> key) {
    if (key.isEmpty() || key.contains("page") || key.contains("next")) {
      return false;
    }
    String last = key.get(key.size() - 1);
    String before = key.size() < 2 ? "" : key.get(key.size() - 2);
    return SECRETS.contains(last)
        || (last.equals("key") && Set.of("api", "private", "access", "secret").contains(before));
  }

  /**
   * Whether a check, or some items of a batch, failed by what the last results say, and the answer
   * owns up to nothing.
   */
  private static boolean hidesFailure(String answer, List<Records.Item> records) {
    Map<String, Boolean> last = new LinkedHashMap<>();
    for (Records.Item item : records) {
      boolean failed = false;
      boolean verdict = false;
      for (Map.Entry<String, String> field : item.fields().entrySet()) {
        String key = Records.words(field.getKey());
        if (STATES.contains(key)) {
          String value = field.getValue();
          verdict = true;
          boolean isFalse = value.equals("false") && !key.equals("error");
          boolean worded =
              value.length() <= 40
                  && BROKEN.contains(value.toLowerCase(Locale.ROOT))
                  && item.list() >= 0;
          failed |= isFalse || worded;
        }
      }
      boolean counts =
          item.list() >= 0
              || item.fields().containsKey("passed")
              || item.fields().containsKey("valid");
      if (verdict && counts && !item.call().failed()) {
        last.merge(
            item.call().tool() + '\n' + item.call().arguments() + '\n' + item.list(),
            failed,
            (a, b) -> item.list() >= 0 ? a || b : b);
      }
    }
    return last.containsValue(true)
        && !Replies.admits(answer)
        && !RunMismatches.FAILED.in(answer)
        && !Refusal.refuses(answer);
  }
}
