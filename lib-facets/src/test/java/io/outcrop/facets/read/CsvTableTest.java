package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  private static final String HEADER =
      "id,trace_id,parent_observation_id,type,start_time,name,input,usage_details\n";
  private static final String ONE = "o1,t1,,SPAN,2026-01-01 00:00:00.000,run,hi,{}\n";
  private static final String TWO =
      "\"o2\",\"t1\",\"o1\",\"GENERATION\",\"2026-01-01 00:00:00.100\",\"a, \"\"b\"\"\n c\","
          + "\"[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"hi\"\"}]\",\"{\"\"input\"\":3}\"\n";
  private static final String THREE = "o3,t1,o1,TOOL,2026-01-01 00:00:01,find,x,\n";

  @Test
  void rows_areRecordsOfADialect() {
    Found found = Found.in(HEADER + ONE + TWO + THREE);
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 3, 3, 0, 0, 0));
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o1", "o2", "o3");
    assertThat(found.spans().get(0).parentSpanId()).isNull();
    Span generation = found.spans().get(1);
    assertThat(generation.name()).isEqualTo("a, \"b\"\n c");
    assertThat(generation.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(generation.inputTokens()).isEqualTo(3L);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void separator_isToldByTheHeader(String separator) {
    Found found = Found.in((HEADER + ONE + THREE).replace(",", separator));
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o1", "o3");
  }

  @Test
  void byteOrderMarkAndWindowsLineEnds_areNoContent() {
    Found found = Found.in("\ufeff" + (HEADER + ONE + "\n" + THREE).replace("\n", "\r\n"));
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o1", "o3");
    assertThat(found.spans().get(1).name()).isEqualTo("find");
    assertThat(found.rejects()).isEmpty();
  }

  @Test
  void columns_unnamedAndTwice_areLeftOut() {
    Found found =
        Found.in(
            ",id,trace_id,parent_observation_id,name,name\n0,o1,t1,,first,second\n1,o2,t1,o1,,only\n");
    assertThat(found.spans()).extracting(Span::name).containsExactly("first", "only");
  }

  @Test
  void row_ragged_costsOnlyItself() {
    Found found = Found.in(HEADER + ONE + "o4,t1\n" + TWO + "a,b,c,d,e,f,g,h,i\n" + THREE);
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o1", "o2", "o3");
    assertThat(found.reasons()).containsExactly(Reason.INVALID_SPAN, Reason.INVALID_SPAN);
    assertThat(found.rejects().get(0).position()).isEqualTo("line 3, record 1");
    assertThat(found.rejects().get(0).detail()).isEqualTo("the row has 2 cells, the header 8");
    assertThat(found.rejects().get(1).position()).isEqualTo("line 6, record 1");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 5, 3, 0, 2, 0));
  }

  @Test
  void quote_openToTheEnd_costsOneRow() {
    String open = "o4,t1,,SPAN,2026-01-01 00:00:00,\"open,x,y\n";
    Found found = Found.in(HEADER + ONE + open + THREE + TWO);
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o1", "o3", "o2");
    assertThat(found.rejects()).extracting(Reject::position).containsExactly("line 3, record 1");
    assertThat(found.rejects().get(0).sample()).startsWith("o4,t1");
  }

  @Test
  void row_cutInsideAText_isOneReject() {
    String cut = "o4,t1,,SPAN,2026-01-01 00:00:00,\"first\nsecond\nthird, and\nfou";
    Found found = Found.in(HEADER + ONE + cut);
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o1");
    assertThat(found.rejects()).extracting(Reject::detail).containsExactly("a quote is not closed");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 2, 1, 0, 1, 0));
  }

  @Test
  void quotes_hostile_takeNoLongerThanTheyAreLong() {
    Found found = Found.in(HEADER + ONE + "\"\n".repeat(200_001));
    assertThat(found.spans()).hasSize(1);
    assertThat(found.summary().records())
        .isEqualTo(1 + found.summary().rejects() + found.summary().skipped());
  }

  @Test
  void cell_of20MB_isCutAndKept() {
    Found found = Found.in(HEADER + ONE.replace("hi", "x".repeat(20 << 20)) + THREE);
    assertThat(found.spans()).extracting(Span::truncated).containsExactly(true, false);
    assertThat(found.spans().get(0).inputText()).hasSize(ReadOptions.defaults().maxTextChars());
  }

  @Test
  void bytes_thatAreNoUtf8_costNoRow() {
    byte[] bytes = (HEADER + ONE + THREE).getBytes(StandardCharsets.ISO_8859_1);
    bytes[HEADER.length() + 36] = (byte) 0xff;
    assertThat(Found.in(bytes).spans()).extracting(Span::spanId).containsExactly("o1", "o3");
  }

  @Test
  void gzip_cut_keepsWholeRows() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write((HEADER + ONE).getBytes(StandardCharsets.UTF_8));
      gzip.flush();
      for (int i = 0; i < 40_000; i++) {
        gzip.write(("s" + i + i * 31L + ",t1,,SPAN,,n,,\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Found found = Found.in(Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
    assertThat(found.spans().get(0).spanId()).isEqualTo("o1");
    assertThat(found.spans().size()).isGreaterThan(1_000);
    assertThat(found.reasons()).containsExactly(Reason.CORRUPT_COMPRESSION);
    assertThat(found.summary().records()).isEqualTo(found.spans().size() + 1L);
  }

  @Test
  void rows_ofNoDialect_areSkipped() {
    Found found = Found.in("trace_id,name,score\nt1,ok,1\nt2,ok,0\n");
    assertThat(found.summary()).isEqualTo(new ReadSummary("none", 2, 0, 0, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b,c\n1,2,3\n", "trace_id\nt1\n", "Dear trace_id, hello\n"})
  void text_whichIsNoTableOfTraces_isLeftToOthers(String text) {
    assertThat(CsvTable.begins(text.getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void header_longerThanWhatIsLookedAt_isAHeader() {
    StringBuilder names = new StringBuilder("\"id\",\"trace_id\",\"parent_observation_id\"");
    StringBuilder cells = new StringBuilder("\no1,t1,");
    for (int i = 0; i < 900; i++) {
      names.append(",\"a long name of a column ").append(i).append('"');
      cells.append(",x");
    }
    Found found = Found.in(names.append(cells).toString());
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o1");
  }

  @Test
  void headerAlone_hasNoRecords() {
    assertThat(Found.in(HEADER).summary()).isEqualTo(new ReadSummary("none", 0, 0, 0, 0, 0));
  }
}
