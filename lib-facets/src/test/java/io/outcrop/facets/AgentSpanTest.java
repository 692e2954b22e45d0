package io.outcrop.facets;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgentSpanTest {
  private static List<AgentSpan> agents(TraceBuilder trace) {
    FacetExtractor extractor = new FacetExtractor(FacetExtractor.Options.of("test", text -> text));
    return extractor.extractAll(extractor.trace(trace.spans())).agents();
  }

  @Test
  void agents_nested_haveWhatIsTheirOwn() {
    List<AgentSpan> rows =
        agents(
            trace()
                .user("Do it.")
                .assistant("I will see.")
                .agent("worker")
                .tool("get_order", "{}", "ok")
                .failedTool("get_price", "{}", "boom")
                .end()
                .assistant("Done."));

    assertThat(rows).extracting(AgentSpan::agent).containsExactly("run", "worker");
    assertThat(rows).extracting(AgentSpan::depth).containsExactly(1, 2);
    assertThat(rows).extracting(AgentSpan::parentAgent).containsExactly(null, "run");
    assertThat(rows).extracting(AgentSpan::subAgentCount).containsExactly(1, 0);
    assertThat(rows).extracting(AgentSpan::toolErrorCount).containsExactly(0, 1);
    assertThat(rows).extracting(AgentSpan::llmCallCount).containsExactly(2, 0);
    assertThat(rows).extracting(AgentSpan::origin).containsExactly(false, true);
  }

  @Test
  void handoff_thatLosesAValue_showsAtItsHop() {
    List<AgentSpan> rows =
        agents(
            trace()
                .user("Cancel order ORD-48213.")
                .assistant("")
                .agent("canceller")
                .last(span -> span.inputText("Cancel the order.").outputText("Which order?"))
                .end()
                .assistant("Which order is it?"));

    assertThat(rows).extracting(AgentSpan::handoffLoss).containsExactly(false, true);
    assertThat(rows).extracting(AgentSpan::resultUsed).containsExactly(null, true);
  }

  @Test
  void error_swallowedByASubAgent_isNotItsParents() {
    List<AgentSpan> rows =
        agents(
            trace()
                .user("Pay it.")
                .assistant("")
                .agent("payer")
                .failedTool("pay_invoice", "{}", "boom")
                .assistant("The invoice is paid.")
                .end()
                .assistant("All is paid."));

    assertThat(rows).extracting(AgentSpan::swallowedErrors).containsExactly(0, 1);
  }

  @Test
  void trace_withoutAgents_hasNoRows() {
    assertThat(
            agents(
                trace()
                    .user("Hi.")
                    .assistant("Hi.")
                    .root(r -> r.kind(io.outcrop.facets.trace.SpanKind.WORKFLOW))))
        .isEmpty();
  }
}
