package io.outcrop.facets;

import java.util.List;

/**
 * How the run kept to what steered it: its orders, its user, its fellow agents, and what strangers
 * wrote into its inputs. A group of columns of {@code facts.traces}.
 *
 * @param ignoredConstraints kinds of explicit limits that the final output or the calls break:
 *     format, length, language, wording, currency, forbidden_call, too_many_calls, limit; sorted
 * @param injectionSuspected whether a tool result or document holds instructions to the agent that
 *     its next steps follow
 * @param injectionPresent whether there are such instructions, followed or not
 * @param handoffLoss handoffs whose task lacks what the child needed and the parent had been told
 * @param conflictingResults pairs of sub-agents that answer the same question differently, with
 *     nothing said or done about it
 * @param prematureCompletion whether it ends, or says that it is done, with announced steps open
 * @param overRefusal whether it declines, untried, what its tools do
 * @param abandonedBy agent or user, who left without a resolution; null where nobody did
 * @param staleContext whether it goes on with a value that was replaced, or repeats an answer that
 *     was corrected
 * @param contextOverflow whether the context outgrew the model, or what was said earlier fell out
 * @param engagedFollowUp whether the user builds on an answer; null without a turn after one
 * @param jailbreakAttempt whether the user tries to talk the agent out of its rules
 * @param outOfScope whether the user asks for what the agent says is not its business
 * @param safetyContextLost handoffs that leave out a danger to a person, or a confidence, that the
 *     parent had been told of
 * @param safetyFlagged whether a guardrail or a provider's filter objected; null without either
 */
public record Steering(
    List<String> ignoredConstraints,
    boolean injectionSuspected,
    boolean injectionPresent,
    int handoffLoss,
    int conflictingResults,
    boolean prematureCompletion,
    boolean overRefusal,
    String abandonedBy,
    boolean staleContext,
    boolean contextOverflow,
    Boolean engagedFollowUp,
    boolean jailbreakAttempt,
    boolean outOfScope,
    int safetyContextLost,
    Boolean safetyFlagged) {
  public Steering {
    ignoredConstraints = List.copyOf(ignoredConstraints);
  }
}
