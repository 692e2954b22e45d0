package io.outcrop.facets.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a tool does, whatever its domain: the step alphabet of behaviour.
 *
 * <p>Classified by the verb tokens of the tool's name: the first token that is a known verb
 * decides, else the first that is a known noun ("calculator", "retriever"). It cannot see what a
 * tool named "process_request" does.
 */
public enum Action {
  LOOK_UP,
  SEARCH,
  WRITE,
  NOTIFY,
  COMPUTE,
  DELEGATE,
  RUN,
  THINK,
  OTHER;

  private static final Map<String, Action> VERBS = new HashMap<>();
  private static final Map<String, Action> NOUNS = new HashMap<>();

  /** Verbs that are nouns as often, or say little: a later verb decides where there is one. */
  private static final Set<String> WEAK =
      Set.of(
          "run",
          "execute",
          "exec",
          "text",
          "file",
          "message",
          "email",
          "mail",
          "order",
          "log",
          "return",
          "agent",
          "status",
          "code",
          "make",
          "process",
          "store",
          "book",
          "record",
          "list",
          "post",
          "test",
          "check",
          "report",
          "issue",
          "place",
          "contact",
          "track",
          "rank",
          "score",
          "command",
          "invite",
          "assist",
          "answer",
          "count",
          "call",
          "hold",
          "shift",
          "ship",
          "bill",
          "invoice",
          "start",
          "stop",
          "print",
          "export",
          "dump",
          "accept",
          "release",
          "complete");

  private static final Set<String> READ_BY_OPENING =
      Set.of(
          "file",
          "files",
          "page",
          "pages",
          "url",
          "link",
          "links",
          "document",
          "doc",
          "docs",
          "tab",
          "image",
          "folder",
          "directory",
          "attachment",
          "email",
          "mail",
          "browser",
          "website",
          "site",
          "path",
          "app",
          "result");

  private static final Set<String> MESSAGES = Set.of("message", "mail", "email", "sms");

  private static final Set<String> THINGS =
      Set.of(
          "money",
          "funds",
          "fund",
          "payment",
          "balance",
          "amount",
          "file",
          "files",
          "data",
          "domain",
          "ownership",
          "points",
          "stock",
          "crypto",
          "tokens",
          "bank",
          "wire",
          "account");

  /** With these a transfer hands over a talk, and moves nothing. */
  private static final Set<String> HANDED_TO =
      Set.of(
          "to",
          "agent",
          "agents",
          "human",
          "operator",
          "call",
          "chat",
          "case",
          "control",
          "conversation",
          "session",
          "user",
          "customer",
          "specialist",
          "support",
          "team",
          "department",
          "representative",
          "task");

  static {
    verbs(
        LOOK_UP,
        "get fetch read find list load lookup look retrieve view show describe check verify inspect"
            + " open download count status browse visit scrape extract peek select identify detect"
            + " validate track monitor poll compare review click scroll navigate cat head");
    verbs(SEARCH, "search query google retrieve rag grep explore discover scan lookfor crawl");
    verbs(
        WRITE,
        "create update delete set write book cancel pay add remove insert edit modify change put"
            + " patch save store upload submit schedule reschedule register order purchase buy"
            + " refund return exchange reserve apply replace append make place process issue file"
            + " move rename copy assign enable disable toggle reset grant revoke approve reject"
            + " close reopen deploy publish commit push merge charge transact withdraw deposit"
            + " upsert log record configure install activate deactivate suspend resume redeem"
            + " checkout reboot restart drop lock unlock archive turn destroy discard purge void extend"
            + " shift launch start stop terminate kill allocate release adjust swap switch upgrade"
            + " downgrade raise lower increase decrease redirect reroute bill invoice complete"
            + " accept decline dismiss ship deliver fulfil fulfill repair fix sign pause clear"
            + " provision rotate block unblock ban mute");
    verbs(
        NOTIFY,
        "send notify email alert message post reply sms tell inform remind broadcast announce"
            + " contact call phone ring"
            + " call_user dm ping mail text invite forward");
    verbs(
        COMPUTE,
        "calculate compute convert calc sum evaluate estimate solve translate summarize summarise"
            + " classify format parse aggregate rank score predict generate render plot analyze"
            + " analyse multiply divide subtract round sort filter transform encode decode quote"
            + " simulate optimize optimise export print dump");
    verbs(
        DELEGATE,
        "transfer delegate handoff hand escalate route ask consult dispatch assist agent subagent"
            + " handover spawn invoke_agent");
    verbs(
        RUN,
        "run exec execute shell bash python sql terminal command eval repl test build compile");
    verbs(THINK, "think plan reflect reason thought final finish done respond answer");
    nouns(COMPUTE, "calculator calculation math arithmetic wolfram converter cost costs pricing");
    nouns(
        SEARCH,
        "searcher retriever retrieval wikipedia wiki tavily serper duckduckgo bing knowledge");
    nouns(
        LOOK_UP,
        "weather forecast reader viewer lookup details info profile page bulletin faq handbook"
            + " manual docs documentation notes preview stock availability balance history schedule"
            + " directory reference specs");
    nouns(RUN, "interpreter code console ipython sandbox powershell zsh database notebook");
    nouns(NOTIFY, "mailer notification messenger slack");
    nouns(DELEGATE, "assistant specialist expert");
    nouns(WRITE, "editor writer");
  }

