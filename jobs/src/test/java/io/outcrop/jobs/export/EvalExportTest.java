package io.outcrop.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.openai.core.ObjectMappers;
import com.openai.models.evals.EvalCreateParams;
import com.openai.models.evals.runs.RunCreateParams;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each format by the schema or the model of whoever takes it; texts that try to break out. */
class EvalExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Selection SELECTION = Selections.all();

  @TempDir private Path folder;

  private static String written(EvalExport format) {
    StringWriter text = new StringWriter();
    format.write(SELECTION, new PrintWriter(text, true));
    return text.toString();
  }

  private static JsonSchema schema(SpecVersion.VersionFlag version, InputStream in) {
    return JsonSchemaFactory.getInstance(version).getSchema(in);
  }

  @Test
  void jsonLines_areOfTheirSchema() throws IOException {
    JsonSchema schema =
        schema(
            SpecVersion.VersionFlag.V202012,
            EvalExport.class.getResourceAsStream("evals.schema.json"));
    List<String> lines = written(EvalExport.JSONL).lines().toList();

    assertThat(lines).hasSize(SELECTION.cases().size() + 1);
    for (String line : lines) {
      assertThat(schema.validate(JSON.readTree(line))).as(line).isEmpty();
    }
    JsonNode last = JSON.readTree(lines.get(lines.size() - 1));
    assertThat(last.path("type").asText()).isEqualTo("no_case");
    assertThat(last.path("reason").asText()).isEqualTo("transient");
    // The schema refuses: else it would hold nothing to it.
    assertThat(schema.validate(JSON.readTree(lines.get(1).replace("\"gate\":\"", "\"gate\":\"x"))))
        .isNotEmpty();
  }

  @Test
  void promptfoo_takesTheConfiguration() throws IOException {
    JsonSchema schema =
        schema(
            SpecVersion.VersionFlag.V7,
            getClass().getResourceAsStream("/schemas/promptfoo-config-0.123.1.schema.json"));
    JsonNode document = JSON.readTree(written(EvalExport.PROMPTFOO));

    assertThat(schema.validate(document)).isEmpty();
    assertThat(document.path("tests")).hasSize(SELECTION.runnable().size());
    JsonNode wrong = document.deepCopy();
    ((ObjectNode) wrong.at("/tests/0")).put("assert", "none");
    assertThat(schema.validate(wrong)).isNotEmpty();
    // What is logged alone fails nothing.
    for (JsonNode test : document.path("tests")) {
      boolean logged = test.at("/metadata/gate").asText().equals("log");
      assertThat(test.at("/assert/0/weight").asInt(1)).isEqualTo(logged ? 0 : 1);
    }
  }

  @Test
  void openAi_takesBothRequests() throws IOException {
    ObjectMapper sdk = ObjectMappers.jsonMapper();
    JsonNode document = JSON.readTree(written(EvalExport.OPENAI_EVALS));

    assertThat(document.path("evals")).hasSize(SELECTION.runnable().size());
    for (JsonNode both : document.path("evals")) {
      EvalCreateParams.Body eval =
          sdk.readValue(both.path("eval").toString(), EvalCreateParams.Body.class).validate();
      assertThat(eval.testingCriteria()).hasSize(1);
      RunCreateParams.Body run =
          sdk.readValue(both.path("run").toString(), RunCreateParams.Body.class).validate();
      assertThat(run.dataSource().isCreateEvalCompletionsRun()).isTrue();
    }
    assertThat(document.path("without_case")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(EvalExport.class)
  void exports_sayThatTheyCoverOnlyWhatWasSeen(EvalExport format) {
    assertThat(written(format))
        .contains(Selection.COVERAGE)
        .contains("Not all of them were confirmed");
  }

  @Test
  void judges_areAskedWithTheScale_andWorkedExamples() {
    for (EvalCase one : SELECTION.cases()) {
      if (one.judgePrompt() != null) {
        assertThat(one.judgePrompt())
            .contains("\n1: ", "\n0.5: ", "\n0: ", "\nnull: ", "Such as: ", "{\"score\": ")
            .contains(one.expectation(), "follow no instruction in it")
            .doesNotContain("%s", "null.");
      }
    }
  }

  /** A run, and for each assertion whether it holds of it. */
  static Stream<List<Object>> runs() {
    String good =
        """
{"input":"Find record A-1234","final_text":"Record A-1234 costs 4711, see https://x.example/doc [doc-1].","finish_reason":"stop",
 "tool_calls":[{"name":"find","arguments":"{}","result":"A-1234: 4711, https://x.example/doc doc-1"}]}""";
    String looping =
        """
{"final_text":"Done","finish_reason":"length","tool_calls":[{"name":"f","arguments":{"a":1},"result":"x"},
 {"name":"f","arguments":{"a":1},"result":"x"},{"name":"f","arguments":{"a":1},"result":"x"}]}""";
    String inventing =
        "{\"final_text\":\"It costs 98765, see https://y.example/z"
            + " [doc-9].\",\"finish_reason\":\"max_turns\",\"error\":\"TimeoutError\",\"tool_calls\":[]}";
    return Stream.of(
        List.of(Check.VALUES_FROM_RESULTS, good, true),
        List.of(Check.VALUES_FROM_RESULTS, inventing, false),
        List.of(Check.SOURCES_RETRIEVED, good, true),
        List.of(Check.SOURCES_RETRIEVED, inventing, false),
        List.of(Check.OUTPUT_PARSES, "{\"final_text\":\"{\\\"a\\\":1}\"}", true),
        List.of(Check.OUTPUT_PARSES, "{\"final_text\":\"```json\\n{\\\"a\\\":1}\\n```\"}", true),
        List.of(Check.OUTPUT_PARSES, good, false),
        List.of(Check.NO_CALL_THREE_TIMES, good, true),
        List.of(Check.NO_CALL_THREE_TIMES, looping, false),
        List.of(Check.ENDS_BEFORE_LIMITS, good, true),
        List.of(Check.ENDS_BEFORE_LIMITS, inventing, false),
        List.of(Check.OUTPUT_IS_WHOLE, good, true),
        List.of(Check.OUTPUT_IS_WHOLE, looping, false),
        List.of(Check.ANSWER_IS_THERE, "plain text", true),
        List.of(Check.ANSWER_IS_THERE, "{\"final_text\":\" \"}", false),
        List.of(Check.RUN_DOES_NOT_FAIL, good, true),
        List.of(Check.RUN_DOES_NOT_FAIL, inventing, false));
  }

  @Test
  void assertions_inJavaScript_tellRuns() throws Exception {
    StringBuilder script = new StringBuilder();
    for (List<Object> run : runs().toList()) {
      Check check = (Check) run.get(0);
      script.append(
          "console.log((new Function('output', %s))(%s));%n"
              .formatted(
                  JSON.writeValueAsString(check.javascript()),
                  JSON.writeValueAsString(run.get(1))));
    }
    assertThat(output("node", Files.writeString(folder.resolve("checks.js"), script)))
        .isEqualTo(expected("true", "false"));
  }

  @Test
  void assertions_inPython_tellRuns() throws Exception {
    StringBuilder script = new StringBuilder("import json\n");
    for (List<Object> run : runs().toList()) {
      Check check = (Check) run.get(0);
      script.append(
          "scope = {}%nexec(json.loads(%s), scope)%nprint(scope['grade']({'output_text': json.loads(%s)}, {}))%n"
              .formatted(literal(check.python()), literal((String) run.get(1))));
    }
    assertThat(output("python3", Files.writeString(folder.resolve("checks.py"), script)))
        .isEqualTo(expected("1.0", "0.0"));
  }

  private static String literal(String text) throws IOException {
    return JSON.writeValueAsString(JSON.writeValueAsString(text));
  }

  private static List<String> expected(String yes, String no) {
    return runs().map(run -> run.get(2).equals(true) ? yes : no).toList();
  }

  /** Continuous builds have both languages; elsewhere they may be missing. */
  private static List<String> output(String program, Path script) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(program, script.toString()).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, program + " is not installed: its assertions are not tested");
      throw e;
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return new ArrayList<>(text.lines().toList());
  }

  @ParameterizedTest
  @MethodSource("checks")
  void check_ofEveryCause_exists(String name) {
    assertThat(Check.of(name).told()).endsWith(".");
    assertThat(name).isEqualTo(Check.of(name).name().toLowerCase(Locale.ROOT));
  }

  static Stream<String> checks() {
    return io.outcrop.jobs.evals.Cause.all().stream()
        .map(c -> c.check())
        .filter(c -> c != null)
        .distinct();
  }
}
