package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One small file of every dialect: none is taken for another, and no damage to one throws. */
class EveryDialectTest {
  private static final List<String> SAMPLES =
      List.of(
          "phoenix-nested.jsonl",
          "trail.json",
          "langsmith.jsonl",
          "langsmith-tree.json",
          "braintrust.jsonl",
          "datadog.json",
          "mlflow.json",
          "langfuse-trace.json",
          "langfuse-export.json",
          "langfuse-pages.json",
          "langfuse-events.json",
          "otlp.json");

  static List<String> samples() {
    return SAMPLES;
  }

  @ParameterizedTest
  @CsvSource({
    "phoenix-nested.jsonl, phoenix, 1",
    "trail.json, trail, 2",
    "langsmith.jsonl, langsmith, 1",
    "langsmith-tree.json, langsmith, 3",
    "braintrust.jsonl, braintrust, 1",
    "datadog.json, datadog-llmobs, 1",
    "mlflow.json, mlflow, 1",
    "langfuse-trace.json, langfuse-trace, 2",
    "langfuse-pages.json, langfuse, 2",
    "langfuse-export.csv, langfuse, 1",
    "otlp.json, otlp, 1",
  })
  void sample_isTakenByItsDialectAlone(String file, String dialect, long spans) {
    Found found = VendorSample.read(file);
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary(dialect, spans, spans, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "langfuse-export.json, langfuse, 2, 1",
    "langfuse-events.json, langfuse-events, 2, 2"
  })
  void sample_thatSaysMoreOfASpan_isFoldedIntoIt(
      String file, String dialect, long spans, long duplicates) {
    assertThat(VendorSample.read(file).summary())
        .isEqualTo(new ReadSummary(dialect, spans + duplicates, spans, duplicates, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void membersInTheOrderOfTheirNames_giveTheSameSpans(String file) throws Exception {
    Found found = VendorSample.read(file);
    Found sorted = Found.in(sorted(tree(file)).toString());
    assertThat(sorted.summary()).isEqualTo(found.summary());
    assertThat(sorted.spans()).containsExactlyInAnyOrderElementsOf(found.spans());
  }

  @Test
  void samplesOneAfterTheOther_areAllRead() {
    StringBuilder all = new StringBuilder();
    SAMPLES.forEach(file -> all.append(VendorSample.text(file)).append('\n'));
    assertThat(Found.in(all.toString()).summary())
        .isEqualTo(
            new ReadSummary(
                "braintrust+datadog-llmobs+langfuse+langfuse-events+langfuse-trace+langsmith+mlflow+otlp+phoenix+trail",
                22,
                11,
                11,
                0,
                0));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void sample_cutAnywhere_countsWhatItHas(String file) {
    byte[] whole = VendorSample.text(file).strip().getBytes(StandardCharsets.UTF_8);
    for (int length = 1; length < whole.length; length += 3) {
      Found found = Found.in(Arrays.copyOf(whole, length));
      assertThat(found.rejects()).as("cut at %d", length).isNotEmpty();
      assertAddsUp(found);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "null",
        "\"x\"",
        "[]",
        "[7,null,[]]",
        "{}",
        "{\"a\":[{}]}",
        "true",
        "\"[1]\""
      })
  void anyValue_replacedByAnother_costsAtMostItsRecord(String value) throws IOException {
    JsonNode other = Json.structured(parse(value));
    for (String file : SAMPLES) {
      JsonNode tree = tree(file);
      for (Place place : places(tree)) {
        JsonNode before = place.set(other);
        assertAddsUp(Found.in(tree.toString()));
        place.set(before);
      }
    }
  }

  @Test
  void anyMember_leftOut_costsAtMostItsRecord() throws IOException {
    for (String file : SAMPLES) {
      JsonNode tree = tree(file);
      for (Place place : places(tree)) {
        JsonNode before = place.container().remove(place.key());
        assertAddsUp(Found.in(tree.toString()));
        place.set(before);
      }
    }
  }

  private static void assertAddsUp(Found found) {
    ReadSummary summary = found.summary();
    assertThat(summary.spans()).isEqualTo(found.spans().size());
    assertThat(summary.rejects()).isEqualTo(found.rejects().size());
    assertThat(summary.records())
        .isEqualTo(summary.spans() + summary.duplicates() + summary.rejects() + summary.skipped());
    assertThat(found.spans())
        .allSatisfy(span -> assertThat(span.traceId()).as("trace id").isNotBlank());
  }

  /** Where a value stands in the object around it. */
  private record Place(ObjectNode container, String key) {
    JsonNode set(JsonNode value) {
      return container.replace(key, value);
    }
  }

  private static List<Place> places(JsonNode node) {
    List<Place> places = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      object
          .fields()
          .forEachRemaining(
              member -> {
                places.add(new Place(object, member.getKey()));
                places.addAll(places(member.getValue()));
              });
    } else {
      node.forEach(element -> places.addAll(places(element)));
    }
    return places;
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = Json.NODES.arrayNode();
      node.forEach(element -> list.add(sorted(element)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    TreeMap<String, JsonNode> members = new TreeMap<>();
    node.fields().forEachRemaining(m -> members.put(m.getKey(), sorted(m.getValue())));
    ObjectNode object = Json.NODES.objectNode();
    members.forEach(object::set);
    return object;
  }

  private static JsonNode tree(String file) throws IOException {
    return parse(VendorSample.text(file));
  }

  private static JsonNode parse(String json) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(json)) {
      parser.nextToken();
      return Json.tree(parser);
    } catch (Json.TooDeepException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "otel-python",
    "otel-go",
    "otel-js",
    "otlp",
    "otlp-logs",
    "otlp-span",
    "genai-content"
  })
  void form_ofOpenTelemetry_isTakenByItsDialectAlone(String dialect) {
    String ids = Found.span("01", "");
    String object =
        switch (dialect) {
          case "otel-python" -> ConsoleDialectsTest.PYTHON;
          case "otel-go" -> ConsoleDialectsTest.GO.replace("\n", "");
          case "otel-js" -> ConsoleDialectsTest.JS.replace("\n", "");
          case "otlp" -> Found.request(ids);
          case "otlp-logs" ->
              "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":["
                  + Found.span("01", "\"eventName\":\"gen_ai.choice\"")
                  + "]}]}]}";
          case "otlp-span" -> Found.span("01", "\"startTimeUnixNano\":1767225600000000000");
          default -> "[{\"role\":\"user\",\"parts\":[]}]";
        };
    Found found = Found.in(object);
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary(dialect, 1, 1, 0, 0, 0));
  }
}
