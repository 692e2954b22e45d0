package io.outcrop.jobs.insights;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a facet that marks a cluster usually means, and what to do about it; the gravest first.
 *
 * <p>The table is read from the top: the first signal that enough members show, and clearly more
 * often than other traces do, explains the cluster.
 */
enum Signal {
  PHANTOM_TOOLS(
      "phantom_tools",
      "true",
      Severity.P0,
      "The model reports actions that it never took: it may answer from expectation, and nothing"
          + " checks its words against its tool calls.",
      "Read the final message of a few members beside their tool spans, and see whether the tool"
          + " was offered at all.",
      "Demand that every claimed action rests on a tool result, and give the model an explicit"
          + " result for failed and empty calls.",
      "Block answers that confirm an action without a matching tool call, and add an eval case for"
          + " it."),
  HALLUCINATED(
      "completion_status",
      "hallucinated",
      Severity.P0,
      "The outcome that the agent reports is not backed by anything in the trace.",
      "Compare the outcome stated at the end with the results that tools returned.",
      "Let the agent state an outcome only from a tool result of the same trace.",
      "Alert on it, and add an eval case that asserts the tool call."),
  INJECTION(
      "injection_suspected",
      "true",
      Severity.P0,
      "Texts that tools return give the agent instructions, and it follows them: nothing in its prompt or"
          + " runtime tells data from instructions.",
      "Read the tool result before the first step that nobody asked for.",
      "Fence results as data, and let no step after an untrusted text write or send without"
          + " consent.",
      "Alert on it, and block calls whose arguments come from an untrusted text alone."),
  SAFETY_CONTEXT(
      "issues",
      "safety_context_lost",
      Severity.P0,
      "A danger to a person, or a confidence, that the user named does not reach the agents that"
          + " act on it.",
      "Compare the user's words with the tasks of the sub-agents.",
      "Carry such facts in a field of their own that every handoff must hand on.",
      "Add an eval case that asserts the fact in every task."),
  SWALLOWED_ERRORS(
      "swallowed_errors",
      null,
      Severity.P1,
      "A tool fails and the agent goes on as if it had not: the error reaches the model in a form"
          + " that reads like a result, or the prompt does not say what to do about it.",
      "Look at what the failed call handed back to the model: is it marked as an error?",
      "Return errors as errors, with what to try next, and instruct the agent to retry or to say"
          + " that it failed.",
      "Monitor answers that follow an unrecovered tool error."),
  UNSUPPORTED_RESULT(
      "issues",
      "unsupported_result",
      Severity.P1,
      "Answers hold ids or amounts that no tool returned and nobody said: the model fills gaps from"
          + " expectation.",
      "Compare the values of a few final answers with the results of their tools.",
      "Let the agent quote values from results only, and say so where a result lacks one.",
      "Check ids and amounts of answers against tool results, and add an eval case for it."),
  UNRETRIEVED_SOURCE(
      "issues",
      "unretrieved_source",
      Severity.P1,
      "Answers cite sources that were never retrieved: the model invents them, or cites from"
          + " memory.",
      "Look the cited sources up: do they exist, and are they in the index?",
      "Allow citations only by the ids of documents in the context, and drop all others.",
      "Block answers whose citations are not among the retrieved documents."),
  NOTHING_RETRIEVED(
      "grounded",
      "none",
      Severity.P1,
      "Retrieval comes back empty and the agent answers nevertheless: the index, its filters or the"
          + " way of asking have changed, or the content is not there.",
      "Run the empty searches by hand, and compare them with those of an earlier week.",
      "Repair the retrieval; let the agent say that it found nothing.",
      "Alert on the share of empty retrievals."),
  UNGROUNDED(
      "issues",
      "ungrounded",
      Severity.P1,
      "Answers say what the retrieved texts do not: what is found is beside the point, or the model"
          + " does not use it.",
      "Read the retrieved texts of a few members beside the answer: was the right one among them?",
      "Improve what is retrieved first; then demand answers from the retrieved texts alone.",
      "Monitor how far answers are grounded, by source."),
  BROKEN_OUTPUT(
      "downstream_ok",
      "false",
      Severity.P2,
      "What the agent hands on breaks the form that was declared for it: a schema that the model"
          + " was not held to, a required id that is missing, or JSON that cannot be parsed.",
      "Validate a few of the outputs against the declared schema.",
      "Use structured outputs, validate before handing on, and repair once.",
      "Alert on outputs that fail validation."),
  HANDOFF_LOSS(
      "issues",
      "handoff_loss",
      Severity.P1,
      "What the user or the parent named does not reach the sub-agent: the handoff sums up in words"
          + " and drops the values.",
      "Lay the parent's knowledge beside the sub-agent's task, and see which value is missing.",
      "Hand over by a schema with required fields instead of a summary.",
      "Monitor losses by hop in the rows of agents."),
  CONFLICTING_RESULTS(
      "issues",
      "conflicting_results",
      Severity.P1,
      "Sub-agents answer the same question differently, and the parent takes one without a word.",
      "See which of the answers is right, and why the other was given.",
      "Let the parent compare results, and decide or ask where they differ.",
      "Alert on contradicting results."),
  STALE_CONTEXT(
      "stale_context",
      "true",
      Severity.P1,
      "The agent goes on with a value that was replaced: a memory or summary that is not updated,"
          + " or an old result that stands nearer than the new one.",
      "Find the turn or result that replaced the value, and what the next call used.",
      "Keep such values in one place that corrections overwrite.",
      "Add the corrected conversations to the evals."),
  IGNORED_CONSTRAINT(
      "ignored_constraints",
      "true",
      Severity.P1,
      "Explicit limits of the prompt or the user are broken: they stand far from where they apply,"
          + " or contradict each other.",
      "See which kind of limit is broken, and where in the prompt it stands.",
      "Repeat the limit where it applies, or check the output mechanically and repair it once.",
      "Check outputs against the limit, and monitor the share that breaks it."),
  PREMATURE_COMPLETION(
      "premature_completion",
      "true",
      Severity.P1,
      "The agent stops with steps open that it had announced, or calls it done: a turn that ends"
          + " without a call ends the run.",
      "See what the last text announces, and why no call followed.",
      "Let the runtime ask once more while tasks are open; demand a check before the end.",
      "Monitor runs that end on an announcement."),
  OVER_REFUSAL(
      "over_refusal",
      "true",
      Severity.P1,
      "The agent declines what its tools do, without trying: the prompt forbids too much, or does"
          + " not say what the tools are for.",
      "Compare the request with the tools on offer.",
      "Say in the prompt what is allowed, with examples, and describe the tools by what users ask.",
      "Add the declined requests to the evals."),
  CONTEXT_OVERFLOW(
      "context_overflow",
      "true",
      Severity.P1,
      "The context outgrows the model's window, or what was said earlier falls out of it.",
      "Look at the largest inputs, and at what is no longer in the call after them.",
      "Cut or summarise tool results and history before they reach the model, and keep the facts.",
      "Monitor input tokens near the model's limit."),
  AGENT_LEFT(
      "abandoned_by",
      "agent",
      Severity.P1,
      "The agent stops without an answer, or asks for patience and never comes back.",
      "See the last step: a call whose result nobody took up, or a text that only promises?",
      "Let the runtime go on until there is an answer, or say that there will be none.",
      "Alert on runs that end without an answer."),
  USER_LEFT(
      "abandoned_by",
      "user",
      Severity.P1,
      "Users give up before their request is resolved.",
      "Read the turns before the last: what was asked again and again?",
      "Ask for everything at once, and offer a person earlier.",
      "Monitor conversations that users give up."),
  LOOP(
      "loop",
      "true",
      Severity.P1,
      "The agent repeats the same calls and learns nothing new from them: no memory of what was"
          + " tried, or results that never say that trying again is useless.",
      "Look at the repeated call and its result: does it tell the agent why it will not change?",
      "Stop after the second identical call, and hand the earlier result back with a note.",
      "Limit identical calls in the runtime, and watch the cost of such traces."),
  STEP_LIMIT(
      "origin_error_class",
      "step_limit",
      Severity.P1,
      "The agent runs out of steps before it is done: it explores without converging, or the limit"
          + " is too low for the task.",
      "See how the steps are spent in a few members: on progress, or on trying again?",
      "Let the agent plan first and report partial results before the limit.",
      "Watch the share of traces that end at the limit."),
  FALLBACK(
      "fallback",
      "true",
      Severity.P1,
      "The agent falls back to a lesser answer or model after something failed.",
      "Find the step before the fallback: which call failed, and why?",
      "Repair that step, or make the fallback say what it could not do.",
      "Monitor the rate of fallbacks."),
  CONTEXT_LENGTH(
      "origin_error_class",
      "context_length",
      Severity.P1,
      "The context outgrows the model's window: long tool results or histories are carried along"
          + " whole.",
      "Look at the largest inputs before the failure.",
      "Cut or summarise tool results and history before they reach the model.",
      "Monitor input tokens near the model's limit."),
  TIMEOUT(
      "timed_out",
      "true",
      Severity.P1,
      "A call runs into its deadline: a slow dependency, or a deadline that is too short.",
      "Compare the latency of the failing tool with its deadline.",
      "Retry with back-off where that is safe, and tell the model that the call may be tried"
          + " again.",
      "Alert on the timeout rate of that tool."),
  RATE_LIMIT(
      "origin_error_class",
      "rate_limit",
      Severity.P1,
      "A provider refuses calls because there are too many.",
      "See when these traces ran, and what else used the same quota.",
      "Back off and spread the load; raise the quota.",
      "Alert on rate-limit errors."),
  AUTH(
      "origin_error_class",
      "auth",
      Severity.P1,
      "A tool rejects the agent's credentials.",
      "Check the credentials of that tool and when they were changed.",
      "Renew the credentials, and stop the agent from trying again without new ones.",
      "Alert on authentication errors."),
  PERMISSION(
      "origin_error_class",
      "permission",
      Severity.P1,
      "The agent tries what it has no right to.",
      "See whether it should have the right, or should not try.",
      "Grant the right, or tell the agent its limits.",
      "Review the attempts: they may be an attack."),
  VALIDATION(
      "origin_error_class",
      "validation",
      Severity.P1,
      "The agent calls a tool with arguments that it does not accept: the tool's schema and what"
          + " the model was told of it differ, or the rules of the task are not in the prompt.",
      "Compare the rejected arguments with the tool's schema.",
      "Tighten the tool's description, and return what was wrong with the arguments.",
      "Add an eval case with the rejected call."),
  PARSE(
      "origin_error_class",
      "parse",
      Severity.P2,
      "What one step writes the next cannot read: malformed code, JSON or commands.",
      "Look at the text that could not be parsed.",
      "Use structured outputs, or validate and repair before the next step.",
      "Monitor parse errors by step."),
  NOT_FOUND(
      "origin_error_class",
      "not_found",
      Severity.P1,
      "The agent asks for things that are not there: invented names and ids, or data that moved.",
      "See where the missing name came from: the user, an earlier result, or nowhere.",
      "Let the agent look names up before it uses them.",
      "Add an eval case with a name that does not exist."),
  SERVER(
      "origin_error_class",
      "server",
      Severity.P1,
      "A service that the agent depends on fails.",
      "Check that service's own errors at the time of these traces.",
      "Retry where that is safe, and let the agent say that the service is down.",
      "Alert on that service's error rate."),
  NETWORK(
      "origin_error_class",
      "network",
      Severity.P1,
      "Connections fail on the way to a tool or a model.",
      "Check the network path and name resolution of that dependency.",
      "Retry with back-off, and fail over where possible.",
      "Alert on connection errors."),
  CONTENT_FILTER(
      "origin_error_class",
      "content_filter",
      Severity.P1,
      "A content filter stops the model's call.",
      "Look at which inputs are stopped: the user's, or the agent's own?",
      "Rephrase the prompt, or handle the stop with an answer of its own.",
      "Monitor filter stops by prompt version."),
  ANY_ERROR(
      "tool_error_count",
      "many",
      Severity.P1,
      "Tool calls fail again and again on the way.",
      "Group the errors of these traces by tool and message.",
      "Repair the most frequent error first.",
      "Monitor failed tool calls per trace."),
  FAILED(
      "completion_status",
      "failed",
      Severity.P0,
      "The run ends without doing what was asked.",
      "Find the first step that failed, or the last one that made progress.",
      "Repair that step, or let the agent say early that it cannot.",
      "Add an eval case for the task."),
  ABANDONED(
      "completion_status",
      "abandoned",
      Severity.P1,
      "The conversation ends without an answer to the last request.",
      "See what was last said, and how long the user waited.",
      "Shorten the way to the answer, or say what is being waited for.",
      "Monitor conversations that end on a user's message."),
  REFUSED(
      "refused",
      "true",
      Severity.P1,
      "The agent refuses: the request is outside its rules, or the rules are read too strictly.",
      "Judge a few refused requests: which should have been served?",
      "State in the prompt what is allowed, with examples on both sides.",
      "Review refusals by task."),
  CORRECTED(
      "user_corrected",
      "true",
      Severity.P1,
      "Users correct the agent: it misreads the request or answers wrongly the first time.",
      "Compare the first answer with the correction.",
      "Let the agent confirm its reading before it acts.",
      "Add the corrected requests to the evals."),
  TRUNCATED(
      "truncated",
      "true",
      Severity.P2,
      "The answer is cut off by a length limit.",
      "Compare the output tokens with the limit set.",
      "Raise the limit, or ask for shorter answers.",
      "Monitor the finish reason length."),
  UNRESOLVED_ERROR(
      "issues",
      "unresolved_error",
      Severity.P1,
      "A tool call fails, and nothing afterwards makes it good.",
      "Group the failed calls by tool and error, and see what the agent did next.",
      "Tell the agent what to try after each kind of error, or repair the tool.",
      "Monitor runs that end with an unresolved tool error."),
  EMPTY_RESULT(
      "issues",
      "empty_result",
      Severity.P1,
      "Searches come back empty: the agent asks in words or with filters that match nothing, or the"
          + " data is not there.",
      "Run a few of the empty searches by hand, with looser filters.",
      "Describe in the tool what can be searched for, and let the agent widen an empty search"
          + " once.",
      "Monitor the share of empty results by tool."),
  REPEATED_CALL(
      "issues",
      "repeated_call",
      Severity.P2,
      "The agent asks the same again although it has the answer: earlier results are lost from its"
          + " context, or it does not trust them.",
      "See what lies between the two calls: was the first result still in the context?",
      "Keep results in the context, or cache them in the runtime.",
      "Monitor repeated calls per trace, for their cost."),
  RETRIES(
      "retry_count",
      "many",
      Severity.P2,
      "Calls succeed only after several tries.",
      "See which call is retried, and what changes between the tries.",
      "Repair the first try: arguments, or a flaky dependency.",
      "Monitor retries per trace."),
  ESCALATED(
      "escalated",
      "true",
      Severity.P1,
      "The agent hands over to a person: its tools or rights do not reach far enough, or it gives"
          + " up too early.",
      "See what was tried before the handover.",
      "Widen what the agent may do for the most frequent of these tasks.",
      "Monitor the handover rate by task."),
  NEGATIVE_OUTCOME(
      "issues",
      "negative_outcome",
      Severity.P1,
      "An evaluation or a rating marks these runs as bad although no step failed visibly: the agent"
          + " did the wrong thing, and did it smoothly.",
      "Take the evaluation's explanation of a few members, and find the step where the run leaves"
          + " the right path.",
      "State the rule that was broken in the prompt or enforce it in the tool, once it is found.",
      "Turn a few members into eval cases.");

