package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tools that the agent says it used, and those of them that nothing in the trace shows.
 *
 * <p>A claim is a first-person sentence in the past or perfect ("I searched", "I've cancelled your
 * order", "I was able to book"), a named tool said to have been used, or a subjectless report
 * ("Successfully booked", "all tests pass"). Questions, negations, conditions, plans, quotations
 * and what was learned from the user are none. A claim is a phantom where no call could have done
 * it: none of a matching class of action, none whose class is unknown, no sub-agent whose own calls
 * were not recorded. Success plays no part. A result told of a tool ("the search returned", "the
 * calendar shows") claims that the tool ran. It cannot see claims in other languages than those of
 * {@link ForeignClaims} and English, and takes a tool that was used but not recorded for one that
 * was not used.
 */
public final class Claims {
  private static final Set<String> ADVERBS =
      Set.of(
          "have",
          "had",
          "just",
          "already",
          "now",
          "also",
          "then",
          "successfully",
          "went",
          "gone",
          "ahead",
          "and",
          "first",
          "carefully",
          "quickly",
          "personally",
          "thoroughly",
          "double",
          "recently",
          "immediately",
          "finally",
          "simply");
  private static final Set<String> UNREAL =
      Set.of(
          "if",
          "once",
          "when",
          "after",
          "before",
          "until",
          "unless",
          "whenever",
          "wish",
          "hope",
          "said",
          "told",
          "think",
          "believe",
          "thought",
          "claim",
          "claimed",
          "asked",
          "pretend",
          "imagine",
          "suppose",
          "assuming",
          "should",
          "would",
          "could",
          "might",
          "not",
          "never",
          "says",
          "like",
          "as",
          "whether",
          "can",
          "will",
          "didn't",
          "haven't",
          "earlier");
  private static final Phrases SEARCH_DONE =
      Phrases.of(
          "ran|did|performed|conducted|made|completed a|an|the|several|some .. search|searches",
          "looked .. up",
          "looked .. online",
          "had a look at your account|order",
          "looked into your account|order|case|reservation");
  private static final Phrases NOTIFY_DONE = Phrases.of("reached out to", "let .. know by");
  private static final Phrases RUN_DONE =
      Phrases.of("all|the .. tests|checks pass|passed|passing|succeeded");
  private static final Phrases ABLE =
      Phrases.of("was|am|were able to", "been able to", "managed to");
  private static final Phrases SEARCH_SAID =
      Phrases.of(
          "search|searches|lookup returned|found|showed|revealed|yielded|produced",
          "search|searches|lookup came back|up",
          "search|searches|lookup turned up",
          "based on|from my|the web|online|internet search|searches|lookup",
          "based on my search|searches|lookup|searching");
  private static final Phrases SYSTEM_SAID =
      Phrases.of(
          "the|our|your calendar|database|inventory|crm|backend|tracker"
              + " returned|showed|confirmed|reported|responded",
          "the weather|calendar|booking|payment|flight|inventory|tracking"
              + " service|system|api|tool|database"
              + " returned|showed|confirmed|reported|responded|says|shows",
          "the api|tool returned|responded|reported|confirmed");
  private static final Phrases RUN_SAID =
      Phrases.of(
          "the|my script|build|tests|calculation|benchmark|linter"
              + " ran|finished|completed|succeeded|printed",
          "after running|executing the|your|all|my tests|script|suite|build|code|benchmark|query");
  private static final Set<String> OF_THE_USER =
      Set.of(
          "pasted",
          "attached",
          "shared",
          "provided",
          "example",
          "snippet",
          "said",
          "mentioned",
          "sent",
          "uploaded",
          "above",
          "you",
          "if",
          "would",
          "when");
  private static final Phrases DONE_TO_IT = Phrases.of("has|have been|now successfully");
  private static final Set<String> NAMES_USE =
      Set.of("used", "called", "invoked", "queried", "ran", "executed", "triggered");
  private static final Set<String> VAGUE_TOOLS =
      Set.of(
          "a",
          "the",
          "this",
          "that",
          "my",
          "your",
          "our",
          "any",
          "some",
          "right",
          "provided",
          "available",
          "appropriate",
          "following",
          "wrong",
          "same",
          "new",
          "every",
          "all",
          "of");

  private static final Set<String> IS_NOW = Set.of("is", "are", "been", "now", "was", "were");

  private static final int MAX_REPORT = 400;

  private final TraceView view;
  private final Evidence evidence;
  private final TreeSet<String> claimed = new TreeSet<>();
  private final TreeSet<String> phantom = new TreeSet<>();
  private boolean consequential;
  private boolean ofRecords;

  private Claims(TraceView view) {
    this.view = view;
    this.evidence = new Evidence(view);
  }

  /**
   * What was claimed.
   *
   * @param tools names of tools, or classes of action where no name is given, sorted
   * @param phantoms of these the ones that no call shows
   * @param consequential whether a phantom would have changed or sent something
   */
  public record Found(List<String> tools, List<String> phantoms, boolean consequential) {
    public Found {
      tools = List.copyOf(tools);
      phantoms = List.copyOf(phantoms);
    }
  }

  public static Found in(TraceView view) {
    return new Claims(view).find();
  }

  private Found find() {
    List<String> texts = new ArrayList<>();
    for (Turn turn : view.answers()) {
      texts.add(turn.text());
    }
    for (Turn turn : view.conversation().turns()) {
      if (turn.produced() && !turn.reasoning().isBlank()) {
        texts.add(turn.reasoning());
      }
    }
    for (String text : texts) {
      NamedTools.in(text).forEach(this::claimIdentifier);
      if (mayClaim(text)) {
        ofRecords = isOfRecords(text);
        Sentence.of(text).stream().filter(s -> !s.question()).forEach(s -> inspect(s.words()));
      }
    }
    return new Found(List.copyOf(claimed), List.copyOf(phantom), consequential);
  }

  private static boolean mayClaim(String text) {
    return text.contains("I ")
        || text.contains("I'")
        || text.contains("I\u2019")
        || text.contains("uccessfully")
        || text.contains("tests")
        || text.contains("i ")
        || text.contains("earch")
        || text.contains("the ")
        || text.contains("The ")
        || text.contains("fter ")
        || ForeignClaims.mayBeIn(text);
  }

  private void inspect(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if ((word.equals("i") || word.equals("i've")) && isReal(words, i)) {
        firstPerson(words, i + 1);
      }
    }
    if (words.get(0).equals("successfully") && words.size() > 1) {
      claim(ClaimVerbs.past(words, 1));
    }
    int passive = DONE_TO_IT.find(words);
    if (passive >= 0 && passive + 3 < words.size() && isReal(words, passive)) {
      claimPassive(words, passive + 3);
    }
    ForeignClaims.in(words).forEach(this::claim);
    resultsSaid(words);
    int tests = RUN_DONE.find(words);
    if (tests >= 0 && isReal(words, tests) && words.size() - tests < 8) {
      claim(Action.RUN);
    }
  }

  /** "The search returned three hotels": a result is told of a tool that would have to have run. */
  private void resultsSaid(List<String> words) {
    if (words.stream().anyMatch(OF_THE_USER::contains)) {
      return;
    }
    claimSaid(SEARCH_SAID, Action.SEARCH, words);
    claimSaid(SYSTEM_SAID, Action.LOOK_UP, words);
    claimSaid(RUN_SAID, Action.RUN, words);
  }

  private void claimSaid(Phrases said, Action action, List<String> words) {
    int at = said.find(words);
    if (at >= 0 && isReal(words, at)) {
      claim(action);
    }
  }

  /** "Your flight has been successfully booked": the object stands before the verb. */
  private void claimPassive(List<String> words, int verb) {
    List<String> turned = new ArrayList<>();
    turned.add(words.get(verb));
    turned.addAll(words.subList(0, verb));
    claim(ClaimVerbs.past(turned, 0));
  }

  /** Whether a text reports something as done, in the passive or the first person. */
  static boolean tellsDone(String text) {
    for (Sentence sentence : Sentence.of(text)) {
      List<String> words = sentence.words();
      for (int i = 0; i + 1 < words.size() && !sentence.question(); i++) {
        boolean mine =
            (words.get(i).equals("i") || words.get(i).equals("i've")) && isReal(words, i);
        boolean its = IS_NOW.contains(words.get(i)) && words.get(i + 1).endsWith("ed");
        int at = i + 1;
        while (mine && at < words.size() && ADVERBS.contains(words.get(at))) {
          at++;
        }
        if (its || (mine && at < words.size() && words.get(at).endsWith("ed"))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the words of the clause before leave what follows a plain statement. */
  static boolean isReal(List<String> words, int at) {
    for (int i = at - 1; i >= 0 && i >= at - 6; i--) {
      if (words.get(i).equals(",")) {
        return i == 0 || !UNREAL.contains(words.get(0));
      }
      if (UNREAL.contains(words.get(i))) {
        return false;
      }
    }
    return true;
  }

  private void firstPerson(List<String> words, int from) {
    int at = from;
    while (at < words.size() && ADVERBS.contains(words.get(at))) {
      at++;
    }
    if (at >= words.size()) {
      return;
    }
    if (at > 0 && ABLE.at(words, at)) {
      int verb = words.get(at).equals("managed") ? at + 2 : at + 3;
      claim(verb < words.size() ? ClaimVerbs.base(words, verb) : null);
      return;
    }
    if (NAMES_USE.contains(words.get(at)) && named(words, at + 1)) {
      return;
    }
    claim(done(words, at));
    if (SEARCH_DONE.at(words, at)) {
      claim(Action.SEARCH);
    }
    if (NOTIFY_DONE.at(words, at)) {
      claim(Action.NOTIFY);
    }
    conjoined(words, at);
  }

  /** "I checked the calendar and booked the room": further verbs of the same subject. */
  private void conjoined(List<String> words, int at) {
    if (done(words, at) == null) {
      return;
    }
    for (int i = at + 1; i < words.size() - 1; i++) {
      if (words.get(i).equals("and")) {
        claim(done(words, i + 1));
      }
    }
  }

  private Action done(List<String> words, int at) {
    Action strict = ClaimVerbs.past(words, at);
    return strict == null && ofRecords ? ClaimVerbs.loosely(words, at) : strict;
  }

  /**
   * Whether a text talks of records and not of a text at hand: it is short, and an id is named in
   * it or by the user, or tools are in use.
   */
  private boolean isOfRecords(String text) {
    return text.length() <= MAX_REPORT
        && !text.contains("```")
        && text.chars().filter(c -> c == '\n').count() <= 3
        && (!view.calls().isEmpty() || namesId(text) || userNamesId());
  }

  private boolean userNamesId() {
    return view.conversation().userTurns().stream().anyMatch(turn -> namesId(turn.text()));
  }

  private static boolean namesId(String text) {
    boolean[] found = new boolean[1];
    TextScan.scan(
        text.substring(0, Math.min(text.length(), MAX_REPORT)),
        new TextScan.Sink() {
          @Override
          public boolean takesWords() {
            return false;
          }

          @Override
          public void number(String digits) {}

          @Override
          public void id(String plain, String written) {
            found[0] |= plain.length() >= 4;
          }
        });
    return found[0];
  }

  /** "the get_weather tool", or the name of a tool that the trace knows. */
  private boolean named(List<String> words, int from) {
    List<String> name = new ArrayList<>();
    for (int i = from; i < words.size() && i < from + 6; i++) {
      String word = words.get(i);
      if (word.equals("tool") || word.equals("tools") || word.equals("plugin")) {
        if (!name.isEmpty()) {
          claimNamed(name);
        }
        return true;
      }
      if (word.equals(",")) {
        return false;
      }
      if (!VAGUE_TOOLS.contains(word)) {
        name.add(word);
        if (evidence.knows(name)) {
          claimed.add(String.join("_", name));
          return true;
        }
      }
    }
    return false;
  }

  private void claimIdentifier(List<String> name) {
    String label = String.join("_", name);
    claimed.add(label);
    if (!evidence.showsNamed(name)) {
      phantom.add(label);
      Action action = Action.ofTool(label);
      consequential |= action == Action.WRITE || action == Action.NOTIFY;
    }
  }

  private void claimNamed(List<String> name) {
    String label = String.join("_", name);
    claimed.add(label);
    if (!evidence.showsTool(name)) {
      phantom.add(label);
    }
  }

  private void claim(Action action) {
    if (action == null) {
      return;
    }
    String label = action.step();
    claimed.add(label);
    if (!evidence.shows(action)) {
      phantom.add(label);
      consequential |= action == Action.WRITE || action == Action.NOTIFY;
    }
  }
}
