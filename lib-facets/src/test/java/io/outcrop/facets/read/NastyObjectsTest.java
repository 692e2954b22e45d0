package io.outcrop.facets.read;

import static io.outcrop.facets.read.ContentsTest.bytes;
import static io.outcrop.facets.read.ContentsTest.gzip;
import static io.outcrop.facets.read.ContentsTest.joined;
import static io.outcrop.facets.read.Found.request;
import static io.outcrop.facets.read.Found.span;
import static io.outcrop.facets.read.Reject.Reason.CORRUPT_COMPRESSION;
import static io.outcrop.facets.read.Reject.Reason.INVALID_ID;
import static io.outcrop.facets.read.Reject.Reason.INVALID_SPAN;
import static io.outcrop.facets.read.Reject.Reason.MALFORMED_JSON;
import static io.outcrop.facets.read.Reject.Reason.MISSING_SPAN_ID;
import static io.outcrop.facets.read.Reject.Reason.MISSING_TRACE_ID;
import static io.outcrop.facets.read.Reject.Reason.NOT_TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.luben.zstd.Zstd;
import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects in which something is bad: it costs itself, and everything that was seen is counted. */
class NastyObjectsTest {
  private static final String GOOD = request(span("01", "\"name\":\"a\""));
  private static final String LAST = request(span("09", "\"name\":\"z\""));

  /** The bad thing between two good lines. */
  private static byte[] between(String bad) {
    return bytes(GOOD + "\n" + bad + "\n" + LAST + "\n");
  }

  private static byte[] cut(byte[] bytes, int from) {
    return Arrays.copyOf(bytes, bytes.length - from);
  }

  private static Arguments object(String what, byte[] object, String ids, Reason... reasons) {
    return arguments(what, object, ids, List.of(reasons));
  }

