package io.outcrop.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.TrackedTracesTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Monitors as strict readers of their formats take them; texts that try to break out. */
class MonitorExportTest {
  private static final List<Monitor> MONITORS =
      Monitor.of(Selections.all(), List.of(Selections.tracked()));

  private static final String STRING = "\"(?:[^\"\\\\\\n]|\\\\.)*\"";
  private static final String PATH = "(?:resource\\.)?attributes\\[" + STRING + "\\]";
  private static final String CONDITION =
      "(?:%1$s == %2$s|%1$s != nil|IsMatch\\((?:%1$s|String\\(%1$s\\)), %2$s\\)|IsRootSpan\\(\\)|status\\.code == STATUS_CODE_ERROR)"
          .formatted(PATH, STRING);
  private static final Pattern STATEMENT =
      Pattern.compile(
          "set\\(attributes\\[\"outcrop\\.pattern\"\\], \"[a-z0-9_]+\"\\) where %1$s(?: and %1$s)*"
              .formatted(CONDITION));

  private static String written(MonitorExport format) {
    StringWriter text = new StringWriter();
    format.write("About it. " + Selection.COVERAGE, MONITORS, new PrintWriter(text, true));
    return text.toString();
  }

  private static Map<String, Object> yaml(MonitorExport format) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    strict.setMaxAliasesForCollections(0);
    return new Yaml(new SafeConstructor(strict)).load(written(format));
  }

  @Test
  void sql_isALineForEach_andRunsOnTheFacts() {
    SparkSession spark = LocalSpark.session();
    spark
        .createDataFrame(List.of(), TracesTable.TABLE.schema())
        .createOrReplaceTempView("loop_traces");
    spark
        .createDataFrame(List.of(), TrackedTracesTable.TABLE.schema())
        .createOrReplaceTempView("loop_tracked");
    List<String> statements =
        written(MonitorExport.SQL).lines().filter(l -> !l.startsWith("--")).toList();

    assertThat(statements).hasSize(MONITORS.size()).hasSizeGreaterThan(20);
    for (String statement : statements) {
      String query =
          statement
              .substring(0, statement.length() - 1)
              .replace("outcrop_facts.traces", "loop_traces")
              .replace("outcrop_facts.tracked_traces", "loop_tracked");
      assertThat(spark.sql(query).columns())
          .as(statement)
          .containsExactly("trace_date", "pattern", "traces", "all_traces", "share");
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void prometheusRules_areWhatPrometheusReads() {
    Map<String, Object> file = yaml(MonitorExport.PROMETHEUS);
    assertThat(file).containsOnlyKeys("groups");
    List<Map<String, Object>> groups = (List<Map<String, Object>>) file.get("groups");
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0)).containsOnlyKeys("name", "interval", "rules");
    List<Map<String, Object>> rules = (List<Map<String, Object>>) groups.get(0).get("rules");
    assertThat(rules).hasSizeGreaterThan(15);
    Set<String> names = new HashSet<>();
    for (Map<String, Object> rule : rules) {
      assertThat(rule).containsOnlyKeys("alert", "expr", "for", "labels", "annotations");
      assertThat((String) rule.get("alert")).matches("[a-zA-Z_][a-zA-Z0-9_]*");
      assertThat(names.add((String) rule.get("alert"))).isTrue();
      assertThat((String) rule.get("for")).matches("([0-9]+(ms|[smhdwy]))+");
      String counted =
          "sum\\(increase\\(traces_span_metrics_calls_total\\{outcrop_pattern=\"[a-z0-9_]+\"\\}\\[1d\\]("
              + " offset 1w)?\\)\\)";
      assertThat((String) rule.get("expr"))
          .matches(counted + " > 1\\.5 \\* " + counted + " and " + counted + " >= \\d+");
      Map<String, Object> labels = (Map<String, Object>) rule.get("labels");
      assertThat(labels).containsOnlyKeys("severity", "outcrop_severity");
      assertThat(labels.get("severity")).isIn("critical", "warning", "info");
      Map<String, Object> annotations = (Map<String, Object>) rule.get("annotations");
      assertThat(annotations).containsKeys("summary", "description");
      // Annotations are templates.
      assertThat(annotations.values()).noneMatch(v -> v.toString().contains("{{"));
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void otelTransform_isWhatTheCollectorReads() {
    Map<String, Object> file = yaml(MonitorExport.OTEL);
    assertThat(file).containsOnlyKeys("processors", "connectors");
    Map<String, Object> transform =
        (Map<String, Object>)
            ((Map<String, Object>) file.get("processors")).get("transform/outcrop");
    assertThat(transform).containsOnlyKeys("error_mode", "trace_statements");
    assertThat(transform.get("error_mode")).isEqualTo("ignore");
    List<Map<String, Object>> blocks =
        (List<Map<String, Object>>) transform.get("trace_statements");
    assertThat(blocks).hasSize(1);
    assertThat(blocks.get(0)).containsOnlyKeys("context", "statements");
    List<String> statements = (List<String>) blocks.get(0).get("statements");
    assertThat(statements).hasSizeGreaterThan(15);
    assertThat(statements).allSatisfy(s -> assertThat(s).matches(STATEMENT));
    assertThat((Map<String, Object>) file.get("connectors")).containsOnlyKeys("spanmetrics");
  }

  @Test
  void monitors_thatNoSpanTells_areNamedInAComment() {
    List<String> left = new ArrayList<>();
    MONITORS.stream().filter(m -> m.mark() == null).forEach(m -> left.add(m.name()));

    assertThat(left).isNotEmpty();
    for (MonitorExport format : List.of(MonitorExport.PROMETHEUS, MonitorExport.OTEL)) {
      assertThat(left)
          .allSatisfy(name -> assertThat(written(format)).contains("# Left out: " + name + ","));
    }
  }

  @Test
  void monitors_sayThatTheyCoverOnlyWhatWasSeen() {
    for (MonitorExport format : MonitorExport.values()) {
      assertThat(written(format)).contains(Selection.COVERAGE);
    }
  }

  @Test
  void guardrail_holdsNoWordOfATrace() {
    StringWriter text = new StringWriter();
    Guardrail.write(Selections.all(), new PrintWriter(text, true));

    assertThat(text.toString())
        .contains(
            "- The agent reports an action as done only where", "cover only what has been seen")
        .doesNotContain("DROP TABLE", "Fails in way", "record,");
    assertThat(text.toString().lines().filter(l -> l.startsWith("- "))).hasSizeGreaterThan(20);
  }
}
