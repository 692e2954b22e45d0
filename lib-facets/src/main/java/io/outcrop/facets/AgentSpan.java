package io.outcrop.facets;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What one agent of a trace did by itself: a row of {@code facts.agent_spans}, one for each AGENT
 * span, so that a break between agents shows at its hop.
 *
 * <p>Its own is what lies below its span and below no other agent's. Boxed types and strings are
 * null where nothing is known.
 *
 * @param traceDate UTC date of the trace's earliest span
 * @param parentAgentSpanId the span of the nearest agent above; null at the outermost
 * @param depth agents from the outermost to this one, 1 at the outermost
 * @param toolCallCount its own calls, handoffs to other agents among them
 * @param subAgentCount agents right below it
 * @param toolErrorCount its own calls that failed
 * @param failed whether its span is marked as failed
 * @param origin whether the trace's failure began here
 * @param swallowedErrors its own errors after which it went on as if nothing had failed
 * @param phantomTools tools that it claims and nothing in the trace shows
 * @param handoffLoss whether its task lacks what its parent had been told
 * @param safetyContextLost whether its task lacks a danger that its parent had been told of
 * @param conflictingResult whether another agent answered its question differently
 * @param resultUsed whether its parent goes on with its result; null without one
 */
public record AgentSpan(
    String traceId,
    LocalDate traceDate,
    String spanId,
    String parentAgentSpanId,
    String parentAgent,
    String agent,
    int depth,
    Instant startTime,
    Long durationMs,
    int llmCallCount,
    int toolCallCount,
    int subAgentCount,
    Long inputTokens,
    Long outputTokens,
    int toolErrorCount,
    boolean failed,
    boolean origin,
    int swallowedErrors,
    int phantomTools,
    boolean loop,
    boolean handoffLoss,
    boolean safetyContextLost,
    boolean conflictingResult,
    Boolean resultUsed,
    String facetVersion) {}