  private static final double COMMON_AMONG_MEMBERS = 0.5;
  private static final double MORE_THAN_OUTSIDE = 1.2;
  private static final double TOUCHED = 0.2;

  /** What a cluster without a telling signal is said to be. */
  static final String UNKNOWN_CAUSE =
      "No known signal explains it: these traces share their shape, and they fail more often than"
          + " others.";

  /** Of a pattern with which no version and no deployment came in. */
  static final String NOTHING_CHANGED =
      "No model version, prompt, agent version, tool result, retrieval source or deployment came in"
          + " with it.";

  static final String UNKNOWN_CHECK =
      "Read a few members beside traces of the same task that succeed, and find the first step that"
          + " differs.";
  static final String UNKNOWN_FIX = "Decide after the first check.";
  static final String UNKNOWN_ACTION = "Watch whether it grows.";

  /** How bad a signal is. */
  enum Severity {
    P0,
    P1,
    P2
  }

  private final String facet;
  private final String value;
  final Severity severity;
  final String cause;
  final String check;
  final String fix;
  final String action;

  Signal(
      String facet,
      String value,
      Severity severity,
      String cause,
      String check,
      String fix,
      String action) {
    this.facet = facet;
    this.value = value;
    this.severity = severity;
    this.cause = cause;
    this.check = check;
    this.fix = fix;
    this.action = action;
  }

