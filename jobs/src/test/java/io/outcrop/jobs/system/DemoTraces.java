package io.outcrop.jobs.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Parts of the traces that ship with the demo, as lines of OTLP. */
final class DemoTraces {
  private static final Path FOLDER =
      OutcropProcess.HOME.resolve("jobs/src/main/resources/io/outcrop/jobs/demo");
  private static final ObjectMapper JSON = new ObjectMapper();

  private DemoTraces() {}

  /** The lines of the files whose names contain one of the parts, file by file. */
  static List<List<String>> files(String... parts) {
    try (var files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json.gz"))
          .filter(file -> List.of(parts).stream().anyMatch(file.toString()::contains))
          .sorted()
          .map(DemoTraces::lines)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines cut down to the spans of so many traces, the first ones met. */
  static List<String> ofTraces(int count, List<String> lines) {
    Set<String> kept = new LinkedHashSet<>();
    List<String> cut = new ArrayList<>();
    try {
      for (String line : lines) {
        JsonNode document = JSON.readTree(line);
        boolean any = false;
        for (JsonNode scope : document.findValues("spans")) {
          for (Iterator<JsonNode> spans = scope.elements(); spans.hasNext(); ) {
            String trace = spans.next().path("traceId").asText();
            if (kept.size() < count) {
              kept.add(trace);
            }
            if (kept.contains(trace)) {
              any = true;
            } else {
              spans.remove();
            }
          }
        }
        if (any) {
          cut.add(document.toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cut;
  }
}
