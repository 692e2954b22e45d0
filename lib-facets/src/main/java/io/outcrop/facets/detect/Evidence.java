package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Message.ToolCall;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Turn;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the calls of a trace can have done, so that a claim of it is no phantom.
 *
 * <p>Calls anywhere count, successful or not, in history too. A tool of unknown class, a tool
 * message without its call, or a sub-agent whose own calls were not recorded can have done
 * anything.
 */
final class Evidence {
  private static final int MAX_ARGUMENTS = 2_000;
  private static final Set<String> MESSAGES =
      Set.of(
          "email",
          "mail",
          "message",
          "messages",
          "notify",
          "notification",
          "sms",
          "text",
          "invite",
          "invitation",
          "invitees",
          "attendees",
          "reminder",
          "remind",
          "recipient",
          "recipients",
          "confirmation",
          "subject",
          "report",
          "request",
          "calendar",
          "meeting");

  private final Set<Action> done = EnumSet.noneOf(Action.class);
  private final Set<List<String>> names = new HashSet<>();
  private final Set<String> nameTokens = new HashSet<>();
  private boolean messages;
  private boolean anything;
  private boolean opaque;

  Evidence(TraceView view) {
    for (Call call : view.calls()) {
      messages |= call.action() == Action.WRITE && mayTell(call);
      add(call.tokens(), call.action());
      boolean hidden = call.action() == Action.DELEGATE && !hasOwnCalls(view, call.span());
      opaque |= hidden && !Escalation.toHuman(call);
    }
    for (Turn turn : view.conversation().turns()) {
      for (ToolCall asked : turn.toolCalls()) {
        add(NameTokens.of(asked.name()), Action.ofTool(asked.name()));
      }
      opaque |= turn.role().equals("tool") && isUnknown(turn, view);
    }
    anything |= opaque;
    for (Span span : view.trace().spans()) {
      switch (span.kind()) {
        case EMBEDDING, RERANKER -> done.add(Action.SEARCH);
        case GUARDRAIL, EVALUATOR -> done.add(Action.RUN);
        default -> {}
      }
    }
  }

  /** A tool's message that belongs to no call which the trace shows. */
  private static boolean isUnknown(Turn message, TraceView view) {
    return message.toolCallId() == null
        || (view.calls().isEmpty()
            && view.conversation().turns().stream()
                .flatMap(t -> t.toolCalls().stream())
                .noneMatch(c -> message.toolCallId().equals(c.id())));
  }

  private void add(List<String> tokens, Action action) {
    done.add(action);
    names.add(tokens);
    nameTokens.addAll(tokens);
    anything |= action == Action.OTHER;
  }

  private static boolean hasOwnCalls(TraceView view, Span agent) {
    return agent.kind() == SpanKind.AGENT
        && view.trace().children(agent).stream().anyMatch(c -> c.kind() == SpanKind.TOOL);
  }

  /** Whether a tool of exactly this name was called. */
  boolean knows(List<String> name) {
    return names.contains(name);
  }

  /** Whether some call can have done an action. */
  boolean shows(Action action) {
    return anything
        || (action == Action.NOTIFY && messages)
        || ClaimVerbs.doers(action).stream().anyMatch(done::contains);
  }

  /** Whether a call of known class did an action, or may have done so beside another. */
  boolean hasDone(Action action) {
    return opaque
        || (action == Action.NOTIFY && messages)
        || ClaimVerbs.doers(action).stream().anyMatch(done::contains);
  }

  /** Whether a call that changes something may have told somebody of it as well. */
  private static boolean mayTell(Call call) {
    if (call.tokens().stream().anyMatch(MESSAGES::contains)) {
      return true;
    }
    String arguments = call.arguments() == null ? "" : call.arguments();
    return arguments.length() <= MAX_ARGUMENTS
        && NameTokens.of(arguments).stream().anyMatch(MESSAGES::contains);
  }

  /**
   * Whether some call can have been of a tool that is named in full: the words of its name occur
   * among those of the calls, a word that is no verb is shared, or what ran is not told.
   */
  boolean showsNamed(List<String> name) {
    return opaque
        || done.contains(Action.RUN)
        || nameTokens.containsAll(name)
        || name.stream().anyMatch(t -> t.length() > 3 && !Action.isVerb(t) && hasWord(t));
  }

  /** In the singular or the plural. */
  private boolean hasWord(String token) {
    return nameTokens.contains(token)
        || nameTokens.contains(token + "s")
        || (token.endsWith("s") && nameTokens.contains(token.substring(0, token.length() - 1)));
  }

  /** Whether some call can have been of the tool that a text names. */
  boolean showsTool(List<String> name) {
    Action action = Action.ofTool(String.join("_", name));
    return anything
        || nameTokens.containsAll(name)
        || done.contains(Action.RUN)
        || (action != Action.OTHER && shows(action));
  }
}