  /** The first signal that a cluster's shares show; without a value, any but none counts. */
  static Optional<Signal> leading(List<Share> shares) {
    return Arrays.stream(values()).filter(signal -> signal.shows(shares)).findFirst();
  }

  private boolean shows(List<Share> shares) {
    double inside = 0;
    double outside = 0;
    for (Share share : shares) {
      if (share.facet().equals(facet)
          && (value == null ? !share.value().equals("none") : share.value().equals(value))) {
        inside += share.inCluster();
        outside += share.outside();
      }
    }
    return inside >= COMMON_AMONG_MEMBERS && inside >= MORE_THAN_OUTSIDE * outside;
  }

  /** Facet values by which safety or a rule that must hold is touched, whatever else is wrong. */
  private static final List<String> COMPLIANCE =
      List.of(
          "injection_suspected=true",
          "safety_flagged=true",
          "issues=safety_context_lost",
          "issues=forbidden_fallback",
          "ignored_constraint=forbidden_call",
          "ignored_constraint=limit");

  /**
   * How bad it is: as bad as its signal, but P0 where most members fail their task completely, or
   * where many touch on safety or compliance.
   */
  static Severity severity(Optional<Signal> leading, List<Share> shares) {
    boolean fails =
        frequent(shares, List.of("completion_status=failed"), COMMON_AMONG_MEMBERS)
            || frequent(shares, List.of("completion_status=hallucinated"), COMMON_AMONG_MEMBERS);
    return fails || frequent(shares, COMPLIANCE, TOUCHED)
        ? Severity.P0
        : leading.map(s -> s.severity).orElse(Severity.P1);
  }

