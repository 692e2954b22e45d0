package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the agent goes on with a value that was replaced, or repeats an answer that was
 * corrected.
 *
 * <p>A value is replaced where the user, in a later turn, names another of the same make beside a
 * word of change ("actually", "instead"), or where the same call with the same arguments later
 * returns another value under the same name. It is used where a later call's arguments, or the
 * final answer, hold the old one and not the new one. It cannot see a change in plain words.
 */
public final class StaleContext {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_JSON = 20_000;
  private static final int LEAST_ANSWER = 20;
  private static final Fragments CHANGE =
      Fragments.of(
          """
          actually; instead; i meant; sorry,|; correction; change it to; change that to;
          changed my mind; make it|; make that|; not the|; rather|; wrong number; wrong date;
          typo; should be; update it to; switch to; no,|; eigentlich; statt; stattdessen;
          sondern; doch lieber; ich meinte; korrektur; tippfehler; vertippt; entschuldigung;
          en realidad; en vez de; en lugar de; mejor; perdon; me equivoque; correccion;
          quise decir; sino; en fait; plutot; au lieu; pardon; je me suis trompe;
          je voulais dire; anzi; invece; scusa; mi sono sbagliato; volevo dire; na verdade;
          em vez; desculp; quis dizer; errei; 其实; 改成; 改为; 不是; 应该是; 搞错; 写错;
          実は; ではなく; じゃなく; 変更; 間違; 正しくは""");
  private static final Fragments BOTH =
      Fragments.of(
          """
          also|; as well; both|; in addition; another; auch|; ausserdem; zusatzlich; tambien;
          ademas; aussi; egalement; en plus; anche; inoltre; tambem; alem; 还有; 也要; 另外;
          さらに; も追加""");

  /** The old value, the new one, and the exchange from which on the new one holds. */
  private record Change(Particulars.Particular old, Particulars.Particular now, int exchange) {}

  private StaleContext() {}

  public static boolean in(TraceView view) {
    List<Exchange> exchanges = view.exchanges();
    return repeatsCorrected(exchanges)
        || changesOfUser(exchanges).stream().anyMatch(change -> uses(exchanges, change))
        || usesOldResult(view);
  }

