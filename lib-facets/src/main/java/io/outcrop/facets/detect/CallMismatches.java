package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How the arguments of calls stand to what was asked and to what earlier calls returned. */
final class CallMismatches {
  private static final int LEAST_HASTY = 5;
  private static final long HASTE_MS = 2_000;
  private static final int MOST_ARGUMENTS = 4_000;
  private static final int MOST_STATES = 8;
  private static final int MOST_EXCHANGES = 2;

  private static final Set<ErrorClass> REJECTED = Set.of(ErrorClass.VALIDATION, ErrorClass.PARSE);
  private static final Set<ErrorClass> BUSY =
      Set.of(
          ErrorClass.RATE_LIMIT,
          ErrorClass.SERVER,
          ErrorClass.NETWORK,
          ErrorClass.TIMEOUT,
          ErrorClass.CONFLICT,
          ErrorClass.UNKNOWN);
  private static final Fragments PLACEHOLDER =
      Fragments.of(
          """
          {{; ${; placeholder; your_; your-; <your; [your; insert_; changeme; change_me; lorem ipsum;
          tbd|; todo|; xxxx; foo@bar; user@example.com; name@example.com; email@example.com;
          example@example.com; john.doe@; jane.doe@; john doe; jane doe; max mustermann; <name;
          <id; <email; <user; <customer; <value; <date; <amount; <number; <account; <order;
          <string; <phone; <address; <recipient; abc123; id_here; _here|; 00000000; 12345678;
          0000-0000; n/a|; example-id; example_id; sample_id; some_id; unknown_id""");

  private static final int LEAST_WAITS = 3;
  private static final Fragments TOOL =
      Fragments.of("tool; function; method; action|; werkzeug; funktion; herramienta; outil");
  private static final Fragments MISSING =
      Fragments.of(
          """
          missing; is required; required property; required field; required param; required arg;
          must be provided; must not be null; may not be null; cannot be blank; mandatory; fehlt;
          erforderlich; obligatori; manquant; ausente; requerid; mancante""");

  private static final Set<String> OF_LETTERS =
      Set.of(
          "mail",
          "mails",
          "email",
          "emails",
          "inbox",
          "page",
          "web",
          "website",
          "url",
          "browse",
          "browser",
          "site",
          "message",
          "messages",
          "html",
          "scrape",
          "chat",
          "slack");
  private static final Set<String> OF_DOCUMENTS =
      Set.of(
          "attachment",
          "attachments",
          "document",
          "documents",
          "doc",
          "docs",
          "pdf",
          "file",
          "files",
          "knowledge",
          "article",
          "articles",
          "manual",
          "wiki",
          "papers");

  private CallMismatches() {}

  static void addTo(
      Set<String> kinds, TraceView view, List<Call> calls, List<Records.Item> records) {
    if (calls.isEmpty()) {
      return;
    }
    repeats(kinds, calls);
    stuck(kinds, calls);
    if (leavesOut(calls)) {
      kinds.add("argument_missing");
    }
    if (placeholder(view, calls)) {
      kinds.add("placeholder");
    }
    if (wrongId(view)) {
      kinds.add("wrong_id");
    }
    if (!records.isEmpty() && loosensRule(calls, records)) {
      kinds.add("loosened_rule");
    }
    List<Call> changes = Mismatches.changes(calls);
    if (changes.isEmpty()) {
      return;
    }
    if (lateDate(view, changes)) {
      kinds.add("late_date");
    }
    if (isOneRequest(view) && outsideFilter(view, changes, records)) {
      kinds.add("outside_filter");
    }
    if (ambiguousPick(view, changes, records)) {
      kinds.add("ambiguous_pick");
    }
    if (wrongRecipient(view, changes, records)) {
      kinds.add("wrong_recipient");
    }
    String channel = addressFromText(view, changes, records);
    if (channel != null) {
      kinds.add(channel);
    }
  }

  /**
   * One failure after the other to the end: a tool that is not there, or one that never answers.
   */
  private static void stuck(Set<String> kinds, List<Call> calls) {
    int unknown = 0;
    int waits = 0;
    for (Call call : calls) {
      if (call.action() == Action.DELEGATE) {
        continue;
      }
      ErrorClass error = call.failed() ? call.errorClass() : null;
      boolean absent =
          error == ErrorClass.NOT_FOUND && call.recorded() && TOOL.in(call.span().errorMessage());
      unknown = absent ? unknown + 1 : 0;
      waits = error == ErrorClass.TIMEOUT ? waits + 1 : 0;
    }
    if (unknown > 1) {
      kinds.add("unknown_tool");
    }
    if (waits >= LEAST_WAITS) {
      kinds.add("stalled");
    }
  }

