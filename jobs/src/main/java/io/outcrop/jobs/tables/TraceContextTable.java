package io.outcrop.jobs.tables;

import java.util.List;

/** {@code facts.trace_context}: each trace of a run beside the others with the same task. */
public final class TraceContextTable {
  public static final String PEER_GROUP = "peer_group";
  public static final String PEERS = "peers";
  public static final String BLOW_UP = "blow_up";
  public static final String BLOW_UP_IN = "blow_up_in";

  /**
   * One trace among its peers.
   *
   * @param peerGroup {@code task_type:} and the task type where the trace has one, else the leaf of
   *     the axis task
   * @param peers how many other traces of the run are in the group
   * @param latencyRatio latency over the exact median of the peers' latencies; null where it or the
   *     median is not known or is nought
   * @param tokensRatio the same of all tokens
   * @param costRatio the same of the cost
   * @param stepsRatio the same of the calls of models and tools
   * @param blowUp whether any of these is at least the configured ratio, with enough peers
   * @param blowUpIn of latency, tokens, cost and steps the ones that are, sorted
   */
  public record TraceContext(
      String runId,
      String traceId,
      String peerGroup,
      long peers,
      Double latencyRatio,
      Double tokensRatio,
      Double costRatio,
      Double stepsRatio,
      boolean blowUp,
      List<String> blowUpIn) {}

  public static final RecordRows<TraceContext> ROWS = RecordRows.of(TraceContext.class);
  public static final Table TABLE = Table.ofRuns(Zone.FACTS, "trace_context", ROWS.schema());

  private TraceContextTable() {}
}
