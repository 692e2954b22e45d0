package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.FacetExtractor;
import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.trace.TraceParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One trace as each vendor exports it: an agent that asks a model, a tool, and the model again. */
class VendorFormsTest {
  private static TraceFacets facets(String file) {
    Found found = VendorSample.read("same-trace/" + file);
    assertThat(found.rejects()).isEmpty();
    assertThat(found.spans()).hasSize(4);
    return new FacetExtractor(FacetExtractor.Options.of("v", text -> text))
        .extract(TraceParts.spans(found.spans()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"trail.json", "langsmith.jsonl", "datadog.json", "mlflow.json", "braintrust.json"})
  void trace_ofAnyVendor_hasTheSameFacets(String file) {
    assertThat(facets(file))
        .usingRecursiveComparison()
        // Ids are the vendor's; Braintrust knows no agents.
        .ignoringFields("identity.inputHash", "identity.traceId", "direct.agentCount")
        .isEqualTo(facets("phoenix.jsonl"));
  }

  @Test
  void trace_isReadWhole() {
    TraceFacets facets = facets("phoenix.jsonl");
    assertThat(facets.identity().tenantId()).isEqualTo("acme");
    assertThat(facets.identity().userId()).isEqualTo("u1");
    assertThat(facets.identity().sessionId()).isEqualTo("s1");
    assertThat(facets.identity().environment()).isEqualTo("prod");
    assertThat(facets.identity().modelVersions()).containsExactly("gpt-x");
    assertThat(facets.direct().toolSequence()).containsExactly("get_order");
    assertThat(facets.direct().toolCallCount()).isEqualTo(1);
    assertThat(facets.direct().totalTokens()).isEqualTo(70);
    assertThat(facets.direct().latencyMs()).isEqualTo(2_000);
    assertThat(facets.direct().turnCount()).isEqualTo(1);
    assertThat(facets.outcome().completionStatus()).isEqualTo("full");
  }
}