  /** The last call of a tool was refused since something is missing among its arguments. */
  private static boolean leavesOut(List<Call> calls) {
    Map<String, Boolean> missing = new HashMap<>();
    for (Call call : calls) {
      boolean refused = call.failed() && REJECTED.contains(call.errorClass());
      String error = call.recorded() && refused ? call.span().errorMessage() : null;
      missing.put(call.tool(), refused && (MISSING.in(error) || MISSING.in(call.result())));
    }
    return missing.containsValue(true);
  }

  /** The same call again although it was rejected as invalid, or hammered while busy. */
  private static void repeats(Set<String> kinds, List<Call> calls) {
    Map<String, Integer> rejected = new HashMap<>();
    Call before = null;
    int run = 0;
    long waited = 0;
    for (Call call : calls) {
      if (!call.failed() || call.arguments() == null) {
        before = null;
        run = 0;
        waited = 0;
        continue;
      }
      ErrorClass error = call.errorClass();
      if (REJECTED.contains(error)
          && rejected.merge(call.tool() + '\n' + call.arguments(), 1, Integer::sum) == 2) {
        kinds.add("rejected_again");
      }
      if (BUSY.contains(error)) {
        boolean same = before != null && call.repeats(before);
        waited = same ? waited + between(before.span(), call.span()) : 0;
        run = same ? run + 1 : 1;
        before = call;
        if (run >= LEAST_HASTY && waited < (run - 1) * HASTE_MS) {
          kinds.add("hasty_retries");
        }
      }
    }
  }

  private static long between(Span earlier, Span later) {
    return earlier.endTime() == null || later.startTime() == null
        ? HASTE_MS
        : Math.max(0, Duration.between(earlier.endTime(), later.startTime()).toMillis());
  }

  private static boolean placeholder(TraceView view, List<Call> calls) {
    for (Call call : calls) {
      String arguments = call.arguments();
      if (arguments != null
          && arguments.length() <= MOST_ARGUMENTS
          && call.action() != Action.SEARCH
          && call.action() != Action.DELEGATE
          && !arguments.contains("</")
          && PLACEHOLDER.in(arguments)
          && !PLACEHOLDER.in(Mismatches.asked(view))) {
        return true;
      }
    }
    return false;
  }

  /** A name in a call that nothing gave, made like one that a person had named. */
  private static boolean wrongId(TraceView view) {
    Set<String> known = new HashSet<>();
    Set<String> makes = new HashSet<>();
    Values.addTo(known, view.conversation().systemText());
    for (Turn turn : Mismatches.userTurns(view)) {
      for (String value : Values.of(turn.text())) {
        if (Records.isName(value)) {
          makes.add(make(value));
          known.add(value);
        }
      }
    }
    if (makes.isEmpty()) {
      return false;
    }
    for (Step step : view.steps()) {
      if (step instanceof Step.Asked asked) {
        Values.addTo(known, asked.turn().text());
      } else if (step instanceof Step.Called called) {
        Call call = called.call();
        if (call.action() == Action.DELEGATE) {
          continue;
        }
        if (call.action() != Action.SEARCH) {
          for (String value : Values.of(call.arguments())) {
            if (Records.isName(value) && !known.contains(value) && makes.contains(make(value))) {
              return true;
            }
          }
        }
        Values.addTo(known, call.arguments());
        Values.addTo(known, call.result());
      }
    }
    return false;
  }

