package io.outcrop.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Hand-made traces as lines of OTLP in JSON, one span a line. */
public final class OtlpLines {
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  private OtlpLines() {}

  public static String traceId(int number) {
    return "%032x".formatted(number);
  }

  public static String spanId(int number) {
    return "%016x".formatted(number);
  }

  /** A root of an agent's run. */
  public static String root(int trace, String tenant) {
    return span(trace, 1, 0, tenant, Map.of("gen_ai.operation.name", "invoke_agent"));
  }

  /** A tool call below the root. */
  public static String tool(int trace, int span, String tenant, String name) {
    return span(
        trace,
        span,
        1,
        tenant,
        Map.of("gen_ai.operation.name", "execute_tool", "gen_ai.tool.name", name));
  }

  /** A span; its parent 0 stands for none. */
  public static String span(
      int trace, int span, int parent, String tenant, Map<String, String> attributes) {
    long start = START.plusSeconds(60L * trace + span).getEpochSecond();
    return """
        {"resourceSpans":[{"resource":{"attributes":[%s]},"scopeSpans":[{"spans":[\
        {"traceId":"%s","spanId":"%s",%s"name":"step","startTimeUnixNano":"%d000000000",\
        "endTimeUnixNano":"%d000000000","attributes":[%s]}]}]}]}"""
        .formatted(
            attribute("tenant.id", tenant),
            traceId(trace),
            spanId(span),
            parent == 0 ? "" : "\"parentSpanId\":\"" + spanId(parent) + "\",",
            start,
            start + 1,
            new TreeMap<>(attributes)
                .entrySet().stream()
                    .map(e -> attribute(e.getKey(), e.getValue()))
                    .collect(Collectors.joining(",")));
  }

  private static String attribute(String key, String value) {
    return "{\"key\":\"%s\",\"value\":{\"stringValue\":\"%s\"}}".formatted(key, value);
  }

  /** Writes lines; a name that ends in .gz is packed. */
  public static Path write(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out =
          file.toString().endsWith(".gz")
              ? new GZIPOutputStream(Files.newOutputStream(file))
              : Files.newOutputStream(file)) {
        for (String line : lines) {
          out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
