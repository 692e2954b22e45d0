package io.outcrop.facets.detect;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.TraceBuilder;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private static Failures failures(TraceBuilder builder) {
    return Failures.of(TraceView.of(builder.build()));
  }

  private static boolean timedOut(TraceBuilder builder) {
    return Timeouts.in(TraceView.of(builder.build()));
  }

  @Test
  void origin_nothingFails_isNull() {
    Failures failures = failures(trace().tool("get", "{}", "ok"));
    assertThat(failures.origin()).isNull();
    assertThat(failures.originClass()).isNull();
  }

  @Test
  void origin_childAndItsParentFail_isTheChild() {
    TraceBuilder builder =
        trace().root(r -> r.status(SpanStatus.ERROR).errorMessage("child failed"));
    Failures failures = failures(builder.failedTool("get", "{}", "connection refused"));
    assertThat(failures.origin().spanId()).isEqualTo("s0001");
    assertThat(failures.originClass()).isEqualTo(ErrorClass.NETWORK);
  }

  @Test
  void origin_deepChain_isTheDeepest() {
    TraceBuilder builder = trace().root(r -> r.status(SpanStatus.ERROR));
    builder.agent("a").failedTool("get", "{}", "503 unavailable").end();
    builder.span(SpanKind.AGENT, "late", s -> s.status(SpanStatus.ERROR));
    assertThat(failures(builder).origin().toolName()).isEqualTo("get");
  }

  @Test
  void origin_twoFailures_isTheEarliest() {
    TraceBuilder builder = trace().failedTool("first", "{}", "a").failedTool("second", "{}", "b");
    assertThat(failures(builder).origin().toolName()).isEqualTo("first");
  }

  @Test
  void origin_firstWasMadeGood_isTheLastingOne() {
    TraceBuilder builder = trace().failedTool("get", "{}", "a").tool("get", "{}", "ok");
    assertThat(failures(builder.failedTool("put", "{}", "b")).origin().toolName()).isEqualTo("put");
  }

  @Test
  void origin_allMadeGood_isTheEarliest() {
    TraceBuilder builder = trace().failedTool("get", "{}", "a").tool("get", "{}", "ok");
    Failures failures = failures(builder);
    assertThat(failures.origin().toolName()).isEqualTo("get");
    assertThat(failures.unrecovered()).isEmpty();
  }

  @Test
  void origin_rootFailsAfterRecoveredChild_isTheRoot() {
    TraceBuilder builder = trace().root(r -> r.status(SpanStatus.ERROR).errorMessage("max steps"));
    Failures failures = failures(builder.failedTool("get", "{}", "a").tool("get", "{}", "ok"));
    assertThat(failures.origin().spanId()).isEqualTo("root");
    assertThat(failures.originClass()).isEqualTo(ErrorClass.STEP_LIMIT);
  }

  @Test
  void origin_failureOnlyInResult_isFound() {
    Failures failures = failures(trace().tool("get", "{}", "Error: user not found"));
    assertThat(failures.origin().toolName()).isEqualTo("get");
    assertThat(failures.originClass()).isEqualTo(ErrorClass.NOT_FOUND);
  }

  @Test
  void timedOut_failedForTime_isTrue() {
    assertThat(timedOut(trace().failedTool("get", "{}", "Read timed out"))).isTrue();
    assertThat(timedOut(trace().failedTool("get", "{}", "context deadline exceeded"))).isTrue();
    assertThat(timedOut(trace().failedTool("get", "{}", "connect ETIMEDOUT 10.0.0.1"))).isTrue();
    assertThat(timedOut(trace().failedTool("get", "{}", "HTTP 504"))).isTrue();
    assertThat(timedOut(trace().tool("get", "{}", "{\"error\":\"timeout\"}"))).isTrue();
    assertThat(timedOut(trace().model((String) null, s -> s.errorType("ReadTimeout")))).isTrue();
  }

  @Test
  void timedOut_otherwise_isFalse() {
    assertThat(timedOut(trace().failedTool("get", "{}", "not found"))).isFalse();
    assertThat(timedOut(trace().failedTool("get", "{}", "order 50408 is closed"))).isFalse();
    assertThat(timedOut(trace().tool("get", "{}", "The default timeout is 30 s."))).isFalse();
    assertThat(timedOut(trace().tool("set_timeout", "{}", "ok"))).isFalse();
    assertThat(timedOut(trace().user("It timed out").assistant("Which job timed out?"))).isFalse();
    assertThat(timedOut(trace().failedTool("get", "{}", "timed out").tool("get", "{}", "ok")))
        .isFalse();
  }
}
