package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading straight from bytes finds what reading as a stream finds, whatever the object holds. */
class PlainOtlpTest {
  private static final Path DEMO = Path.of("../jobs/src/main/resources/io/outcrop/jobs/demo");
  private static final Path SAMPLES = Path.of("src/test/resources");
  private static final int DAMAGES = 1_500;

  /** Everything that is of the plain shape. */
  private static final String SPANS =
      """
      {"traceId":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","spanId":"0b0b0b0b0b0b0b01","parentSpanId":"",\
      "traceState":"","flags":256,"name":"chat gpt","kind":3,"startTimeUnixNano":"1793491632759094474",\
      "endTimeUnixNano":1793491632759094999,"attributes":[\
      {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},\
      {"key":"gen_ai.input.messages","value":{"stringValue":"[{\\"role\\":\\"user\\",\\"parts\\":\
      [{\\"type\\":\\"text\\",\\"content\\":\\"a\\\\n\\\\\\"b\\\\\\" \\\\u00e9é\\"}]}]"}},\
      {"key":"gen_ai.output.messages","value":{"stringValue":"[{\\"role\\":\\"assistant\\",\\"parts\\":\
      [{\\"type\\":\\"tool_call\\",\\"id\\":\\"c\\",\\"name\\":\\"f\\",\\"arguments\\":{\\"x\\":1.5}}]}]"}},\
      {"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[{"stringValue":"stop"}]}}},\
      {"key":"gen_ai.usage.input_tokens","value":{"intValue":"3321"}},\
      {"key":"gen_ai.usage.output_tokens","value":{"intValue":-15}},\
      {"key":"gen_ai.usage.cost","value":{"doubleValue":1.25e-3}},\
      {"key":"metadata","value":{"stringValue":"{\\"tenant_id\\":\\"t9\\",\\"n\\":[1,{}]}"}},\
      {"key":"a.bool","value":{"boolValue":true}},{"key":"a.none","value":{}},\
      {"key":"a.list","value":{"arrayValue":{}}},{"key":"a.map","value":{"kvlistValue":{"values":\
      [{"key":"k","value":{"stringValue":"\\u00fc\\ud83d\\ude00\\/\\t"}}]}}},\
      {"key":"a.bool","value":{"boolValue":false}}],\
      "droppedAttributesCount":0,"events":[{"timeUnixNano":"1","name":"exception","attributes":\
      [{"key":"exception.type","value":{"stringValue":"E"}}]},{"name":"x"}],\
      "links":[{"traceId":"0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c","spanId":"0d0d0d0d0d0d0d0d"}],\
      "status":{"code":2,"message":"it \\"broke\\""}},\
      {"traceId":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","spanId":"0B0b0b0b0b0b0b02",\
      "parentSpanId":"0b0b0b0b0b0b0b01","name":"execute_tool \\"f\\"","startTimeUnixNano":"0",\
      "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"execute_tool"}},\
      {"key":"gen_ai.tool.call.arguments","value":{"stringValue":"{\\"x\\":1}"}}],"events":[],\
      "links":[],"status":{}}""";

  private static final String LINE =
      "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
          + "{\"stringValue\":\"s\\n\"}},{\"key\":\"tenant.id\",\"value\":{\"stringValue\":\"t\"}}],"
          + "\"droppedAttributesCount\":0},\"scopeSpans\":[{\"scope\":{\"name\":\"sc\","
          + "\"version\":\"1\"},\"spans\":["
          + SPANS
          + "],\"schemaUrl\":\"u\"}],\"schemaUrl\":\"\"}],\"other\":[{\"a\":null}]}\n";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Found plainly(byte[] object) {
    return Found.by(Dialect.all(new PlainOtlp()), object);
  }

  private static Found streamed(byte[] object) {
    return Found.by(Dialect.all(null), object);
  }

  private static void assertSame(byte[] object, String what) {
    Found expected = streamed(object);
    Found found = plainly(object);
    assertThat(found.rejects()).as(what).isEqualTo(expected.rejects());
    assertThat(found.summary()).as(what).isEqualTo(expected.summary());
    assertThat(found.spans()).as(what).isEqualTo(expected.spans());
  }

  /** Whether the plain reader reads a document to its end. */
  private static boolean isRead(String document) throws IOException {
    SpanOutput out = new SpanOutput(ReadOptions.defaults(), "test-object", new Dropped());
    byte[] bytes = bytes(document);
    return new PlainOtlp().read(bytes, 0, bytes.length, out);
  }

  private record Dropped() implements ReadSink {
    @Override
    public void span(io.outcrop.facets.trace.Span span) {}

    @Override
    public void reject(Reject reject) {}
  }

