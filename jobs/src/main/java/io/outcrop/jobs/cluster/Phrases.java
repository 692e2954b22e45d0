package io.outcrop.jobs.cluster;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The words for items: known ones from a table, any other from its own name. */
public final class Phrases {
  /** Words of requests that say nothing of what is asked for. */
  private static final Set<String> EMPTY =
      Set.of(
          ("able also any anything because calling can check could did do does first get give go going got had has have having"
                  + " hello help here hi how just know let like look looking make made may me more much"
                  + " my need needed needs next now only other please possible proceed provide"
                  + " really see sure some something still take tell thank thanks them there they thing"
                  + " things this those to today too try trying upcoming use using want wanted wants was"
                  + " one two three four five six seven eight nine ten"
                  + " way we were what when which will with would yes you your")
              .split(" "));

  /** What a facet is called before a value that says nothing without it. */
  private static final Map<String, String> CALLED =
      Map.ofEntries(
          Map.entry("model_versions", "model version"),
          Map.entry("prompt_hash", "prompt version"),
          Map.entry("tool_response_schemas", "result form"),
          Map.entry("distinct_tools", "tool"),
          Map.entry("origin_tool", "failing tool"),
          Map.entry("retrieval_sources", "source"),
          Map.entry("finish_reasons", "finish reason"),
          Map.entry("mast_modes", "failure mode"),
          Map.entry("cause_patterns", "kind of cause"));