  private static boolean frequent(List<Share> shares, List<String> items, double least) {
    return shares.stream()
        .filter(s -> items.contains(s.facet() + "=" + s.value()))
        .anyMatch(s -> s.inCluster() >= least && s.inCluster() >= MORE_THAN_OUTSIDE * s.outside());
  }

  /** The facets that signals look at. */
  static List<String> facets() {
    return Arrays.stream(values()).map(signal -> signal.facet).distinct().toList();
  }

  /** The facets that tell whether safety or compliance is touched. */
  static List<String> complianceFacets() {
    return COMPLIANCE.stream()
        .map(item -> item.substring(0, item.indexOf('=')))
        .distinct()
        .toList();
  }

  /** How frequent a facet value is among members and elsewhere, 0 to 1. */
  record Share(
      String facet, String value, double inCluster, double outside, double lift, double qValue) {}

  /** Words for the steps of an action sequence. */
  static final Map<String, String> STEP_WORDS =
      Map.ofEntries(
          Map.entry("look_up", "looks something up"),
          Map.entry("search", "searches"),
          Map.entry("write", "changes something"),
          Map.entry("notify", "notifies somebody"),
          Map.entry("compute", "computes something"),
          Map.entry("delegate", "delegates"),
          Map.entry("run", "runs a command"),
          Map.entry("other", "calls a tool"),
          Map.entry("ask", "asks the user"),
          Map.entry("answer", "answers"),
          Map.entry("user", "hears the user"));
}
