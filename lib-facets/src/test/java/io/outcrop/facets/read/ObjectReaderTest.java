package io.outcrop.facets.read;

import static io.outcrop.facets.read.Found.request;
import static io.outcrop.facets.read.Found.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.facets.read.Reject.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectReaderTest {
  private static final String ONE = request(span("01", ""));
  private static final String TWO = request(span("02", ""));
  private static final String THREE = request(span("03", ""));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes(text));
    }
    return packed.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static String pretty(String json) {
    return new JsonIndent().of(json);
  }

  @Test
  void object_empty_hasNothing() {
    Found found = Found.in("");
    assertThat(found.summary()).isEqualTo(new ReadSummary("none", 0, 0, 0, 0, 0));
    assertThat(found.rejects()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "", "\n\n \n"})
  void documents_oneAfterTheOther_areAllRead(String separator) {
    Found found = Found.in(ONE + separator + TWO + separator + THREE + separator);
    assertThat(found.spanIds()).containsExactly("01", "02", "03");
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 3, 3, 0, 0, 0));
  }

  @Test
  void documents_prettyPrintedOneAfterTheOther_areAllRead() {
    Found found = Found.in(pretty(ONE) + "\n" + pretty(TWO) + "\n");
    assertThat(found.spanIds()).containsExactly("01", "02");
    assertThat(found.rejects()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[%s,%s]",
        "[\n%s,\n%s\n]\n",
        "{\"data\":[%s,%s],\"next_cursor\":null}",
        "{\"data\":[\n%s,\n%s\n]}",
        "{\"meta\":{\"page\":1},\"traces\":[%s,%s]}",
        "[[%s],%s]"
      })
  void documents_inListOrPage_areAllRead(String form) {
    Found found = Found.in(form.formatted(ONE, TWO));
    assertThat(found.spanIds()).containsExactly("01", "02");
    assertThat(found.summary().records()).isEqualTo(2);
    assertThat(found.rejects()).isEmpty();
  }

  @Test
  void byteOrderMark_isIgnored() {
    assertThat(Found.in("\ufeff" + ONE).spanIds()).containsExactly("01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "this is no JSON",
        "{\"resourceSpans\":[{\"scopeSpans\":",
        "{\"resourceSpans\":[{\"scopeSpans\":[",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"cut off",
        "{\"a\":1}}",
        "{\"a\":\"tab\tinside\"}"
      })
  void line_malformed_costsOnlyItself(String bad) {
    Found found = Found.in(ONE + "\n" + bad + "\n" + TWO + "\n" + THREE + "\n");
    assertThat(found.spanIds()).containsExactly("01", "02", "03");
    assertThat(found.reasons()).containsExactly(Reason.MALFORMED_JSON);
    assertThat(found.rejects().get(0).position()).startsWith("line 2");
    assertThat(found.rejects().get(0).sample()).isEqualTo(bad);
  }

  @Test
  void lines_malformedInARow_areOneRejectEach() {
    Found found = Found.in("oops one\n" + ONE + "\noops two\nno three\n" + TWO);
    assertThat(found.spanIds()).containsExactly("01", "02");
    assertThat(found.rejects())
        .extracting(Reject::position)
        .containsExactly("line 1", "line 3", "line 4");
  }

  @Test
  void document_prettyPrintedAndBroken_costsOnlyItself() {
    String broken = pretty(TWO).replaceFirst("\"spanId\" :", "\"spanId\" ");
    Found found = Found.in(pretty(ONE) + "\n" + broken + "\n" + pretty(THREE) + "\n");
    assertThat(found.spanIds()).containsExactly("01", "03");
    assertThat(found.reasons()).containsExactly(Reason.MALFORMED_JSON);
  }

  @Test
  void document_cutAtTheEnd_losesOnlyWhatIsCut() {
    String request = request(span("01", ""), span("02", ""), span("03", "\"name\":\"abc\""));
    Found found = Found.in(request.substring(0, request.length() - 12));
    assertThat(found.spanIds()).containsExactly("01", "02");
    assertThat(found.reasons()).containsExactly(Reason.MALFORMED_JSON);
    assertThat(found.rejects().get(0).position()).isEqualTo("line 1, after record 2");
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 3, 2, 0, 1, 0));
  }

  @Test
  void document_thatIsNoTrace_isSkipped() {
    Found found = Found.in("{\"hello\":[1,2]}\n" + ONE + "\n42\n\"text\"\n[1]\n{}\n");
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 6, 1, 0, 0, 5));
    assertThat(found.rejects()).isEmpty();
  }

  @Test
  void text_forPeople_isOneSkippedDocument() {
    Found found = Found.in("# a line of prose\n".repeat(5_000));
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary("none", 1, 0, 0, 0, 1));
  }

  @Test
  void text_beforeJson_isRejectedLineByLine() {
    Found found = Found.in("a line of prose\nanother\n" + Found.request(Found.span("01", "")));
    assertThat(found.reasons()).containsExactly(Reason.MALFORMED_JSON, Reason.MALFORMED_JSON);
    assertThat(found.spans()).hasSize(1);
  }

  @Test
  void lines_thatBeginLikeJsonAndAreNone_areGivenUp() {
    Found found = Found.in("{a line of something\n".repeat(5_000));
    assertThat(found.rejects()).hasSize(101);
    assertThat(found.rejects().get(100).reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
    assertThat(found.rejects().get(100).detail())
        .isEqualTo("the first 100 lines are broken; gave up");
  }

  @Test
  void object_binary_isOneReject() {
    Found found = Found.in(new byte[] {'P', 'A', 'R', '1', 0x15, 0x04, 0, '{', '\n', '{'});
    assertThat(found.reasons()).containsExactly(Reason.NOT_TEXT);
    assertThat(found.summary()).isEqualTo(new ReadSummary("none", 1, 0, 0, 1, 0));
  }

  @Test
  void text_withBytesThatAreNoUtf8_isReadWithQuestionMarks() {
    byte[] text = bytes(request(span("01", "\"name\":\"caf#-\u00e9-\u4e2d\"")));
    for (int i = 0; i < text.length; i++) {
      text[i] = text[i] == '#' ? (byte) 0xe9 : text[i];
    }
    assertThat(Found.in(text).spans().get(0).name()).isEqualTo("caf?-\u00e9-\u4e2d");
  }

  @Test
  void text_inAnyChunks_isReadTheSame() {
    String text = ONE + "\n{\"cut\": [\n" + request(span("02", "\"name\":\"\u4e2d\u00e9\"")) + "\n";
    Found whole = Found.in(text);
    InputStream drops =
        new FilterInputStream(new ByteArrayInputStream(bytes(text))) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    Found dropwise = Found.in(drops, ReadOptions.defaults());
    assertThat(dropwise).isEqualTo(whole);
    assertThat(whole.spanIds()).containsExactly("01", "02");
  }

  @Test
  void gzip_ofSeveralMembers_isReadToTheEnd() throws IOException {
    byte[] packed = joined(gzip(ONE + "\n"), gzip(TWO + "\n"), gzip(THREE));
    InputStream neverAvailable =
        new FilterInputStream(new ByteArrayInputStream(packed)) {
          @Override
          public int available() {
            return 0;
          }
        };
    Found found = Found.in(neverAvailable, ReadOptions.defaults());
    assertThat(found.spanIds()).containsExactly("01", "02", "03");
  }

  @Test
  void gzip_cut_keepsWhatCameBefore() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 10; i < 99; i++) {
      lines.append(request(span(Integer.toString(i), "\"name\":\"" + lines.hashCode() + "\"")));
      lines.append('\n');
    }
    byte[] packed = gzip(lines.toString());
    Found found = Found.in(Arrays.copyOf(packed, packed.length / 2));
    assertThat(found.spans()).hasSizeBetween(10, 80);
    assertThat(found.reasons()).containsExactly(Reason.CORRUPT_COMPRESSION);
    assertThat(found.rejects().get(0).detail()).startsWith("unpacking broke off: Unexpected end");
    assertThat(found.summary().records()).isEqualTo(found.spans().size() + 1);
  }

  @Test
  void gzip_empty_hasNothing() throws IOException {
    assertThat(Found.in(gzip("")).summary().records()).isZero();
  }

  @Test
  void gzip_withBrokenHeader_isOneReject() {
    Found found = Found.in(new byte[] {0x1f, (byte) 0x8b, 7});
    assertThat(found.reasons()).containsExactly(Reason.CORRUPT_COMPRESSION);
  }

  @Test
  void storage_thatFails_throws() {
    InputStream failing =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertThatThrownBy(() -> Found.in(failing, ReadOptions.defaults()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("connection reset");
  }

  @Test
  void value_nestedTooDeep_costsOnlyItsSpan() {
    String deep = "\"attributes\":{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    Found found = Found.in(request(span("01", deep), span("02", "")) + "\n" + THREE);
    assertThat(found.spanIds()).containsExactly("02", "03");
    assertThat(found.reasons()).containsExactly(Reason.INVALID_SPAN);
    assertThat(found.rejects().get(0).detail()).isEqualTo("nested deeper than 500");
  }

  @Test
  void line_ofEndlessBrackets_costsOnlyItself() {
    Found found = Found.in(ONE + "\n" + "[".repeat(300_000) + "\n" + TWO + "\n");
    assertThat(found.spanIds()).containsExactly("01", "02");
    assertThat(found.rejects()).hasSize(1);
  }

  @Test
  void text_ofManyMegabytes_isCut() {
    String name = "\"attributes\":{\"input.value\":\"" + "x".repeat(5 << 20) + "\"}";
    Found found = Found.in(request(span("01", name), span("02", "")));
    assertThat(found.spans().get(0).inputText()).hasSize(16_384);
    assertThat(found.spans().get(0).truncated()).isTrue();
    assertThat(found.spans().get(1).truncated()).isFalse();
  }

  @Test
  void copies_withinAnObject_foldToTheOneWithAnEnd() {
    String open = request(span("01", "\"name\":\"z\",\"startTimeUnixNano\":1767225600000000000"));
    String ended =
        request(
            span(
                "01",
                "\"name\":\"a\",\"startTimeUnixNano\":1767225600000000000,"
                    + "\"endTimeUnixNano\":1767225601000000000"));
    for (String order : new String[] {open + "\n" + ended, ended + "\n" + open}) {
      Found found = Found.in(order);
      assertThat(found.spans()).hasSize(1);
      assertThat(found.spans().get(0).durationMs()).isEqualTo(1_000L);
      assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 2, 1, 1, 0, 0));
    }
  }

  @Test
  void copies_furtherApartThanTheBuffer_bothStay() {
    ReadOptions d = ReadOptions.defaults();
    ReadOptions small = new ReadOptions(9, 9, 9, d.earliest(), d.latest(), d.keys(), 1);
    String text = request(span("01", ""), span("02", ""), span("01", ""));
    Found found = Found.in(new ByteArrayInputStream(bytes(text)), small);
    assertThat(found.spanIds()).containsExactly("01", "02", "01");
  }
}
