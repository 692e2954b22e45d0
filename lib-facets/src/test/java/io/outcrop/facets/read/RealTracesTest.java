package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealTracesTest {
  private static final Path COPIES = Path.of("src/test/resources/traces");
  private static final Path ALL = Path.of("../../shared/traces");

  private static Found read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Found.in(in, ReadOptions.defaults());
    }
  }

  private static Found langfuse(String name) throws IOException {
    return read(COPIES.resolve("langfuse/" + name + ".trace.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "autogen-2025-06-06, 'OTHER,LLM'",
    "openai-agents-2025-09-30, 'AGENT,AGENT,LLM,LLM,TOOL'",
    "pydantic-ai-tools-2025-06-06, 'AGENT,OTHER,LLM'",
    "vercel-aisdk-2025-11-17, 'WORKFLOW,LLM,TOOL'"
  })
  void langfuseDownload_ofAFramework_givesKinds(String name, String kinds) throws IOException {
    Found found = langfuse(name);
    assertThat(found.rejects()).isEmpty();
    assertThat(found.spans())
        .extracting(span -> span.kind().name())
        .containsExactly(kinds.split(",", -1));
  }

  @Test
  void langfuseDownload_ofOpenAiAgents_givesModelCallsAndTools() throws IOException {
    List<Span> spans = langfuse("openai-agents-2025-09-30").spans();
    Span tool = spans.get(4);
    assertThat(tool.toolName()).isEqualTo("get_weather");
    assertThat(tool.toolArguments()).isEqualTo("{\"city\":\"Tokyo\"}");
    Span call = spans.get(3);
    assertThat(call.model()).isEqualTo("gpt-4.1-2025-04-14");
    assertThat(call.inputTokens()).isEqualTo(55L);
    assertThat(call.outputText())
        .startsWith("[{\"role\":\"assistant\",\"text\":\"\",\"tool_calls\":[{\"id\":\"call_");
  }

  @Test
  void langfuseDownload_ofVercel_givesItsToolCalls() throws IOException {
    Span call = langfuse("vercel-aisdk-2025-11-17").spans().get(1);
    assertThat(call.finishReasons()).containsExactly("tool-calls");
    assertThat(call.outputText()).contains("\"name\":\"getWeather\"");
  }

  @Test
  void specificationExample_isRead() throws IOException {
    Found found = read(COPIES.resolve("otlp/opentelemetry-proto-trace.json"));
    assertThat(found.spans()).hasSize(1);
    assertThat(found.spans().get(0).traceId()).isEqualTo("5b8efff798038103d269b633813fc60c");
    assertThat(found.spans().get(0).service()).isEqualTo("my.service");
  }

  @ParameterizedTest
  @CsvSource({"tau2, 963, 21467", "intercode, 2038, 15510", "langfuse, 19, 138", "otlp, 3, 3"})
  void folder_wherePresent_isReadWithoutRejects(String folder, int traces, int spans)
      throws IOException {
    assumeThat(ALL.resolve(folder)).isDirectory();
    Set<String> traceIds = new HashSet<>();
    int found = 0;
    try (Stream<Path> files = Files.list(ALL.resolve(folder))) {
      for (Path file : files.sorted().toList()) {
        Found one = read(file);
        assertThat(one.rejects()).as(file.toString()).isEmpty();
        assertThat(one.summary().skipped()).isZero();
        found += one.spans().size();
        one.spans().forEach(span -> traceIds.add(span.traceId()));
        assertThat(one.spans())
            .allMatch(span -> span.kind() != SpanKind.TOOL || span.toolName() != null);
      }
    }
    assertThat(traceIds).hasSize(traces);
    assertThat(found).isEqualTo(spans);
  }
}
