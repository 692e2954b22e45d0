package io.outcrop.jobs.facets;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import io.outcrop.jobs.tables.AgentSpansTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes what each agent of the computed traces did: all rows of a computed trace are replaced, and
 * those of a trace that has lost its spans go.
 *
 * <p>Committed before the traces, so that after a stop between the two the same traces are still to
 * be computed.
 */
final class AgentRows {
  /** The column of computed rows that holds the rows of the trace's agents. */
  static final String AGENTS = "agents";

  private static final String TRACE = "key_trace";
  private static final String SPAN = "key_span";

  private final Warehouse warehouse;

  AgentRows(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The facets among computed rows. */
  static Dataset<Row> facets(Dataset<Row> computed) {
    Column[] columns =
        Arrays.stream(TracesTable.TABLE.schema().fieldNames())
            .map(name -> col(name))
            .toArray(Column[]::new);
    return computed.select(columns);
  }

  private static Dataset<Row> agents(Dataset<Row> computed) {
    return computed.select(explode(col(AGENTS)).as(AGENTS)).select(AGENTS + ".*");
  }

  /** Replaces all rows. */
  void replace(Dataset<Row> computed) {
    Dataset<Row> agents = agents(computed);
    boolean nothing = agents.isEmpty() && warehouse.read(AgentSpansTable.TABLE).isEmpty();
    if (nothing) {
      warehouse.create(AgentSpansTable.TABLE);
    } else {
      warehouse.overwrite(AgentSpansTable.TABLE, agents);
    }
  }

  /**
   * Replaces the rows of changed traces, in one commit.
   *
   * @param changed their ids
   */
  void merge(Dataset<Row> changed, Dataset<Row> computed) {
    warehouse.create(AgentSpansTable.TABLE);
    Dataset<Row> standing =
        warehouse
            .read(AgentSpansTable.TABLE)
            .join(changed, SpansTable.TRACE_ID, "left_semi")
            .select(AgentSpansTable.TRACE_ID, AgentSpansTable.SPAN_ID);
    Dataset<Row> agents = agents(computed);
    Dataset<Row> keys =
        standing
            .union(agents.select(AgentSpansTable.TRACE_ID, AgentSpansTable.SPAN_ID))
            .distinct()
            .toDF(TRACE, SPAN);
    if (keys.isEmpty()) {
      return;
    }
    Column same =
        col(TRACE)
            .equalTo(col(AgentSpansTable.TRACE_ID))
            .and(col(SPAN).equalTo(col(AgentSpansTable.SPAN_ID)));
    Column match =
        col("standing." + AgentSpansTable.TRACE_ID)
            .equalTo(col("coming." + TRACE))
            .and(col("standing." + AgentSpansTable.SPAN_ID).equalTo(col("coming." + SPAN)));
    Column gone = col("coming." + AgentSpansTable.SPAN_ID).isNull();
    var assignments =
        Arrays.stream(AgentSpansTable.TABLE.schema().fieldNames())
            .collect(Collectors.toMap(c -> c, c -> col("coming." + c)));
    warehouse
        .delta(AgentSpansTable.TABLE)
        .as("standing")
        .merge(keys.join(agents, same, "left").as("coming"), match)
        .whenMatched(gone)
        .delete()
        .whenMatched()
        .update(assignments)
        .whenNotMatched(gone.equalTo(false))
        .insert(assignments)
        .execute();
  }
}
