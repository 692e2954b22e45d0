package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Classes of action that the agent says it took and of whose objects no call knows anything.
 *
 * <p>A deed is a verb in the past of which the agent is the subject ("I've also posted the
 * announcement", "I changed the order and checked the stock"). It is borne out where a word of it,
 * the verb or one of its object, occurs in the name, the arguments or the result of a call, or
 * where it tells of thinking and writing. It is weaker evidence than {@link Claims}: a tool may do
 * a thing under other words. So it shapes what a trace looks like and makes nothing fail. English
 * only.
 */
public final class ClaimedDeeds {
  private static final int MOST_TEXT = 2_000_000;
  private static final int OBJECT_REACH = 5;

  private static final Set<String> AUXILIARIES =
      words("have had just already now also then successfully went gone ahead and first finally");
  private static final Set<String> IRREGULAR =
      words("sent told ran put set wrote took gave got made paid sold bought built held let read");

  /** Verbs of speaking, thinking and writing, which need no call. */
  private static final Set<String> OWN =
      words(
          "noticed assumed considered mentioned explained listed described summarized summarised"
              + " included provided understood wanted needed looked tried decided realized realised"
              + " concluded determined based outlined noted highlighted attached focused used"
              + " answered asked promised apologized apologised followed ignored declined refused"
              + " helped learned liked loved hoped worked received missed confused stated shared"
              + " suggested recommended offered proposed drafted rephrased translated organized"
              + " organised grouped structured simplified shortened corrected identified observed"
              + " interpreted analyzed analysed thought tailored skipped limited kept called"
              + " made got let gave took put happened occurred required"
              + " supposed allowed expected interested concerned excited pleased delighted");

  /** Objects that a call need not name. */
  private static final Set<String> VAGUE =
      words(
          "this that them these those it you your everything all details detail information data"
              + " request requests question answer options option results result status system"
              + " records record here some more both each same next following available current"
              + " needed other others thing things with from into about according there than when"
              + " which what where for the our their his her its also please again afterwards"
              + " twice carefully already anything something");

  private static final Set<String> CHECKS =
      words(
          "checked verified validated screened reviewed inspected confirmed tested audited examined"
              + " rechecked reread compared scanned looked searched queried fetched retrieved read"
              + " opened pulled");
  private static final Set<String> TELLS =
      words(
          "sent mailed emailed messaged texted notified informed told alerted paged pinged"
              + " forwarded posted announced invited reminded called");
  private static final Set<String> RECKONS =
      words(
          "calculated computed summed totalled totaled estimated projected counted measured quoted"
              + " converted averaged added");
  private static final Set<String> RUNS = words("ran executed run");

  private final TraceView view;
  private final Set<String> classes = new TreeSet<>();
  private Set<String> known;

  private ClaimedDeeds(TraceView view) {
    this.view = view;
  }

  private static Set<String> words(String list) {
    return Set.of(Arrays.stream(list.split(" ", -1)).distinct().toArray(String[]::new));
  }

  /** The classes, as steps are written, sorted. */
  public static Set<String> unborne(TraceView view) {
    ClaimedDeeds deeds = new ClaimedDeeds(view);
    for (Turn turn : view.answers()) {
      if (!turn.delegated() && mayTell(turn.text())) {
        Sentence.of(turn.text()).stream()
            .filter(sentence -> !sentence.question())
            .forEach(sentence -> deeds.inspect(sentence.words()));
      }
    }
    return deeds.classes;
  }

  private static boolean mayTell(String text) {
    return text.contains("I ") || text.contains("I'") || text.contains("I\u2019");
  }

  private void inspect(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if ((words.get(i).equals("i") || words.get(i).equals("i've")) && Claims.isReal(words, i)) {
        int at = i + 1;
        while (at < words.size() && AUXILIARIES.contains(words.get(at))) {
          at++;
        }
        boolean deed = at < words.size() && deed(words, at);
        for (int k = at + 1; deed && k < words.size() - 1; k++) {
          if (words.get(k).equals("and")) {
            deed(words, k + 1);
          }
        }
      }
    }
  }

  /** Looks at the verb at a word; whether it is one. */
  private boolean deed(List<String> words, int at) {
    String verb = words.get(at);
    boolean past = (verb.endsWith("ed") && verb.length() > 4) || IRREGULAR.contains(verb);
    if (!past) {
      return false;
    }
    if (OWN.contains(verb)) {
      return true;
    }
    Set<String> stems = new HashSet<>();
    StringBuilder object = new StringBuilder();
    int end = Math.min(words.size(), at + 1 + OBJECT_REACH);
    for (String word : words.subList(at + 1, end)) {
      if (word.equals(",") || word.equals("and")) {
        break;
      }
      if (word.length() >= 4 && !VAGUE.contains(word)) {
        object.append(word).append(' ');
      }
    }
    stems.addAll(Stems.of(object.toString()));
    if (!stems.isEmpty()) {
      stems.addAll(Stems.of(verb.endsWith("ed") ? verb.substring(0, verb.length() - 2) : verb));
      if (stems.stream().noneMatch(known()::contains)) {
        classes.add(classOf(verb).step());
      }
    }
    return true;
  }

  private static Action classOf(String verb) {
    if (CHECKS.contains(verb)) {
      return Action.LOOK_UP;
    }
    if (TELLS.contains(verb)) {
      return Action.NOTIFY;
    }
    if (RECKONS.contains(verb)) {
      return Action.COMPUTE;
    }
    return RUNS.contains(verb) ? Action.RUN : Action.WRITE;
  }

  /** The stems of all that calls were named, given and returned; made where a deed asks for it. */
  private Set<String> known() {
    if (known != null) {
      return known;
    }
    known = new HashSet<>();
    int read = 0;
    for (Call call : view.calls()) {
      known.addAll(Stems.of(String.join(" ", call.tokens())));
      known.addAll(Stems.of(call.arguments()));
      if (read < MOST_TEXT) {
        known.addAll(Stems.of(call.result()));
        read += call.result() == null ? 0 : call.result().length();
      }
    }
    return known;
  }
}