  private static void verbs(Action action, String words) {
    for (String word : words.split(" ", -1)) {
      VERBS.putIfAbsent(word, action);
    }
  }

  private static void nouns(Action action, String words) {
    for (String word : words.split(" ", -1)) {
      NOUNS.putIfAbsent(word, action);
    }
  }

  /** The class of a tool by its name: by what stands behind its name space, if that tells. */
  public static Action ofTool(String name) {
    int last = name.lastIndexOf("__") < 0 ? -1 : name.lastIndexOf("__") + 1;
    for (char joint : new char[] {'.', '/', ':'}) {
      last = Math.max(last, name.lastIndexOf(joint));
    }
    if (last > 0 && last + 1 < name.length()) {
      Action inside = ofTokens(NameTokens.of(name.substring(last + 1)));
      if (inside != OTHER) {
        return inside;
      }
    }
    return ofTokens(NameTokens.of(name));
  }

  private static Action ofTokens(List<String> tokens) {
    Action noun = null;
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      Action verb = VERBS.get(token);
      if (verb != null) {
        return refine(verb, tokens, i);
      }
      noun = noun == null ? NOUNS.get(token) : noun;
    }
    return noun == null ? OTHER : noun;
  }

  /** Verbs whose object decides: "execute_sql" runs, "run_search" searches, "text_search" too. */
  private static Action refine(Action verb, List<String> tokens, int at) {
    if (tokens.get(at).equals("open") && tokens.size() > 1 && opensCase(tokens)) {
      return WRITE;
    }
    if (tokens.get(at).equals("transfer") && movesThings(tokens, at)) {
      return WRITE;
    }
    if (verb == DELEGATE && tokens.stream().anyMatch(MESSAGES::contains)) {
      return NOTIFY;
    }
    if (WEAK.contains(tokens.get(at))) {
      for (int i = at + 1; i < tokens.size(); i++) {
        Action later = VERBS.get(tokens.get(i));
        if (later != null) {
          return tokens.get(i).equals("transfer") ? refine(later, tokens, i) : later;
        }
      }
    }
    return verb;
  }

  /** "open_ticket" makes one, "open_file" reads one. */
  private static boolean opensCase(List<String> tokens) {
    return tokens.stream().noneMatch(READ_BY_OPENING::contains);
  }

  /** "transfer_money" and "bank_transfer" move things, "transfer_to_agent" hands over. */
  private static boolean movesThings(List<String> tokens, int at) {
    boolean last = at == tokens.size() - 1 && tokens.size() > 1;
    boolean thing = !last && tokens.size() > 1 && tokens.stream().noneMatch(HANDED_TO::contains);
    return last || thing || tokens.stream().anyMatch(THINGS::contains);
  }

  /** Whether a word of a name says what is done, and not to what. */
  static boolean isVerb(String token) {
    return VERBS.containsKey(token);
  }

  /** How the step is written in a sequence. */
  public String step() {
    return this == THINK ? OTHER.step() : name().toLowerCase(Locale.ROOT);
  }
}
