package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of CONTRIBUTING.md, so that it stays true. */
class ExampleDialectTest {
  // The guide shows what lies between these lines.
  // begin
  /** Calls as the flight recorder of a made-up framework writes them. */
  static final class RecorderDialect implements Dialect {
    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public boolean matches(ObjectNode record) {
      return record.has("run") && record.has("call") && record.has("began");
    }

    @Override
    public void read(ObjectNode record, SpanOutput out) {
      String run = Json.text(record.get("run"));
      String call = Json.text(record.get("call"));
      if (Ids.isAbsent(run)) {
        out.reject(Reason.MISSING_TRACE_ID, "the call names no run", record.toString());
      } else if (Ids.isAbsent(call)) {
        out.reject(Reason.MISSING_SPAN_ID, "the call has no id", record.toString());
      } else {
        out.span(span(Ids.vendor(run), Ids.vendor(call), record));
      }
    }

    private static RawSpan span(String run, String call, ObjectNode record) {
      RawSpan span = new RawSpan();
      span.traceId = run;
      span.spanId = call;
      String caller = Json.text(record.get("caller"));
      span.parentSpanId = Ids.isAbsent(caller) ? null : Ids.vendor(caller);
      span.name = Json.text(record.get("name"));
      span.startTime = Times.of(record.get("began"));
      span.endTime = Times.of(record.get("ended"));
      span.attributes.put("openinference.span.kind", record.get("kind"));
      span.attributes.put("input.value", record.get("asked"));
      span.attributes.put("output.value", record.get("answered"));
      span.attributes.put("user.id", record.get("user"));
      return span;
    }
  }

  // end

  private static Found in(String text) {
    return Found.by(new RecorderDialect(), text);
  }

  @Test
  void call_whole_isASpan() {
    Found found =
        in(
            "{\"run\":\"r1\",\"call\":\"c2\",\"caller\":\"c1\",\"name\":\"find\",\"kind\":\"TOOL\","
                + "\"began\":1767225600000,\"ended\":1767225600500,\"asked\":\"17\",\"answered\":\"none\",\"user\":\"u1\"}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("recorder", 1, 1, 0, 0, 0));
    Span span = found.spans().get(0);
    assertThat(span.kind()).isEqualTo(SpanKind.TOOL);
    assertThat(span.parentSpanId()).isEqualTo("c1");
    assertThat(span.durationMs()).isEqualTo(500L);
    assertThat(span.toolArguments()).isEqualTo("17");
    assertThat(span.toolResult()).isEqualTo("none");
    assertThat(span.userId()).isEqualTo("u1");
  }

  @Test
  void call_withoutIds_costsOnlyItself() {
    Found found =
        in(
            "[{\"run\":null,\"call\":\"c1\",\"began\":1},{\"run\":\"r1\",\"call\":\"\",\"began\":1},"
                + "{\"run\":\"r1\",\"call\":\"c1\",\"began\":1}]");
    assertThat(found.reasons()).containsExactly(Reason.MISSING_TRACE_ID, Reason.MISSING_SPAN_ID);
    assertThat(found.summary()).isEqualTo(new ReadSummary("recorder", 3, 1, 0, 2, 0));
  }

  @Test
  void document_ofAnotherKind_isSkipped() {
    assertThat(in("{\"run\":\"r1\"}").summary()).isEqualTo(new ReadSummary("none", 1, 0, 0, 0, 1));
  }

  @Test
  void guide_showsThisExample() throws IOException {
    Path source =
        Path.of("src/test/java", ExampleDialectTest.class.getName().replace('.', '/') + ".java");
    String text = Files.readString(source);
    String example =
        text.substring(text.indexOf("// begin\n") + 9, text.indexOf("  // end\n"))
            .replace("  static final class", "  final class");
    List<String> lines = example.strip().lines().map(String::strip).toList();
    List<String> guide =
        Files.readString(Path.of("../CONTRIBUTING.md")).lines().map(String::strip).toList();
    assertThat(guide).containsSequence(lines);
  }
}
