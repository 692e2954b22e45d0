package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.FactsTable;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.AssignmentsTable.Assignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class PeerContextTest {
  private static final SparkSession SPARK = LocalSpark.session();

  private final FactsTable traces = new FactsTable();
  private final List<Row> assignments = new ArrayList<>();

  private void add(String id, String leaf, String taskType, Long latency) {
    traces.add(
        id,
        taskType == null
            ? Map.of("latency_ms", latency)
            : Map.of("latency_ms", latency, "task_type", taskType));
    assignments.add(
        AssignmentsTable.ROWS.toRow(
            new Assignment("r", "trace", "task", "all", id, leaf, "m", "t", 0, false)));
    assignments.add(
        AssignmentsTable.ROWS.toRow(
            new Assignment("r", "trace", "behavior", "all", id, "other", "m", "t", 0, false)));
  }

  private Map<String, Row> context(double ratio, int peers) {
    return PeerContext.of(
            traces.in(SPARK),
            SPARK.createDataFrame(assignments, AssignmentsTable.TABLE.schema()),
            ratio,
            peers)
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getAs("trace_id"), row -> row));
  }

  @Test
  void ratio_isToTheMedianOfTheOthers() {
    long[] latencies = {10, 20, 40, 80, 1000};
    for (int i = 0; i < latencies.length; i++) {
      add("t" + i, "leaf", null, latencies[i]);
    }

    Map<String, Row> context = context(3, 4);

    assertThat(context.get("t4").<Double>getAs("latency_ratio")).isEqualTo(1000 / 30.0);
    assertThat(context.get("t0").<Double>getAs("latency_ratio")).isEqualTo(10 / 60.0);
    assertThat(context.get("t2").<Double>getAs("latency_ratio")).isEqualTo(40 / 50.0);
    assertThat(context.get("t4").<Long>getAs("peers")).isEqualTo(4);
    assertThat(context.get("t4").<Boolean>getAs("blow_up")).isTrue();
    assertThat(context.get("t4").getList(context.get("t4").fieldIndex("blow_up_in")))
        .isEqualTo(List.of("latency"));
    assertThat(context.get("t3").<Boolean>getAs("blow_up")).isFalse();
  }

  @Test
  void medians_ofRandomGroups_areThoseOfASort() {
    Random random = new Random(4);
    for (int size = 1; size <= 9; size++) {
      List<Long> values = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        values.add(1L + random.nextInt(6));
      }
      for (int i = 0; i < size; i++) {
        add("g" + size + "-" + i, "leaf" + size, null, values.get(i));
      }
    }
    Map<String, Row> context = context(3, 1);
    Map<String, Long> latency =
        traces.in(SPARK).collectAsList().stream()
            .collect(Collectors.toMap(r -> r.getAs("trace_id"), r -> r.getAs("latency_ms")));
    context.forEach(
        (id, row) -> {
          double[] others =
              latency.entrySet().stream()
                  .filter(e -> e.getKey().startsWith(id.substring(0, 3)) && !e.getKey().equals(id))
                  .mapToDouble(Map.Entry::getValue)
                  .sorted()
                  .toArray();
          Double ratio = row.getAs("latency_ratio");
          if (others.length == 0) {
            assertThat(ratio).isNull();
          } else {
            double median = (others[(others.length - 1) / 2] + others[others.length / 2]) / 2;
            assertThat(ratio).as(id + Arrays.toString(others)).isEqualTo(latency.get(id) / median);
          }
        });
  }

  @Test
  void fewPeers_areNoBlowUp() {
    add("a", "leaf", null, 10L);
    add("b", "leaf", null, 1000L);
    add("alone", "leaf2", null, 1000L);

    Map<String, Row> context = context(3, 2);

    assertThat(context.get("b").<Double>getAs("latency_ratio")).isEqualTo(100);
    assertThat(context.get("b").<Boolean>getAs("blow_up")).isFalse();
    assertThat(context.get("alone").<Double>getAs("latency_ratio")).isNull();
    assertThat(context.get("alone").<Long>getAs("peers")).isZero();
  }

  @Test
  void taskType_whereGiven_goesBeforeTheLeaf() {
    add("a", "one", "Refund", 10L);
    add("b", "two", "refund ", 20L);
    add("c", "two", null, 30L);

    Map<String, Row> context = context(3, 1);

    assertThat(context.get("a").<String>getAs("peer_group")).isEqualTo("task_type:refund");
    assertThat(context.get("b").<Long>getAs("peers")).isEqualTo(1);
    assertThat(context.get("c").<String>getAs("peer_group")).isEqualTo("two");
  }

  @Test
  void context_inAnyOrder_isTheSame() {
    Random random = new Random(8);
    for (int i = 0; i < 60; i++) {
      add("t" + i, "leaf" + i % 3, null, 1L + random.nextInt(9));
    }
    Map<String, Row> first = context(2, 3);
    Collections.shuffle(assignments, new Random(1));

    assertThat(context(2, 3)).isEqualTo(first).hasSize(60);
  }
}