  static Stream<Arguments> objects() {
    String two = "02";
    return Stream.of(
        object("empty", new byte[0], ""),
        object("blank", bytes(" \n\t\r\n"), ""),
        object("NUL", new byte[10_000], "", NOT_TEXT),
        object("binary", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0}, "", NOT_TEXT),
        object("NUL inside a line", between("{\"a\":\u0000}"), "01 09", MALFORMED_JSON),
        object("bare words", between("NaN Infinity"), "01 09"),
        object("lone brackets", between("[[[[{"), "01 09", MALFORMED_JSON),
        object("two documents glued by a comma", between("{},{}"), "01 09", MALFORMED_JSON),
        object("single quotes", between("{'resourceSpans': []}"), "01 09", MALFORMED_JSON),
        object("wrong type of spans", between("{\"resourceSpans\":{\"a\":1}}"), "01 09"),
        object(
            "wrong types within",
            between("{\"resourceSpans\":[7,null,{\"scopeSpans\":[\"x\",{\"spans\":[true]}]}]}"),
            "01 09",
            INVALID_SPAN,
            INVALID_SPAN,
            INVALID_SPAN,
            INVALID_SPAN),
        object("no trace id", between(request("{\"name\":\"x\"}")), "01 09", MISSING_TRACE_ID),
        object(
            "no span id",
            between(request("{\"traceId\":\"" + "0a".repeat(16) + "\"}")),
            "01 09",
            MISSING_SPAN_ID),
        object(
            "over-long id",
            between(request("{\"traceId\":\"" + "a".repeat(1 << 20) + "\",\"spanId\":\"b\"}")),
            "01 09",
            INVALID_ID),
        object(
            "id as a list",
            between(request("{\"traceId\":[1,2],\"spanId\":{}}")),
            "01 09",
            INVALID_ID),
        object(
            "parent unknown", between(request(span(two, "\"parentSpanId\":\"zz\""))), "01 02 09"),
        object("end before start", between(request(span(two, times("9", "1")))), "01 02 09"),
        object("year 1970", between(request(span(two, times("1", "2")))), "01 02 09"),
        object(
            "year 2100",
            between(request(span(two, times("4102444800000000000", "4102444801000000000")))),
            "01 02 09"),
        object(
            "time beyond all measure",
            between(request(span(two, "\"startTimeUnixNano\":99999999999999999999999"))),
            "01 09",
            INVALID_SPAN),
        object(
            "numbers that are none",
            between(
                request(
                    span(
                        two,
                        "\"attributes\":{\"gen_ai.usage.input_tokens\":NaN,\"a\":Infinity,"
                            + "\"b\":-Infinity,\"c\":1e999,\"d\":"
                            + "9".repeat(400)
                            + "}"))),
            "01 02 09"),
        object(
            "number longer than any",
            between(request(span(two, "\"flags\":" + "9".repeat(2_000)))),
            "01 09",
            MALFORMED_JSON),
        object(
            "lone surrogates",
            between(request(span(two, "\"name\":\"\\ud800 \\udfff\\u0000\""))),
            "01 02 09"),
        object(
            "keys twice",
            between(
                request(
                    span(two, "\"name\":\"a\",\"name\":\"b\",\"attributes\":{\"a\":1,\"a\":2}"))),
            "01 02 09"),
        object(
            "5,000 nested lists",
            between(
                request(
                    span(
                        two,
                        "\"attributes\":{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"))),
            "01 09",
            INVALID_SPAN),
        object(
            "5,000 nested values",
            between(
                request(
                    span(
                        two,
                        "\"attributes\":[{\"key\":\"a\",\"value\":"
                            + "{\"arrayValue\":{\"values\":[".repeat(5_000)
                            + "]}}".repeat(5_000)
                            + "}]"))),
            "01 09",
            INVALID_SPAN),
        object(
            "20 MB in one attribute",
            between(request(span(two, "\"attributes\":{\"a\":\"" + "x".repeat(20 << 20) + "\"}"))),
            "01 02 09"),
        object(
            "hostile tenants",
            between(
                request(
                    span(two, "\"attributes\":{\"tenant.id\":\"../../x\"}"),
                    span("03", "\"attributes\":{\"tenant.id\":\"'; DROP TABLE spans; --\"}"))),
            "01 02 03 09"),
        object("invalid UTF-8", invalidUtf8(), "01 02 09"),
        object(
            "gzip cut in its head",
            cut(gzip(bytes(GOOD)), gzip(bytes(GOOD)).length - 5),
            "",
            CORRUPT_COMPRESSION),
        object("gzip without its last byte", cut(gzip(bytes(GOOD)), 1), "01", CORRUPT_COMPRESSION),
        object("gzip of nothing", gzip(new byte[0]), ""),
        object("gzip of binary", gzip(new byte[100]), "", NOT_TEXT),
        object(
            "zstd without its last byte",
            cut(Zstd.compress(bytes(GOOD)), 1),
            "",
            CORRUPT_COMPRESSION),
        object("gzip, then not", joined(gzip(bytes(GOOD + "\n")), bytes("not packed")), "01"));
  }

  private static String times(String start, String end) {
    return "\"startTimeUnixNano\":" + start + ",\"endTimeUnixNano\":" + end;
  }

  private static byte[] invalidUtf8() {
    byte[] object = between(request(span("02", "\"name\":\"#\"")));
    for (int i = 0; i < object.length; i++) {
      object[i] = object[i] == '#' ? (byte) 0xff : object[i];
    }
    return object;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objects")
  void object_nasty_costsOnlyWhatIsBad(
      String what, byte[] object, String ids, List<Reason> reasons) {
    Found found = Found.in(object);
    assertThat(String.join(" ", found.spanIds())).isEqualTo(ids);
    assertThat(found.reasons()).isEqualTo(reasons);
    assertAddsUp(found);
  }

  private static void assertAddsUp(Found found) {
    ReadSummary s = found.summary();
    assertThat(s.spans()).isEqualTo(found.spans().size());
    assertThat(s.rejects()).isEqualTo(found.rejects().size());
    assertThat(s.records()).isEqualTo(s.spans() + s.duplicates() + s.rejects() + s.skipped());
  }

  @Test
  void document_cutAnywhere_keepsWhatIsWholeAndAddsUp() {
    String document =
        request(
            span("01", "\"name\":\"a\""),
            span("02", "\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"v\"}}]"));
    for (int length = 6; length < document.length(); length++) {
      Found found = Found.in(GOOD + "\n" + document.substring(0, length) + "\n" + LAST);
      assertThat(found.spanIds()).contains("01", "09");
      assertThat(found.rejects().size()).isBetween(1, 2);
      assertAddsUp(found);
    }
  }

  @Test
  void document_withAnyByteChanged_neverLosesItsNeighbours() {
    byte[] document = bytes(request(span("02", "\"name\":\"a\"")));
    Random random = new Random(7);
    for (int round = 0; round < 3_000; round++) {
      byte[] changed = document.clone();
      changed[random.nextInt(changed.length)] = (byte) (' ' + random.nextInt(95));
      Found found = Found.in(joined(bytes(GOOD + "\n"), changed, bytes("\n" + LAST)));
      assertThat(found.spanIds()).contains("01", "09");
      assertAddsUp(found);
    }
  }

  @Test
  void bytes_atRandom_areCountedWhateverTheyLookLike() {
    Random random = new Random(11);
    byte[][] starts = {
      {},
      {0x0a},
      {0x0a, 0x20, 0x0a, 0x05},
      {0, 0, 0, 40, 0x0a},
      {0, 0, 0, 9, '{'},
      {'{'},
      {'['},
      {0x1f, (byte) 0x8b, 8, 0},
      {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}
    };
    for (int round = 0; round < 3_000; round++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      assertAddsUp(Found.in(joined(starts[round % starts.length], noise)));
    }
  }

  @Test
  void parents_inACircle_areKeptAsTheyAre() {
    String other = "\"parentSpanId\":\"" + "0b".repeat(7);
    Found found = Found.in(request(span("01", other + "02\""), span("02", other + "01\"")));
    assertThat(found.spans())
        .extracting(Span::parentSpanId)
        .containsExactly("0b".repeat(7) + "02", "0b".repeat(7) + "01");
  }

  @Test
  void times_inSecondsOrMilliseconds_areTheSameInstant() {
    Instant expected = Instant.parse("2026-01-01T00:00:00Z");
    for (String start : List.of("1767225600", "1767225600000", "1767225600000000")) {
      assertThat(Found.withMembers(times(start, start)).startTime()).isEqualTo(expected);
    }
  }

  @Test
  void trace_of100000Spans_isReadWhole() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      lines.append(
          request("{\"traceId\":\"%s\",\"spanId\":\"%016x\"}".formatted("0a".repeat(16), i + 1)));
      lines.append('\n');
    }
    Found found = Found.in(lines.toString());
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 100_000, 100_000, 0, 0, 0));
  }
}