  private static final Map<Item, Phrase> KNOWN =
      Map.ofEntries(
          known(
              "failure_mode",
              "negative outcome without a visible cause",
              "Ends badly without a visible cause",
              "a bad outcome"),
          known(
              "failure_mode",
              "output is cut off",
              "Is cut off before the end",
              "an answer cut off"),
          flag("loop", "Goes round in a loop", "a loop"),
          flag("phantom_tools", "Claims tools it never called", "claims of tools never called"),
          flag("refused", "Refuses the request", "a refusal"),
          flag("truncated", "Is cut off before the end", "an answer cut off"),
          flag("timed_out", "Times out", "a timeout"),
          flag("fallback", "Falls back to another way", "a fallback"),
          flag("user_corrected", "Is corrected by the user", "a correction by the user"),
          flag("escalated", "Hands over to a human", "a handover to a human"),
          flag("ignored_constraints", "Breaks an explicit limit", "broken limits"),
          flag("injection_suspected", "Follows injected instructions", "injected instructions"),
          flag("injection_present", "Meets injected instructions", "injected instructions met"),
          flag("premature_completion", "Stops with steps open", "open steps at the end"),
          flag("over_refusal", "Declines what its tools do", "needless refusals"),
          known("abandoned_by", "agent", "Leaves the user without an answer", "users left alone"),
          known("abandoned_by", "user", "Loses the user midway", "users who give up"),
          flag("stale_context", "Goes on with replaced values", "replaced values"),
          flag("context_overflow", "Outgrows its context", "an outgrown context"),
          flag("safety_flagged", "Is stopped by a guardrail", "guardrail objections"),
          flag("jailbreak_attempt", "Is asked to drop its rules", "jailbreak attempts"),
          flag("out_of_scope", "Is asked what is not its business", "requests out of scope"),
          flag("engaged_follow_up", "Keeps the user engaged", "engaged users"),
          issue("injection_followed", "Follows injected instructions", "injected instructions"),
          issue("injection_present", "Meets injected instructions", "injected instructions met"),
          issue("safety_context_lost", "Hands on without a danger told", "lost dangers"),
          issue("stale_context", "Goes on with replaced values", "replaced values"),
          issue("ignored_constraint", "Breaks an explicit limit", "broken limits"),
          issue("handoff_loss", "Loses values on a handoff", "losses on handoffs"),
          issue("conflicting_results", "Passes over contradictions", "contradicting results"),
          issue("premature_completion", "Stops with steps open", "open steps at the end"),
          issue("over_refusal", "Declines what its tools do", "needless refusals"),
          issue("context_overflow", "Outgrows its context", "an outgrown context"),
          issue("agent_left", "Leaves the user without an answer", "users left alone"),
          issue("user_left", "Loses the user midway", "users who give up"),
          issue("jailbreak_attempt", "Is asked to drop its rules", "jailbreak attempts"),
          issue("safety_flagged", "Is stopped by a guardrail", "guardrail objections"),
          issue("out_of_scope", "Is asked what is not its business", "requests out of scope"),
          flag("failing", "Fails", "a failing run"),
          known("failing", "false", "Runs without a failure", "no failure", "without a failure"),
          known("grounded", "none", "Answers on nothing that it found", "answers without a source"),
          known("grounded", "low", "Answers with little support", "answers with little support"),
          known("grounded", "middling", "Answers with part support", "answers with part support"),
          known("downstream_ok", "false", "Breaks the declared output", "broken outputs"),
          known("confidence", "none", "Is not sure at all", "no confidence"),
          known("confidence", "low", "Is not sure", "low confidence"),
          known("confidence", "middling", "Is half sure", "middling confidence"),
          issue("unsupported_result", "States results no tool gave", "results that no tool gave"),
          issue("unretrieved_source", "Cites sources never found", "sources never retrieved"),
          issue("ungrounded", "Answers without support", "answers without support"),
          issue("broken_output", "Breaks the declared output", "broken outputs"),
          known("swallowed_errors", "one", "Ignores a tool error", "one ignored error"),
          known("swallowed_errors", "a few", "Ignores tool errors", "a few ignored errors"),
          known("swallowed_errors", "many", "Ignores many tool errors", "many ignored errors"),
          known(
              "repeated_calls",
              "one",
              "Repeats a call",
              "one repeated call",
              "after repeating a call"),
          known(
              "repeated_calls",
              "a few",
              "Repeats the same calls",
              "a few repeated calls",
              "after repeating the same calls"),
          known(
              "repeated_calls",
              "many",
              "Repeats calls many times",
              "many repeated calls",
              "after repeating calls many times"),
          known("retry_count", "none", "Never retries", "no retry", "without retries"),
          known("retry_count", "one", "Retries once", "one retry", "after one retry"),
          known("retry_count", "a few", "Retries a few times", "a few retries", "after retries"),
          known("retry_count", "many", "Retries many times", "many retries", "after many retries"),
          known("tool_call_count", "none", "Answers without any tool", "no tool call"),
          known("agent_count", "one", "Works alone", "a single agent"),
          known("tool_call_count", "one", "Makes one tool call", "one tool call"),
          issue("other_date", "Takes another date than named", "dates that nobody named"),
          issue(
              "other_currency",
              "Tells amounts in another currency than asked",
              "amounts in another currency"),
          issue(
              "unmade_change", "Tells a change that it never made", "changes told and never made"),
          issue("unkept_promise", "Ends on a promise that it does not keep", "promises not kept"),
          issue("unmade_check", "Skips a check that was demanded", "checks skipped"),
          issue("unused_value", "Leaves out a value that the user gave", "values left out"),
          issue(
              "dropped_condition", "Drops a condition on a handoff", "conditions lost on handoffs"),
          issue("unasked_change", "Changes what nobody asked for", "changes nobody asked for"),
          issue("check_overridden", "Makes a change that a check refused", "checks overridden"),
          issue(
              "stale_state",
              "Tells an old copy as the present state",
              "old copies told as present"),
          issue("wrong_count", "Tells a wrong number of things", "wrong counts"),
          issue("other_time", "Tells a time for the wrong place", "times for the wrong place"),
          issue(
              "argument_missing",
              "Leaves out an argument that a tool demands",
              "arguments left out"),
          issue(
              "value_unlike_source",
              "States a value that no source says",
              "values that no source says"),
          issue("source_missing", "Does not name its source as demanded", "sources not named"),
          issue(
              "address_from_mail",
              "Sends to an address that only a mail or page named",
              "addresses from a mail or page"),
          issue(
              "address_from_document",
              "Sends to an address that only a document named",
              "addresses from a document"),
          issue(
              "made_up_id",
              "Tells a case number that nothing gave",
              "case numbers that nothing gave"),
          issue("needless_handover", "Hands over to a human without need", "needless handovers"),
          issue(
              "no_confirmation",
              "Changes without the confirmation demanded",
              "changes without confirmation"),
          issue(
              "format_broken", "Answers in another form than demanded", "answers in another form"),
          issue(
              "length_broken",
              "Answers at another length than demanded",
              "answers of another length"),
          issue("wording_broken", "Breaks a rule on what to say", "broken rules on what to say"),
          issue("forbidden_call", "Does what it was forbidden to do", "forbidden calls"),
          issue("too_many_calls", "Makes more calls than allowed", "more calls than allowed"),
          issue("unknown_tool", "Calls a tool that is not there", "calls of tools not there"),
          issue("stalled", "Waits for one timeout after another", "timeouts one after another"),
          issue("wrong_id", "Acts on an id that nobody named", "ids that nobody named"),
          issue("wrong_recipient", "Sends to a wrong address", "messages to wrong addresses"),
          issue("secret_told", "Tells a secret", "secrets told"),
          issue("hidden_failure", "Passes over what failed", "failures passed over"),
          issue("outside_filter", "Changes more than was asked", "changes beyond the request"),
          issue("ambiguous_pick", "Picks one match without asking", "picks among several matches"),
          issue("loosened_rule", "Loosens the rule until a check passes", "loosened rules"),
          issue("mixed_records", "Mixes up two records", "records mixed up"),
          issue("wrong_unit", "Tells a value in a wrong unit", "wrong units"),
          issue("wrong_sum", "Tells a wrong sum", "wrong sums"),
          issue("wrong_source", "Cites a source that does not say it", "wrong citations"),
          issue(
              "off_topic_source",
              "Answers from sources on something else",
              "sources on something else"),
          issue("outdated_source", "Answers from an outdated source", "outdated sources"),
          issue("gave_in", "Gives up its result for the user's word", "results given up"),
          issue("placeholder", "Calls a tool with placeholder values", "placeholder values"),
          issue("address_from_text", "Sends to an address from a text", "addresses from a text"),
          issue("ignored_report", "Passes over a sub-agent's report", "reports passed over"),
          issue("unsent_message", "Claims a message that nobody sent", "messages that nobody sent"),
          issue("late_date", "Takes a date after the latest", "dates after the latest"),
          issue("internals_told", "Shows its inner workings", "inner workings shown"),
          issue("repeats_itself", "Repeats itself in one text", "text that repeats itself"),
          issue(
              "dead_end_handoff", "Ends at a sub-agent that did nothing", "handoffs to a dead end"),
          issue("fan_out_blow_up", "Splits into far too many tasks", "far too many tasks"),
          issue("context_bloat", "Reads far more than it needs", "far too much reading"),
          issue("brooding", "Thinks far more than it answers", "far too much thinking"),
          issue("value_without_call", "States a value without a call", "values without a call"),
          issue(
              "value_after_error",
              "States a value although the call failed",
              "values after an error"),
          issue(
              "value_after_nothing",
              "States a value although nothing was found",
              "values after an empty result"),
          issue(
              "value_unlike_result",
              "States a value unlike the result",
              "values unlike the result"),
          issue("done_twice", "Makes the same change twice", "changes made twice"),
          issue(
              "unverified_retry",
              "Sends a change again unverified",
              "unverified retries of a change"),
          issue(
              "old_value_used",
              "Uses a value that the user replaced",
              "values that the user replaced"),
          issue("over_limit", "Goes over its limit", "limits exceeded"),
          issue("wrong_order", "Takes steps in a wrong sequence", "steps in a wrong sequence"),
          issue("ping_pong", "Hands a task back and forth", "tasks handed back and forth"),
          issue("replanning", "Plans again and again", "plans without action"),
          issue("other_field", "Answers something else than asked", "answers to something else"),
          issue("asked_again", "Asks for what it was told", "questions already answered"),
          issue("language_switch", "Answers in another language", "answers in another language"),
          issue("rejected_again", "Repeats a rejected call", "rejected calls repeated"),
          issue("hasty_retries", "Retries many times without a pause", "retries without a pause"),
          issue("phantom_action", "Claims actions never performed", "claims of actions never done"),
          issue("phantom_tool", "Claims tools it never called", "claims of tools never called"),
          issue("swallowed_error", "Ignores a tool error", "ignored tool errors"),
          issue("unresolved_error", "Leaves a tool error unresolved", "unresolved tool errors"),
          issue("loop", "Goes round in a loop", "a loop"),
          issue("step_limit", "Stops at a step limit", "a stop at the step limit"),
          issue("timed_out", "Runs out of time", "a timeout"),
          issue("run_failed", "Ends with an error", "an error at the end"),
          issue("forbidden_fallback", "Falls back where it must not", "a forbidden fallback"),
          issue("fallback", "Falls back to a substitute", "a fallback"),
          issue("no_answer", "Ends without an answer", "no answer"),
          issue("truncated", "Is cut off before the end", "an answer cut off"),
          issue("refused", "Refuses the request", "a refusal"),
          issue("user_corrected", "Is corrected by the user", "a correction by the user"),
          issue("escalated", "Hands over to a human", "a handover to a human"),
          issue("negative_outcome", "Ends badly without a visible cause", "a bad outcome"),
          known("issues", "empty_result", "Finds nothing", "empty results", "after empty results"),
          known(
              "issues",
              "repeated_call",
              "Repeats a call",
              "repeated calls",
              "after repeating the same call"),
          known("issues", "retry", "Retries after an error", "retries", "after retries"),
          known(
              "completion_status",
              "full",
              "Completes the task",
              "completed tasks",
              "although the task completes"),
          known("completion_status", "partial", "Completes only in part", "partial completion"),
          known("completion_status", "failed", "Fails to complete", "failed completion"),
          known("completion_status", "abandoned", "Is given up midway", "abandoned tasks"),
          known(
              "completion_status",
              "hallucinated",
              "Reports work that was not done",
              "unsupported reports of success"),
          known("delegation_pattern", "single", "Delegates once", "one delegation"),
          known("delegation_pattern", "chain", "Hands on along a chain", "a chain of agents"),
          known("delegation_pattern", "parallel", "Delegates in parallel", "parallel agents"),
          known("delegation_pattern", "nested", "Delegates in layers", "nested delegation"),
          known("latency_ms", "under 1 s", "Ends within a second", "runs under a second"),
          known("latency_ms", "1 to 10 s", "Takes some seconds", "runs of some seconds"),
          known("latency_ms", "10 to 60 s", "Takes up to a minute", "runs up to a minute"),
          known("latency_ms", "1 to 10 min", "Takes minutes", "runs of minutes"),
          known("latency_ms", "over 10 min", "Takes very long", "runs over ten minutes"));