  /** How a name is made: its letters, and a nine for each digit. */
  private static String make(String name) {
    StringBuilder make = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      make.append(CharKinds.isDigit(name.charAt(i)) ? '9' : name.charAt(i));
    }
    return make.toString();
  }

  /** A check that fails, a change that names its rule and not the thing, and then it passes. */
  private static boolean loosensRule(List<Call> calls, List<Records.Item> records) {
    Map<String, Records.Item> failing = new HashMap<>();
    for (Records.Item item : records) {
      Call call = item.call();
      if (item.list() >= 0 || call.arguments() == null) {
        continue;
      }
      String check = call.tool() + '\n' + call.arguments();
      Records.Item earlier = failing.get(check);
      if (item.fields().containsValue("false")) {
        failing.put(check, item);
      } else if (earlier != null && turns(earlier, item) && changesRule(calls, earlier, item)) {
        return true;
      }
    }
    return false;
  }

  private static boolean turns(Records.Item earlier, Records.Item later) {
    return earlier.fields().entrySet().stream()
        .anyMatch(
            f -> f.getValue().equals("false") && "true".equals(later.fields().get(f.getKey())));
  }

  private static boolean changesRule(List<Call> calls, Records.Item failed, Records.Item passed) {
    Set<String> things = new HashSet<>(Values.of(failed.call().arguments()));
    things.removeIf(value -> !Records.isName(value));
    for (Call call : calls) {
      boolean between =
          call.position() > failed.call().position() && call.position() < passed.call().position();
      if (!between || call.failed() || call.arguments() == null) {
        continue;
      }
      String arguments = call.arguments();
      boolean rule =
          failed.fields().values().stream()
              .anyMatch(
                  v ->
                      v.length() >= 4
                          && !v.equals("false")
                          && v.chars().anyMatch(Character::isLetter)
                          && Values.of(v).stream().noneMatch(Records::isName)
                          && Mismatches.stands(arguments, v));
      if (rule && Values.of(arguments).stream().noneMatch(things::contains)) {
        return true;
      }
    }
    return false;
  }

  /** The one date that the user named was the latest, and a call names a later one. */
  private static boolean lateDate(TraceView view, List<Call> changes) {
    String latest = null;
    for (Turn turn : Mismatches.userTurns(view)) {
      for (Particulars.Particular value : Particulars.of(turn.text())) {
        if (value.kind() == Particulars.Kind.DATE) {
          if (latest != null || !ValueLimits.LATEST.in(turn.text())) {
            return false;
          }
          latest = value.text();
        }
      }
    }
    if (latest == null || !isDate(latest)) {
      return false;
    }
    for (Call call : changes) {
      boolean late = false;
      boolean timely = false;
      for (String value : Values.of(call.arguments())) {
        if (isDate(value)) {
          late |= value.substring(0, 10).compareTo(latest) > 0;
          timely |= value.substring(0, 10).compareTo(latest) <= 0;
        }
      }
      if (late && !timely) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDate(String value) {
    return value.length() >= 10
        && value.charAt(4) == '-'
        && value.charAt(7) == '-'
        && CharKinds.isDigit(value.charAt(0))
        && CharKinds.isDigit(value.charAt(9));
  }

  /** In a long conversation words that name a state are said of many things. */
  private static boolean isOneRequest(TraceView view) {
    return view.exchanges().size() <= MOST_EXCHANGES;
  }

  /** Things of a list are changed whose state is another than the one that was asked for. */
  private static boolean outsideFilter(
      TraceView view, List<Call> changes, List<Records.Item> records) {
    String asked = Mismatches.asked(view).toLowerCase(Locale.ROOT);
    Set<String> named = Values.of(asked);
    Map<String, Map<String, List<Records.Item>>> columns = new HashMap<>();
    for (Records.Item item : records) {
      if (item.list() >= 0) {
        item.fields()
            .forEach(
                (key, value) -> {
                  if (value.length() >= 3 && value.length() <= 30 && Values.of(value).isEmpty()) {
                    columns
                        .computeIfAbsent(
                            item.call().position() + " " + item.list() + ' ' + key,
                            k -> new HashMap<>())
                        .computeIfAbsent(value.toLowerCase(Locale.ROOT), v -> new ArrayList<>())
                        .add(item);
                  }
                });
      }
    }
    for (Map<String, List<Records.Item>> column : columns.values()) {
      if (column.size() < 2 || column.size() > MOST_STATES) {
        continue;
      }
      List<String> wanted =
          column.keySet().stream().filter(v -> Mismatches.stands(asked, v)).toList();
      if (wanted.size() != 1) {
        continue;
      }
      Set<String> outside = new HashSet<>();
      column.forEach(
          (state, items) -> {
            if (!state.equals(wanted.get(0))) {
              items.forEach(i -> names(i, outside));
            }
          });
      column.get(wanted.get(0)).forEach(i -> removeNames(i, outside));
      outside.removeAll(named);
      if (changes.stream()
          .anyMatch(c -> Values.of(c.arguments()).stream().anyMatch(outside::contains))) {
        return true;
      }
    }
    return false;
  }

  private static void names(Records.Item item, Set<String> names) {
    item.fields().values().stream()
        .flatMap(v -> Values.of(v).stream())
        .filter(Records::isName)
        .forEach(names::add);
  }

  private static void removeNames(Records.Item item, Set<String> names) {
    item.fields().values().forEach(v -> names.removeAll(Values.of(v)));
  }

  /** Two things found bear the name that was asked for, and one is changed without a question. */
  private static boolean ambiguousPick(
      TraceView view, List<Call> changes, List<Records.Item> records) {
    String asked = Mismatches.asked(view).toLowerCase(Locale.ROOT);
    Set<String> said = Values.of(asked);
    Map<String, List<Records.Item>> alike = new HashMap<>();
    for (Records.Item item : records) {
      if (item.list() < 0) {
        continue;
      }
      for (String value : item.fields().values()) {
        boolean name = value.indexOf(' ') > 0 && value.length() <= 60 && Values.of(value).isEmpty();
        if (name && asked.contains(value.toLowerCase(Locale.ROOT))) {
          alike
              .computeIfAbsent(item.call().position() + " " + value, v -> new ArrayList<>())
              .add(item);
        }
      }
    }
    for (List<Records.Item> items : alike.values()) {
      Set<String> names = new HashSet<>();
      Set<String> marks = new HashSet<>();
      for (Records.Item item : items) {
        names(item, names);
        item.fields().values().forEach(v -> marks.addAll(Values.of(v)));
      }
      boolean told = marks.stream().anyMatch(said::contains);
      if (items.size() >= 2
          && names.size() >= 2
          && !told
          && changes.stream()
              .anyMatch(c -> Values.of(c.arguments()).stream().anyMatch(names::contains))) {
        return true;
      }
    }
    return false;
  }

  /** A message goes to an address that nobody gave and that stands in a result's prose alone. */
  private static String addressFromText(
      TraceView view, List<Call> changes, List<Records.Item> records) {
    for (Call call : changes) {
      if (call.arguments().indexOf('@') < 0) {
        continue;
      }
      for (String value : Values.of(call.arguments())) {
        boolean prose = false;
        boolean field = value.indexOf('@') <= 0;
        for (Records.Item item : records) {
          for (String text : item.fields().values()) {
            if (text.indexOf('@') >= 0 && Values.of(text).contains(value)) {
              field |= text.indexOf(' ') < 0;
              prose = true;
            }
          }
        }
        if (!prose && !field && value.indexOf('@') > 0) {
          prose =
              view.calls().stream().anyMatch(c -> isReading(c, call) && quotes(c.result(), value));
          prose |= Mismatches.userTurns(view).stream().anyMatch(t -> isQuoted(t.text(), value));
        }
        if (prose && !field && !isAsked(view, value)) {
          return channel(view, call, value);
        }
      }
    }
    return null;
  }

  /** Where the text stood: in a mail or a page, in a document that was found, or in a record. */
  private static String channel(TraceView view, Call call, String address) {
    for (Call read : view.calls()) {
      String result = read.result() == null ? "" : read.result().toLowerCase(Locale.ROOT);
      if (read.position() < call.position()
          && read.action() != Action.DELEGATE
          && result.contains(address)) {
        Set<String> about = RequestMismatches.about(read);
        if (about.stream().anyMatch(OF_LETTERS::contains)) {
          return "address_from_mail";
        }
        boolean document = about.stream().anyMatch(OF_DOCUMENTS::contains);
        return document || read.action() == Action.SEARCH
            ? "address_from_document"
            : "address_from_text";
      }
    }
    return "address_from_document";
  }

  private static boolean isReading(Call read, Call call) {
    return read.position() < call.position()
        && (read.action() == Action.LOOK_UP || read.action() == Action.SEARCH);
  }

  /** Whether an address stands within a sentence of a text. */
  private static boolean quotes(String text, String address) {
    int at = text == null ? -1 : text.toLowerCase(Locale.ROOT).indexOf(address);
    return at > 0 && text.charAt(at - 1) == ' ';
  }

  /** Whether it stands in a passage that a prompt quotes, in a line that begins with its name. */
  private static boolean isQuoted(String prompt, String address) {
    int at = prompt.indexOf("\n[") < 0 ? -1 : prompt.toLowerCase(Locale.ROOT).indexOf(address);
    return at > prompt.indexOf("\n[");
  }

  /** Whether the instructions or the user named it, beside the passages that a prompt quotes. */
  private static boolean isAsked(TraceView view, String value) {
    return Values.of(view.conversation().systemText()).contains(value)
        || view.exchanges().stream().anyMatch(e -> Values.of(e.question()).contains(value));
  }

  /** A message about a thing goes to an address that its record does not hold and nobody named. */
  private static boolean wrongRecipient(
      TraceView view, List<Call> changes, List<Records.Item> records) {
    Set<String> heard = null;
    for (Call call : changes) {
      if (call.arguments().indexOf('@') < 0) {
        continue;
      }
      heard = heard == null ? Mismatches.heard(view) : heard;
      Set<String> values = Values.of(call.arguments());
      Set<String> right = new HashSet<>();
      for (Records.Item item : records) {
        boolean subject =
            item.list() < 0 && values.stream().anyMatch(v -> Records.isName(v) && item.holds(v));
        if (subject) {
          item.fields().values().stream()
              .flatMap(v -> Values.of(v).stream())
              .filter(v -> v.indexOf('@') > 0)
              .forEach(right::add);
        }
      }
      for (String value : values) {
        if (value.indexOf('@') > 0
            && !right.isEmpty()
            && !right.contains(value)
            && !heard.contains(value)) {
          return true;
        }
      }
    }
    return false;
  }
}
