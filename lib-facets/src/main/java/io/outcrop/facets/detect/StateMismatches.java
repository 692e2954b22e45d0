package io.outcrop.facets.detect;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How what is told stands to the state of what was read: how old it is, how many there are, at
 * which hour it is where, and whether a check had passed.
 */
final class StateMismatches {
  private static final long OLD_DAYS = 14;
  private static final int MOST_ANSWER = 1_500;
  private static final int MOST_LISTED = 200;
  private static final int LONGEST_FIELD = 40;
  private static final int MOST_COUNTS = 3;
  private static final int DAY_CHARS = 10;
  private static final int MINUTE_CHARS = 16;

  private static final Set<String> OF_COPIES =
      Set.of(
          "sync",
          "synced",
          "cached",
          "snapshot",
          "refreshed",
          "refresh",
          "fetched",
          "retrieved",
          "asof",
          "crawled",
          "indexed",
          "replicated",
          "exported",
          "captured");
  private static final Set<String> OLD = Set.of("stale", "outdated", "expired");
  private static final Fragments AGE =
      Fragments.of(
          """
          as of; last sync; snapshot; cache; stale; outdated; out of date; days old; months old;
          days ago; months ago; weeks ago; up to date; not current; may have changed; stand vom;
          stand:; veraltet; zwischengespeichert; nicht aktuell; a fecha; desactualiz; en cache;
          hace; en date du; au|; perime; pas a jour; mis en cache; desatualiz; de cache; ha|;
          obsolet; non aggiorn; aggiornat""");
  private static final Fragments HOW_MANY =
      Fragments.of(
          """
          how many; number of; count; wie viele; wieviele; anzahl; cuantos; cuantas; numero de;
          combien; nombre de; quantos; quantas; quanti; quante; 多少; 几个; いくつ; 何件""");
  private static final Fragments LOCAL =
      Fragments.of(
          """
          local; time zone; timezone; my time; ortszeit; zeitzone; hora de; huso; zona horaria;
          heure de; heure locale; fuseau; fuso; horario de; ora di; ora locale; time|; zeit|; 現地;
          当地""");
  private static final Fragments UTC = Fragments.of("utc; gmt; zulu; universal time; weltzeit");
  private static final Map<String, ZoneId> CITIES = new HashMap<>();
  private static final String[] SWITCHES = {
    ":true", "--force", "--override", "--bypass", "--skip", "--no-verify", "--ignore"
  };
  private static final Set<String> VERDICTS =
      Set.of(
          "passed", "pass", "valid", "allowed", "eligible", "permitted", "approved", "compliant");

  static {
    for (String zone : ZoneId.getAvailableZoneIds()) {
      int slash = zone.lastIndexOf('/');
      if (slash > 0 && !zone.startsWith("Etc/")) {
        String city = zone.substring(slash + 1).replace('_', ' ').toLowerCase(Locale.ROOT);
        CITIES.putIfAbsent(city, ZoneId.of(zone));
      }
    }
  }

  private StateMismatches() {}

  static void addTo(
      Set<String> kinds, TraceView view, List<Call> calls, List<Records.Item> records) {
    if (overridesCheck(calls, records) || forces(calls)) {
      kinds.add("check_overridden");
    }
    String answer = Mismatches.answer(view);
    if (answer.isBlank() || answer.length() > MOST_ANSWER) {
      return;
    }
    if (tellsOldState(view, answer, records)) {
      kinds.add("stale_state");
    }
    if (wrongCount(view, answer, records)) {
      kinds.add("wrong_count");
    }
    if (otherTime(view, answer, records)) {
      kinds.add("other_time");
    }
  }

