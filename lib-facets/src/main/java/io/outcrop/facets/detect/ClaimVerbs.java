package io.outcrop.facets.detect;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The verbs by which a text claims a completed action, and what else must stand beside them.
 *
 * <p>A verb that is also used of mere writing ("I've updated the draft") or thinking ("I checked my
 * reasoning") counts only with an object that lies outside the text, such as a calendar or an
 * order.
 */
final class ClaimVerbs {
  private static final int OBJECT_REACH = 9;

  /** A verb's class of action and the objects that it needs; none are needed where empty. */
  record Verb(Action action, Set<String> objects) {}

  private static final Map<String, Verb> PAST = new HashMap<>();
  private static final Map<String, Verb> BASE = new HashMap<>();
  private static final Set<String> RECORDS =
      words(
          "account accounts order orders reservation reservations booking bookings flight flights"
              + " ticket tickets subscription refund refunds payment payments appointment"
              + " appointments meeting meetings event events calendar reminder reminders database"
              + " record records profile password card invoice return exchange cancellation claim"
              + " shipment delivery cart case hotel room seat seats reservation repository branch"
              + " server ticket jira issue membership plan credit fee balance purchase device line"
              + " service sim address alarm thermostat lights playlist contact spreadsheet");
  private static final Set<String> SOURCES =
      words(
          "calendar calendars inventory database databases system systems record records account"
              + " accounts order orders availability schedule website websites web internet files"
              + " log logs weather forecast repository inbox email emails stock prices price"
              + " flights flight reservation reservations booking bookings documentation"
              + " server tracking balance api crm site sites profile invoice invoices ticket"
              + " tickets spreadsheet backend history knowledge status shipment portal wiki");
  private static final Set<String> MESSAGES =
      words(
          "email emails mail message messages notification notifications text sms code"
              + " confirmation invoice reminder invitation invite invitations receipt alert"
              + " request report documents");
  private static final Set<String> RUNNABLE =
      words(
          "test tests suite script scripts command commands query queries build program notebook"
              + " linter benchmark benchmarks pipeline migration migrations check checks code");
  private static final Set<String> TESTABLE =
      words(
          "code fix change changes solution script function endpoint api build patch app it this");
  private static final Set<String> CASES =
      words("case issue ticket request this you it matter concern complaint team manager");

  static {
    past(Action.SEARCH, Set.of(), "searched googled browsed");
    past(
        Action.LOOK_UP,
        SOURCES,
        "checked consulted accessed pulled retrieved fetched queried verified inspected");
    past(
        Action.WRITE, Set.of(), "booked rescheduled refunded purchased deployed uploaded reserved");
    past(
        Action.WRITE,
        RECORDS,
        "cancelled canceled updated created scheduled ordered deleted removed modified changed"
            + " submitted filed placed registered issued processed saved added posted"
            + " initiated activated deactivated suspended charged credited applied paid published"
            + " merged pushed committed transferred upgraded renewed closed set turned enabled"
            + " disabled rebooted completed");
    past(Action.NOTIFY, Set.of(), "emailed notified alerted texted informed mailed pinged paged");
    past(Action.NOTIFY, MESSAGES, "sent forwarded messaged");
    past(Action.RUN, RUNNABLE, "ran executed run");
    past(Action.RUN, TESTABLE, "tested compiled");
    past(Action.DELEGATE, CASES, "escalated delegated handed");
    base(Action.SEARCH, Set.of(), "search");
    base(Action.WRITE, Set.of(), "book reschedule refund purchase deploy upload reserve");
    base(
        Action.WRITE,
        RECORDS,
        "cancel update create schedule delete remove modify change submit process save add apply"
            + " upgrade renew place issue");
    base(Action.LOOK_UP, SOURCES, "check access retrieve pull query fetch");
    base(Action.NOTIFY, MESSAGES, "send forward email");
    base(Action.RUN, RUNNABLE, "run execute");
  }

  /** Words of text production: what was done, was done to the text at hand. */
  private static final Set<String> TEXT_WORDS =
      words(
          "below following above draft drafts version summary paragraph essay poem outline table"
              + " list example examples snippet story section sentence template wording tone text"
              + " function class method script markdown bullet letter mock hypothetical sample"
              + " article document code here here's");

  private static final Set<String> OWN_MIND =
      words(
          "memory training mind knowledge reasoning math arithmetic instructions guidelines context"
              + " conversation chat provided shared mentioned prompt spelling grammar understanding"
              + " assumption assumptions logic attached pasted gave told");

  private ClaimVerbs() {}

  private static Set<String> words(String list) {
    return Set.of(Arrays.stream(list.split(" ", -1)).distinct().toArray(String[]::new));
  }

  private static void past(Action action, Set<String> objects, String verbs) {
    for (String verb : verbs.split(" ", -1)) {
      PAST.put(verb, new Verb(action, objects));
    }
  }

  private static void base(Action action, Set<String> objects, String verbs) {
    for (String verb : verbs.split(" ", -1)) {
      BASE.put(verb, new Verb(action, objects));
    }
  }

  /** The action that the past form or participle at this word claims; null if none. */
  static Action past(List<String> words, int at) {
    return claimed(PAST.get(words.get(at)), words, at);
  }

  private static final Set<String> LOOKS =
      words(
          "opened read found fetched listed checked pulled retrieved viewed verified validated"
              + " screened inspected queried accessed looked");
  private static final Set<String> CHANGES =
      words(
          "added applied updated changed switched registered rebooked renewed restarted scaled set"
              + " moved edited created removed filed scheduled extended finalised finalized merged"
              + " closed assigned enabled disabled adjusted transferred placed submitted started"
              + " cancelled canceled completed rolled activated");
  private static final Set<String> SENDS = words("sent mailed forwarded messaged");
  private static final Set<String> PARTICLES = words("up out into at through over on back down");
  private static final Set<String> DEFINITE = words("the your that this");
  private static final Set<String> ABSTRACT =
      words(
          "question questions request problem issue idea concept step steps option options detail"
              + " details information reason reasons answer answers result results point situation"
              + " way ways instruction instructions requirement requirements number numbers"
              + " equation formula topic approach solution possibilities difference above below"
              + " same rest first last next previous following word words sentence sentences line"
              + " lines title heading error bug typo comma plan format style value values variable"
              + " parameter picture image photo link attachment input output");

  /**
   * The action that a verb claims where the talk is of records: a definite object is enough, unless
   * it is of a text or of thoughts. Null if none.
   */
  static Action loosely(List<String> words, int at) {
    String verb = words.get(at);
    Action action =
        LOOKS.contains(verb)
            ? Action.LOOK_UP
            : CHANGES.contains(verb) ? Action.WRITE : SENDS.contains(verb) ? Action.NOTIFY : null;
    int i = at + 1;
    while (i < words.size() && PARTICLES.contains(words.get(i))) {
      i++;
    }
    if (action == null || i + 1 >= words.size() || !DEFINITE.contains(words.get(i))) {
      return null;
    }
    for (String word : words.subList(i + 1, Math.min(words.size(), i + 5))) {
      if (TEXT_WORDS.contains(word) || OWN_MIND.contains(word) || ABSTRACT.contains(word)) {
        return null;
      }
    }
    return action;
  }

  /** The action that the base form at this word claims after "was able to" and the like. */
  static Action base(List<String> words, int at) {
    return claimed(BASE.get(words.get(at)), words, at);
  }

  private static Action claimed(Verb verb, List<String> words, int at) {
    if (verb == null) {
      return null;
    }
    int end = Math.min(words.size(), at + 1 + OBJECT_REACH);
    List<String> after = words.subList(at + 1, end);
    if (after.stream().anyMatch(OWN_MIND::contains)) {
      return null;
    }
    if (verb.objects().isEmpty()) {
      return verb.action();
    }
    boolean textOnly =
        verb.action() == Action.WRITE && after.stream().anyMatch(TEXT_WORDS::contains);
    boolean reached = after.stream().anyMatch(verb.objects()::contains);
    boolean above = after.contains("above") || after.contains("below");
    return reached && !textOnly && !above ? verb.action() : null;
  }

  /** The classes of calls that can have done an action. */
  static Set<Action> doers(Action action) {
    return switch (action) {
      case SEARCH, LOOK_UP -> EnumSet.of(Action.SEARCH, Action.LOOK_UP, Action.RUN, Action.COMPUTE);
      case WRITE -> EnumSet.of(Action.WRITE, Action.RUN, Action.NOTIFY);
      case NOTIFY -> EnumSet.of(Action.NOTIFY, Action.RUN);
      case RUN -> EnumSet.of(Action.RUN, Action.COMPUTE, Action.LOOK_UP);
      case DELEGATE -> EnumSet.of(Action.DELEGATE, Action.NOTIFY, Action.WRITE);
      case COMPUTE, THINK, OTHER -> EnumSet.allOf(Action.class);
    };
  }
}
