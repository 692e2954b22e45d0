package io.outcrop.jobs.facets;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.config.LlmSettings.Sample;
import io.outcrop.jobs.embed.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class LlmSampleTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("llm_key", DataTypes.StringType)
          .add("trace_id", DataTypes.StringType)
          .add("failing", DataTypes.BooleanType)
          .add("concerning_behavior", DataTypes.IntegerType)
          .add("issues", DataTypes.createArrayType(DataTypes.StringType))
          .add("agent", DataTypes.StringType)
          .add("failure_mode", DataTypes.StringType)
          .add("completion_status", DataTypes.StringType)
          .add("action_sequence", DataTypes.createArrayType(DataTypes.StringType));

  /** Twenty contents in two traces each; the first four fail, alike by twos. */
  private static Dataset<Row> traces() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int content = i % 20;
      boolean failing = content < 4;
      rows.add(
          RowFactory.create(
              "key-" + content,
              "trace-" + i,
              failing,
              1,
              new String[0],
              "agent",
              failing ? "mode " + content / 2 : null,
              "full",
              new String[] {"ask", "answer"}));
    }
    return LocalSpark.session().createDataFrame(rows, SCHEMA);
  }

  private static Set<String> keys(String strategy, double share) {
    List<Row> chosen = LlmSample.of(traces(), new Sample(strategy, share)).collectAsList();
    Set<String> keys = chosen.stream().map(r -> r.getString(0)).collect(Collectors.toSet());
    assertThat(keys).hasSize(chosen.size());
    return keys;
  }

  @Test
  void sample_takesContentsOnceByItsStrategy() {
    assertThat(keys("all", 1)).hasSize(20);
    assertThat(keys("all", 0.5)).hasSize(10).isEqualTo(keys("all", 0.5));
    assertThat(keys("priority", 0.1)).hasSize(2).isSubsetOf("key-0", "key-1", "key-2", "key-3");
    assertThat(keys("priority", 0.25)).hasSize(5).contains("key-0", "key-1", "key-2", "key-3");
    assertThat(keys("per-signature", 1)).hasSize(3);
    assertThat(keys("per-signature", 0.1)).hasSize(2);
  }
}