  /** Counted things, singular and plural. */
  private static final Map<String, String[]> COUNTED =
      Map.ofEntries(
          Map.entry("swallowed_errors", new String[] {"ignored error", "ignored errors"}),
          Map.entry("handoff_loss", new String[] {"loss on a handoff", "losses on handoffs"}),
          Map.entry("conflicting_results", new String[] {"contradiction", "contradictions"}),
          Map.entry(
              "safety_context_lost",
              new String[] {"danger lost on a handoff", "dangers lost on handoffs"}),
          Map.entry(
              "unsupported_results", new String[] {"unsupported result", "unsupported results"}),
          Map.entry(
              "unretrieved_sources", new String[] {"source never found", "sources never found"}),
          Map.entry("repeated_calls", new String[] {"repeated call", "repeated calls"}),
          Map.entry("tool_error_count", new String[] {"tool error", "tool errors"}),
          Map.entry("tool_call_count", new String[] {"tool call", "tool calls"}),
          Map.entry("llm_call_count", new String[] {"model call", "model calls"}),
          Map.entry("turn_count", new String[] {"user turn", "user turns"}),
          Map.entry("agent_count", new String[] {"agent", "agents"}),
          Map.entry("fan_out", new String[] {"parallel step", "parallel steps"}));

  private static final Map<String, Phrase> ACTIONS =
      Map.ofEntries(
          Map.entry("look_up", new Phrase("Looks things up", "look-ups")),
          Map.entry("search", new Phrase("Searches", "searches")),
          Map.entry("write", new Phrase("Changes data", "changes of data")),
          Map.entry("notify", new Phrase("Sends messages", "messages sent")),
          Map.entry("compute", new Phrase("Computes", "computations")),
          Map.entry("delegate", new Phrase("Delegates", "delegations")),
          Map.entry("run", new Phrase("Runs code", "code runs")),
          Map.entry("other", new Phrase("Takes steps of other kinds", "steps of other kinds")),
          Map.entry("ask", new Phrase("Asks back", "questions")),
          Map.entry("user", new Phrase("Hears from the user again", "words of the user")),
          Map.entry("answer", new Phrase("Answers", "answers")));