  private static boolean repeatsCorrected(List<Exchange> exchanges) {
    for (int i = 1; i < exchanges.size(); i++) {
      if (Correction.corrects(exchanges.get(i).question())) {
        String before = plain(exchanges.get(i - 1).answer());
        if (before.length() >= LEAST_ANSWER && before.equals(plain(exchanges.get(i).answer()))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), 4_000); i++) {
      char c = Fragments.folded(text.charAt(i));
      if (Character.isLetterOrDigit(c)) {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static List<Change> changesOfUser(List<Exchange> exchanges) {
    List<Change> changes = new ArrayList<>();
    Set<Particulars.Particular> known = new LinkedHashSet<>();
    for (int i = 0; i < exchanges.size(); i++) {
      String text = exchanges.get(i).question();
      Set<Particulars.Particular> here = Particulars.of(text);
      if (!known.isEmpty() && !here.isEmpty() && CHANGE.in(text) && !BOTH.in(text)) {
        addChange(known, here, i, changes);
      }
      known.addAll(here);
    }
    return changes;
  }

  /** Only where one known value, and one new value of the same make, leave no doubt. */
  private static void addChange(
      Set<Particulars.Particular> known,
      Set<Particulars.Particular> here,
      int exchange,
      List<Change> changes) {
    List<Particulars.Particular> fresh = here.stream().filter(v -> !known.contains(v)).toList();
    for (Particulars.Particular now : fresh) {
      List<Particulars.Particular> like = known.stream().filter(v -> v.isLike(now)).toList();
      List<Particulars.Particular> named = like.stream().filter(here::contains).toList();
      List<Particulars.Particular> old = named.isEmpty() ? like : named;
      boolean alone = fresh.stream().filter(v -> v.isLike(now)).count() == 1;
      if (old.size() == 1 && alone) {
        changes.add(new Change(old.get(0), now, exchange));
      }
    }
  }

  private static boolean uses(List<Exchange> exchanges, Change change) {
    for (int i = change.exchange(); i < exchanges.size(); i++) {
      boolean takenBack =
          i > change.exchange()
              && Particulars.of(exchanges.get(i).question()).contains(change.old());
      if (takenBack) {
        return false;
      }
      boolean right = false;
      boolean wrong = false;
      for (Call call : exchanges.get(i).calls()) {
        Set<Particulars.Particular> values = Particulars.of(call.arguments());
        right |= values.contains(change.now());
        wrong |= values.contains(change.old()) && call.action() != Action.THINK;
      }
      Set<Particulars.Particular> said = Particulars.of(exchanges.get(i).answer());
      right |= said.contains(change.now());
      wrong |= said.contains(change.old());
      if (right) {
        return false;
      }
      if (wrong) {
        return true;
      }
    }
    return false;
  }

  /** The same question to a tool got another answer, and the old one is told or acted upon. */
  private static boolean usesOldResult(TraceView view) {
    Map<String, Call> latest = new HashMap<>();
    for (Call call : view.calls()) {
      boolean reads =
          call.action() == Action.LOOK_UP
              || call.action() == Action.SEARCH
              || call.action() == Action.OTHER;
      if (reads && call.arguments() != null && call.result() != null && !call.failed()) {
        Call before = latest.put(call.tool() + '\n' + call.arguments(), call);
        if (before != null
            && before.result().length() < MAX_JSON
            && !before.result().equals(call.result())
            && tellsOld(view, before, call)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean tellsOld(TraceView view, Call before, Call now) {
    Map<String, String> first = scalars(before.result());
    Map<String, String> second = scalars(now.result());
    String last = view.conversation().finalText();
    Set<String> newValues = new HashSet<>(second.values());
    for (Map.Entry<String, String> entry : first.entrySet()) {
      String old = entry.getValue();
      String fresh = second.get(entry.getKey());
      boolean telling =
          isTelling(old) && fresh != null && !old.equals(fresh) && !newValues.contains(old);
      if (telling
          && ((stands(last, old) && !stands(last, fresh)) || isUsed(view, now, old, fresh))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUsed(TraceView view, Call now, String old, String fresh) {
    boolean oldUsed = false;
    for (Call call : view.calls()) {
      if (call.position() > now.position() && call.action() != Action.LOOK_UP) {
        if (stands(call.arguments(), fresh)) {
          return false;
        }
        oldUsed |= stands(call.arguments(), old);
      }
    }
    return oldUsed;
  }

  /** Words like "open" may stand in any answer; numbers and codes do not. */
  private static boolean isTelling(String value) {
    boolean digits = value.chars().filter(Character::isDigit).count() >= 2;
    return digits && value.length() >= 2 && value.length() <= 40 && value.indexOf('T') != 10;
  }

  private static boolean stands(String text, String value) {
    if (text == null) {
      return false;
    }
    for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
      int end = at + value.length();
      boolean open =
          at == 0 || (!Character.isLetterOrDigit(text.charAt(at - 1)) && !joins(text, at - 1));
      boolean shut =
          end == text.length()
              || (!Character.isLetterOrDigit(text.charAt(end)) && !joins(text, end));
      if (open && shut) {
        return true;
      }
    }
    return false;
  }

  private static boolean joins(String text, int at) {
    return (text.charAt(at) == '.' || text.charAt(at) == ',')
        && at + 1 < text.length()
        && at > 0
        && Character.isDigit(text.charAt(at + 1))
        && Character.isDigit(text.charAt(at - 1));
  }

  private static Map<String, String> scalars(String result) {
    Map<String, String> scalars = new HashMap<>();
    String plain = result.strip();
    if (!plain.startsWith("{") || plain.length() > MAX_JSON) {
      return scalars;
    }
    try {
      JSON.readTree(plain)
          .fields()
          .forEachRemaining(field -> add(field.getKey(), field.getValue(), scalars));
    } catch (JsonProcessingException e) {
      // No JSON names no values.
      return scalars;
    }
    return scalars;
  }

  private static void add(String key, JsonNode value, Map<String, String> scalars) {
    String folded = Fragments.fold(key);
    boolean clock =
        folded.contains("time")
            || folded.contains("updated")
            || folded.contains("request")
            || folded.contains("trace");
    if (value.isValueNode() && !clock) {
      scalars.put(key, value.asText());
    }
  }
}
