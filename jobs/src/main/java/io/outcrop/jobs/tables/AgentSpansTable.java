package io.outcrop.jobs.tables;

import io.outcrop.facets.AgentSpan;

/**
 * {@code facts.agent_spans}: one row for each agent of a trace, so that a break shows at its hop.
 */
public final class AgentSpansTable {
  public static final String TRACE_ID = "trace_id";
  public static final String TRACE_DATE = "trace_date";
  public static final String SPAN_ID = "span_id";

  public static final RecordRows<AgentSpan> ROWS = RecordRows.of(AgentSpan.class);
  public static final Table TABLE =
      Table.lasting(Zone.FACTS, "agent_spans", ROWS.schema(), TRACE_DATE);

  private AgentSpansTable() {}
}