  private Phrases() {}

  /** Every item that has words of its own: the gate's vocabulary holds them all. */
  static Stream<Item> known() {
    return Stream.of(
            KNOWN.keySet().stream(),
            COUNTED.keySet().stream()
                .flatMap(
                    facet ->
                        Stream.of(FacetItems.NONE, FacetItems.ONE, FacetItems.FEW, FacetItems.MANY)
                            .map(value -> new Item(facet, value))),
            ACTIONS.keySet().stream()
                .flatMap(
                    action ->
                        Stream.of("", ":error", ":empty", ":same_again")
                            .map(relation -> new Item("action_sequence", action + relation))))
        .flatMap(items -> items);
  }

  /** What traces with a facet=value have, in words that need nothing else. */
  public static String noun(String facet, String value) {
    Item item = new Item(facet, value);
    boolean generic = FacetItems.kind(facet) == FacetItems.Kind.SLICE && !KNOWN.containsKey(item);
    if (!generic) {
      return of(item).noun();
    }
    String called = CALLED.getOrDefault(facet, words(facet));
    return value.equals("true") ? called : called + " " + value;
  }

  /** Whether an item is a term of words that every request may have. */
  static boolean isEmptyTerm(Item item) {
    if (!item.facet().equals(FacetItems.TERM)) {
      return false;
    }
    String term = words(item.value());
    return term.equals("new") || Stream.of(term.split(" ", -1)).anyMatch(EMPTY::contains);
  }