  /** A check said no, and the thing it is about was changed all the same. */
  private static boolean overridesCheck(List<Call> calls, List<Records.Item> records) {
    Map<String, Records.Item> failed = new LinkedHashMap<>();
    for (Records.Item item : records) {
      if (item.list() >= 0 || item.call().arguments() == null) {
        continue;
      }
      for (Map.Entry<String, String> field : item.fields().entrySet()) {
        if (VERDICTS.contains(Records.words(field.getKey()))) {
          String check = item.call().tool() + '\n' + item.call().arguments();
          if (field.getValue().equals("false")) {
            failed.put(check, item);
          } else if (field.getValue().equals("true")) {
            failed.remove(check);
          }
        }
      }
    }
    if (failed.isEmpty()) {
      return false;
    }
    List<Call> changes = Mismatches.changes(calls);
    for (Records.Item item : failed.values()) {
      Set<String> things = new HashSet<>(Values.of(item.call().arguments()));
      things.removeIf(value -> !Records.isName(value));
      for (Call call : changes) {
        if (call.action() != Action.NOTIFY
            && call.position() > item.call().position()
            && Values.of(call.arguments()).stream().anyMatch(things::contains)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What was refused goes through with a switch more than before. */
  private static boolean forces(List<Call> calls) {
    Map<String, Call> refused = new HashMap<>();
    for (Call call : calls) {
      String arguments = call.arguments();
      if (arguments == null || arguments.length() > MOST_ANSWER) {
        continue;
      }
      Call before = refused.get(call.tool());
      if (call.failed()) {
        refused.put(call.tool(), call);
      } else if (before != null
          && switches(arguments) > switches(before.arguments())
          && sharesName(before.arguments(), arguments)) {
        return true;
      }
    }
    return false;
  }

  private static boolean sharesName(String one, String other) {
    Set<String> names = Values.of(other);
    return Values.of(one).stream().anyMatch(v -> Records.isName(v) && names.contains(v));
  }

  /** Arguments that are true, and options of force on a command line. */
  private static int switches(String arguments) {
    int count = 0;
    String plain = arguments.replace(" ", "").toLowerCase(Locale.ROOT);
    for (String sign : SWITCHES) {
      for (int at = plain.indexOf(sign); at >= 0; at = plain.indexOf(sign, at + 1)) {
        count++;
      }
    }
    return count;
  }

  /** What is told comes from a copy that is weeks old by its own mark, and the answer hides it. */
  private static boolean tellsOldState(TraceView view, String answer, List<Records.Item> records) {
    Instant start = view.trace().mainRoot().startTime();
    if (start == null || AGE.in(answer)) {
      return false;
    }
    LocalDate today = LocalDate.ofInstant(start, ZoneOffset.UTC);
    Set<String> told = Values.of(answer);
    String lower = answer.toLowerCase(Locale.ROOT);
    Records.Item old = null;
    for (Records.Item item : records) {
      String mark = oldMark(item, today);
      if (mark != null && !isTold(answer, mark) && tellsOf(item, lower, told)) {
        old = item;
      } else if (old != null && mark == null && tellsOf(item, lower, told) && isSame(old, item)) {
        old = null;
      }
    }
    return old != null;
  }

  private static boolean isSame(Records.Item one, Records.Item other) {
    return one.fields().values().stream()
        .flatMap(v -> Values.of(v).stream())
        .anyMatch(v -> Records.isName(v) && other.holds(v));
  }

  /** The day of a copy that is old, empty where it is only called so, null where it is not old. */
  private static String oldMark(Records.Item item, LocalDate today) {
    String mark = null;
    for (Map.Entry<String, String> field : item.fields().entrySet()) {
      List<String> key = NameTokens.of(field.getKey());
      String value = field.getValue();
      if (value.equals("true") && key.stream().anyMatch(OLD::contains)) {
        mark = mark == null ? "" : mark;
      }
      boolean copied =
          key.stream().anyMatch(OF_COPIES::contains) || (key.contains("as") && key.contains("of"));
      if (copied && value.length() >= DAY_CHARS && isBefore(value, today)) {
        mark = value.substring(0, DAY_CHARS);
      }
    }
    return mark;
  }

  private static boolean isBefore(String value, LocalDate today) {
    try {
      LocalDate day = LocalDate.parse(value.substring(0, DAY_CHARS));
      return ChronoUnit.DAYS.between(day, today) >= OLD_DAYS;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isTold(String answer, String day) {
    return !day.isEmpty() && Dates.of(answer).stream().anyMatch(d -> Dates.same(d, day));
  }

  private static boolean tellsOf(Records.Item item, String lower, Set<String> told) {
    boolean names = false;
    boolean tells = false;
    for (String value : item.fields().values()) {
      boolean in = Mismatches.tells(lower, told, value);
      boolean name = in && Values.of(value).stream().anyMatch(Records::isName);
      names |= name;
      tells |= in && !name && value.length() >= 3;
    }
    return names && tells;
  }

  /** The number of things was asked for, and the one list there is has another number of them. */
  private static boolean wrongCount(TraceView view, String answer, List<Records.Item> records) {
    Exchange last = null;
    for (Exchange exchange : view.exchanges()) {
      last = exchange.acted() ? exchange : last;
    }
    String question = last == null ? "" : last.question();
    if (question.isBlank()) {
      question = Mismatches.asked(view);
    }
    if (!HOW_MANY.in(question)) {
      return false;
    }
    List<Records.Item> list = onlyList(last, records);
    if (list.size() < 2 || list.size() > MOST_LISTED) {
      return false;
    }
    String asked = question.toLowerCase(Locale.ROOT);
    Map<String, Integer> counts = new HashMap<>();
    for (Records.Item item : list) {
      for (Map.Entry<String, String> field : item.fields().entrySet()) {
        String value = field.getValue().toLowerCase(Locale.ROOT);
        if (value.length() > LONGEST_FIELD) {
          return false;
        }
        boolean word = value.length() >= 3 && Values.of(value).isEmpty();
        if (word && Mismatches.stands(asked, value)) {
          counts.merge(field.getKey() + '\n' + value, 1, Integer::sum);
        }
      }
    }
    if (counts.size() > 1) {
      return false;
    }
    int count = counts.isEmpty() ? list.size() : counts.values().iterator().next();
    Set<String> numbers = new HashSet<>(Values.of(answer));
    numbers.removeIf(n -> n.length() > 4 || !n.chars().allMatch(c -> CharKinds.isDigit((char) c)));
    numbers.removeAll(Values.of(question));
    boolean known =
        records.stream()
            .anyMatch(
                r -> r.list() < 0 && r.fields().values().stream().anyMatch(numbers::contains));
    return !known
        && !numbers.isEmpty()
        && numbers.size() <= MOST_COUNTS
        && !numbers.contains(Integer.toString(count));
  }

  /**
   * The records of the one list that the calls of a request returned; empty where there are two.
   */
  private static List<Records.Item> onlyList(Exchange exchange, List<Records.Item> records) {
    int list = -1;
    Call call = null;
    for (Records.Item item : records) {
      if (item.list() < 0 || (exchange != null && !exchange.calls().contains(item.call()))) {
        continue;
      }
      if (call != null && (item.list() != list || item.call().position() != call.position())) {
        return List.of();
      }
      list = item.list();
      call = item.call();
    }
    if (call == null) {
      return List.of();
    }
    int only = list;
    Call of = call;
    return records.stream()
        .filter(r -> r.list() == only && r.call().position() == of.position())
        .toList();
  }

  /** A time of day that a result gives in UTC is told unchanged where another place's was meant. */
  private static boolean otherTime(TraceView view, String answer, List<Records.Item> records) {
    String asked = Mismatches.asked(view);
    if (UTC.in(answer) || UTC.in(asked)) {
      return false;
    }
    String folded = Fragments.fold(asked);
    boolean local = LOCAL.in(asked) || LOCAL.in(answer);
    ZoneId zone = null;
    for (Map.Entry<String, ZoneId> city : CITIES.entrySet()) {
      if (city.getKey().length() >= 4 && Mismatches.stands(folded, city.getKey())) {
        zone = city.getValue();
        local = true;
      }
    }
    if (!local) {
      return false;
    }
    for (Records.Item item : records) {
      for (String value : item.fields().values()) {
        boolean time = value.length() > MINUTE_CHARS && value.charAt(DAY_CHARS) == 'T';
        boolean utc = value.endsWith("Z") || value.endsWith("+00:00");
        if (time
            && utc
            && answer.contains(value.substring(DAY_CHARS + 1, MINUTE_CHARS))
            && (zone == null || isElsewhere(zone, value))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isElsewhere(ZoneId zone, String time) {
    try {
      Instant at = Instant.parse(time.replace("+00:00", "Z"));
      return zone.getRules().getOffset(at).getTotalSeconds() != 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