  @Test
  void plainShape_everyMember_isReadFromBytesAsFromAStream() throws IOException {
    assertThat(isRead(LINE)).isTrue();
    assertSame(bytes(LINE), "compact");
    assertThat(streamed(bytes(LINE)).spans()).hasSize(2);
    String spaced = LINE.replace("\":", "\" : ").replace(",\"", ",\n \"").replace("[{", "[ {");
    assertThat(isRead(spaced)).isTrue();
    assertSame(bytes(spaced), "spaced");
  }

  @Test
  void manyLines_ofOneReader_doNotMixTheirValues() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String hex = "%02x".formatted(i % 256);
      lines.append(
          LINE.replace("0b0b0b0b0b0b", "0b0b0b0b" + "%04x".formatted(i))
              .replace("0a0a0a", "0a0a" + hex)
              .replace("3321", Integer.toString(i % 7))
              .replace("\"t\"", i % 3 == 0 ? "\"t\"" : "\"u" + hex + "\"")
              .replace("\"code\":2", i % 2 == 0 ? "\"code\":2" : "\"code\":\"1\"")
              .replace("a.map", "a.map" + i % 70)
              .replace("\"stop\"", i % 2 == 0 ? "\"stop\"" : "\"[\\\"" + hex + "\\\"]\"")
              .replace("s\\n", i % 4 < 2 ? "s\\n" : "{\\n" + i / 4)
              .replace("chat gpt", "chat " + "x".repeat(i)));
    }
    assertSame(bytes(lines.toString()), "lines");
    assertThat(plainly(bytes(lines.toString())).spans()).hasSize(600);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"traceId\":\"00000000000000000000000000000000\"",
        "\"traceId\":\"0A0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\"",
        "\"traceId\":\"CgoKCgoKCgoKCgoKCgoKCg==\"",
        "\"traceId\":\"abc\"",
        "\"traceId\":null",
        "\"trace_id\":\"0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e\"",
        "\"spanId\":\"0000000000000000\"",
        "\"spanId\":7",
        "\"parentSpanId\":\"0000000000000000\"",
        "\"parentSpanId\":\"none\"",
        "\"parentSpanId\":null",
        "\"name\":7",
        "\"name\":null",
        "\"name\":[]",
        "\"name\":\"\\ud800\"",
        "\"startTimeUnixNano\":\"000\"",
        "\"startTimeUnixNano\":0",
        "\"startTimeUnixNano\":017",
        "\"startTimeUnixNano\":-1",
        "\"startTimeUnixNano\":\"9999999999999999999\"",
        "\"startTimeUnixNano\":\"1999999999999999999999\"",
        "\"startTimeUnixNano\":1.5e9",
        "\"startTimeUnixNano\":\"2026-01-01T00:00:00Z\"",
        "\"startTimeUnixNano\":\"soon\"",
        "\"attributes\":{\"a\":1}",
        "\"attributes\":null",
        "\"attributes\":7",
        "\"attributes\":[7]",
        "\"attributes\":[{}]",
        "\"attributes\":[{\"key\":\"k\"}]",
        "\"attributes\":[{\"key\":7,\"value\":{\"stringValue\":\"v\"}}]",
        "\"attributes\":[{\"key\":\"\\u006b\",\"value\":{\"stringValue\":\"v\"}}]",
        "\"attributes\":[{\"value\":{\"stringValue\":\"v\"},\"key\":\"k\"}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"v\"},\"key\":\"l\"}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":null}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":7}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"string_value\":\"v\"}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":\"v\"}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"intValue\":\"007\"}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"intValue\":1.5}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"intValue\":\"9223372036854775808\"}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"doubleValue\":\"NaN\"}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"doubleValue\":NaN}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"doubleValue\":1e999}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"doubleValue\":null}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"boolValue\":\"true\"}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"boolValue\":truex}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"arrayValue\":[{\"stringValue\":\"v\"}]}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"arrayValue\":{\"values\":[7,{}]}}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"bytesValue\":\"AAE=\"}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"otherValue\":1}}]",
        "\"attributes\":[{\"key\":\"k\",\"value\":{\"intValue\":\"1\",\"stringValue\":\"v\"}}]",
        "\"events\":null",
        "\"events\":{}",
        "\"events\":[7]",
        "\"events\":[{\"name\":7}]",
        "\"links\":null",
        "\"links\":7",
        "\"links\":[7,{},{\"traceId\":\"x\"}]",
        "\"status\":null",
        "\"status\":\"ERROR\"",
        "\"status\":{\"code\":\"STATUS_CODE_ERROR\",\"message\":null}",
        "\"status\":{\"code\":12}",
        "\"status\":{\"code\":null}",
        "\"other\":\"\u0001\"",
        "\"other\":\"\\x\"",
        "\"other\":01",
        "\"other\":1.",
        "\"other\":tru",
        "\"other\":{\"a\":[1,2,{}],\"b\":\"\\u00e\"}",
        "\"other\""
      })
  void otherMember_betweenGoodSpans_isReadAsFromAStream(String member) {
    String strange =
        "{\"traceId\":\"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\",\"spanId\":\"0b0b0b0b0b0b0b07\","
            + member
            + "},";
    String line = LINE.replace("\"spans\":[", "\"spans\":[" + strange);
    assertSame(bytes(LINE + line + LINE), member);
    String last = LINE.replace("],\"schemaUrl\":\"u\"", "," + strange.replaceAll(",$", "") + "]");
    assertSame(bytes(last + line + last), member);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceSpans\":[]}",
        "{\"resourceSpans\":[],\"resourceSpans\":[7]}",
        "{\"resourceSpans\":[{}]}",
        "{\"resourceSpans\":[{\"scopeSpans\":[]}]}",
        "{\"resourceSpans\":[{\"resource\":null,\"scopeSpans\":[{\"spans\":[]}]}]}",
        "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[{\"spans\":null}]}]}",
        "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[{\"scope\":7,\"spans\":[]}]}]}",
        "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[{\"scope\":{\"name\":7}}]}]} 7",
        "{\"resourceSpans\":[{\"resource\":{\"attributes\":7},\"scopeSpans\":[]}]}",
        "{\"resourceSpans\":[{\"resource\":{\"attributes\":[7]},\"scopeSpans\":[SPANS]}]}",
        "{\"resourceSpans\":[{\"scopeSpans\":[SPANS],\"resource\":{\"attributes\":[]}}]}",
        "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[SPANS],\"resource\":{}}]}",
        "{\"resourceSpans\":[{\"resource\":{},\"scope_spans\":[SPANS]}]}",
        "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[SPANS]},7]}",
        "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[SPANS]}]",
        "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[SPANS]}]}{\"resourceSpans\":[]}",
        "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[SPANS]}]}]",
        "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[SPANS SPANS]}]}"
      })
  void otherDocument_betweenGoodLines_isReadAsFromAStream(String document) {
    String whole = document.replace("SPANS", "{\"spans\":[" + SPANS + "]}");
    assertSame(bytes(LINE + whole + "\n" + LINE), document);
  }

  @Test
  void anyDamage_toALine_costsWhatItCostsInAStream() {
    Random random = new Random(3);
    byte[] lines =
        bytes(LINE + LINE.replace("0b0b0b", "0b0b0c") + LINE.replace("0b0b0b", "0b0b0d"));
    for (int i = 0; i < DAMAGES; i++) {
      byte[] damaged = damaged(lines, random);
      assertSame(damaged, new String(damaged, StandardCharsets.UTF_8));
    }
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(20);
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] = (byte) random.nextInt(256);
      case 1 -> bytes[at] = (byte) "{}[]\":,\\ \n0ue-.".charAt(random.nextInt(15));
      case 2 -> {
        int behind = Math.min(bytes.length, at + length);
        byte[] rest = Arrays.copyOfRange(bytes, behind, bytes.length);
        bytes = Arrays.copyOf(bytes, at + rest.length);
        System.arraycopy(rest, 0, bytes, at, rest.length);
      }
      default -> bytes = Arrays.copyOf(bytes, at);
    }
    return bytes;
  }

  static Stream<Arguments> nastyObjects() {
    return NastyObjectsTest.objects();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nastyObjects")
  void nastyObject_isReadAsFromAStream(String what, byte[] object, String ids, List<?> reasons) {
    assertSame(object, what);
  }

  @Test
  void everySample_isReadAsFromAStream() throws IOException {
    for (Path folder : List.of(SAMPLES, DEMO)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          byte[] object = Files.readAllBytes(file);
          assertSame(object, file.toString());
        }
      }
    }
  }

  @Test
  void demoSamples_areOfThePlainShape() throws IOException {
    try (Stream<Path> files = Files.list(DEMO)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".gz")).sorted().toList()) {
        try (InputStream in =
            new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
          String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          for (String line : lines.lines().toList()) {
            assertThat(isRead(line)).as(file.toString()).isTrue();
          }
        }
      }
    }
  }

  @Test
  void lineLongerThanIsHeld_isReadAsAStream() {
    String large = LINE.replace("\"traceState\":\"\"", "\"a\":\"" + "x".repeat(17 << 20) + "\"");
    assertSame(bytes(LINE + large + LINE), "large");
  }
}