  static Phrase of(Item item) {
    Phrase known = KNOWN.get(item);
    if (known != null) {
      return known;
    }
    String value = item.value();
    return switch (item.facet()) {
      case "failure_mode" ->
          new Phrase(sentenceCase(words(value)), "runs where it " + words(value));
      case "action_sequence" -> action(value);
      case FacetItems.LAST_ACTION -> {
        String noun = action(value).noun();
        yield new Phrase("Ends on " + noun, "an end on " + noun, "ending on " + noun);
      }
      case "origin_error_class" -> {
        String error = "errors of kind " + words(value);
        yield new Phrase("Starts to fail with " + error, error);
      }
      case "origin_kind" -> {
        String step = kindWords(value);
        yield new Phrase("Starts to fail at a " + step, "failure that begins at a " + step);
      }
      case "resource_pattern" -> {
        String use = words(value) + " use of resources";
        yield new Phrase("Makes " + use, use);
      }
      case "total_tokens" -> new Phrase("Uses " + value + " tokens", value + " tokens");
      case FacetItems.TERM, "topic", "task_type" -> {
        String topic = topic(value);
        yield new Phrase("About " + topic, topic);
      }
      default -> COUNTED.containsKey(item.facet()) ? counted(item) : generic(item);
    };
  }

  private static Phrase counted(Item item) {
    String[] noun = COUNTED.get(item.facet());
    String counted =
        switch (item.value()) {
          case FacetItems.NONE -> "no " + noun[0];
          case FacetItems.ONE -> "one " + noun[0];
          default -> item.value() + " " + noun[1];
        };
    boolean errors =
        item.facet().equals("tool_error_count") && !item.value().equals(FacetItems.NONE);
    return new Phrase("Has " + counted, counted, errors ? "after " + counted : null);
  }

  private static Phrase action(String token) {
    int colon = token.indexOf(':');
    String action = colon < 0 ? token : token.substring(0, colon);
    String relation = colon < 0 ? "" : token.substring(colon + 1);
    String steps = words(action) + " steps";
    Phrase plain = ACTIONS.getOrDefault(action, new Phrase("Takes " + steps, steps));
    String noun = plain.noun();
    return switch (relation) {
      case "" -> plain;
      case "error" ->
          new Phrase("Meets failing " + noun, "failing " + noun, "after failing " + noun);
      case "empty" ->
          new Phrase("Gets nothing from " + noun, "empty " + noun, "after empty " + noun);
      case "same_again" ->
          new Phrase(
              "Repeats the same " + noun, "repeated " + noun, "after repeating the same " + noun);
      default ->
          new Phrase("Makes " + noun + ", " + words(relation), noun + ", " + words(relation));
    };
  }

  private static Phrase generic(Item item) {
    String value = item.value();
    String words = value.equals("true") ? words(item.facet()) : words(value);
    return new Phrase(sentenceCase(words), words);
  }

  private static String sentenceCase(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String kindWords(String kind) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "llm" -> "model call";
      case "tool" -> "tool call";
      default -> words(kind) + " step";
    };
  }

  /** A pair of characters of a script without spaces is written as one. */
  private static String topic(String term) {
    boolean unspaced =
        term.length() == 3 && term.charAt(1) == ' ' && Character.isIdeographic(term.charAt(0));
    return unspaced ? term.replace(" ", "") : words(term);
  }

  private static String words(String name) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char at = name.charAt(i);
      words.append(at == '_' || at == '-' || at == ':' || at == '.' ? ' ' : at);
    }
    return words.toString().strip().toLowerCase(Locale.ROOT);
  }

  private static Map.Entry<Item, Phrase> issue(String value, String clause, String noun) {
    return known("issues", value, clause, noun);
  }

  private static Map.Entry<Item, Phrase> flag(String facet, String clause, String noun) {
    return known(facet, "true", clause, noun);
  }

  private static Map.Entry<Item, Phrase> known(
      String facet, String value, String clause, String noun) {
    return known(facet, value, clause, noun, null);
  }

  private static Map.Entry<Item, Phrase> known(
      String facet, String value, String clause, String noun, String tail) {
    return Map.entry(new Item(facet, value), new Phrase(clause, noun, tail));
  }
}
