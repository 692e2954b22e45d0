package io.outcrop.facets.taxonomy;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.FacetExtractor;
import io.outcrop.facets.Taxonomy;
import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Messages;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What facets say in the terms of others, and the tables in the documentation that tell it. */
class TaxonomyTest {
  private static final Path TABLE = Path.of("TAXONOMY.md");
  private static final String REGENERATE =
      "mvn -pl lib-facets test -Dtest=TaxonomyTest -Doutcrop.regenerate=true";
  private static final Instant START = Instant.parse("2026-03-04T10:00:00Z");

  private static Span.Builder said() {
    return Span.builder("t", "a")
        .kind(SpanKind.LLM)
        .startTime(START)
        .endTime(START.plusSeconds(1))
        .inputText(Messages.write(List.of(Message.of("user", "When do you open?")), 10_000))
        .outputText(Messages.write(List.of(Message.of("assistant", "We open at nine.")), 10_000));
  }

  private static TraceFacets facets(Span... spans) {
    return new FacetExtractor(FacetExtractor.Options.of("v", text -> text)).extract(List.of(spans));
  }

  private static Taxonomy of(Span... spans) {
    return facets(spans).taxonomy();
  }

  @Test
  void trace_uneventful_showsNothing() {
    assertThat(of(said().build())).isEqualTo(new Taxonomy(List.of(), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "downstream_ok, false, 1.1_disobey_task_specification, provider_drift",
    "loop, true, 1.3_step_repetition, capability_boundary",
    "repeated_calls, 3, 1.3_step_repetition,",
    "repeated_calls, 2,,",
    "phantom_tools, search, 2.6_reasoning_action_mismatch,",
    "swallowed_errors, 1, 3.2_no_or_incomplete_verification,",
    "unsupported_results, 1, 3.2_no_or_incomplete_verification,",
    "unretrieved_sources, 1, 3.3_incorrect_verification,",
    "grounded, 0.3, 3.3_incorrect_verification, retrieval_drift",
    "grounded, 0.6,, retrieval_drift",
    "grounded, 0.9,,",
    "user_corrected, true,, prompt_regression",
    "truncated, true,, provider_drift",
    "confidence, 0.2,, provider_drift",
    "fallback, true,, capability_boundary",
    "escalated, true,, capability_boundary",
  })
  void facet_isToldInTheTermsOfOthers(String facet, String value, String mode, String cause) {
    Taxonomy taxonomy = of(said().attribute("agent.behavioral." + facet, value).build());

    assertThat(taxonomy.mastModes()).isEqualTo(mode == null ? List.of() : List.of(mode));
    if (cause == null) {
      assertThat(taxonomy.causePatterns()).isEmpty();
    } else {
      assertThat(taxonomy.causePatterns()).contains(cause);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ignored_constraint, 1.1_disobey_task_specification, prompt_regression",
    "injection_followed, 1.2_disobey_role_specification,",
    "out_of_scope, 1.2_disobey_role_specification,",
    "stale_context, 1.4_loss_of_conversation_history,",
    "context_overflow, 1.4_loss_of_conversation_history,",
    "agent_left, 2.3_task_derailment,",
    "user_left,,",
    "handoff_loss, 2.4_information_withholding, inter_agent_misalignment",
    "safety_context_lost, 2.4_information_withholding, inter_agent_misalignment",
    "conflicting_results, 2.5_ignored_other_agents_input, inter_agent_misalignment",
    "premature_completion, 3.1_premature_termination, prompt_regression",
  })
  void issue_isToldInTheTermsOfOthers(String issue, String mode, String cause) {
    TraceFacets plain = facets(said().build());

    Taxonomy taxonomy =
        Taxonomy.of(
            new Seen(
                plain.direct(),
                plain.behaviour(),
                plain.outcome(),
                plain.grounding(),
                Set.of(issue)));

    assertThat(taxonomy.mastModes()).isEqualTo(mode == null ? List.of() : List.of(mode));
    assertThat(taxonomy.causePatterns()).isEqualTo(cause == null ? List.of() : List.of(cause));
  }

  @Test
  void stepLimit_isUnawareOfTermination() {
    Span stopped =
        said()
            .status(SpanStatus.ERROR)
            .errorType("GraphRecursionError")
            .errorMessage("Recursion limit reached")
            .build();

    assertThat(of(stopped).mastModes()).contains("1.5_unaware_of_termination_conditions");
  }

  @Test
  void tool_thatRefusesItsArguments_speaksForAChangedSchema() {
    Span refused =
        Span.builder("t", "b")
            .parentSpanId("a")
            .kind(SpanKind.TOOL)
            .toolName("look_up")
            .startTime(START)
            .status(SpanStatus.ERROR)
            .errorType("ValidationError")
            .errorMessage("validation error: field required")
            .build();

    assertThat(of(said().build(), refused).causePatterns()).contains("tool_schema_change");
  }

  @Test
  void modes_areTheFourteenOfThePaper() {
    assertThat(MastMode.values()).extracting(MastMode::number).hasSize(14).doesNotHaveDuplicates();
    assertThat(MastMode.values()).extracting(MastMode::number).isSorted();
  }

  @Test
  void tables_inTheDocumentation_areWhatTheCodeSays() throws IOException {
    String made = table();
    if (Boolean.getBoolean("outcrop.regenerate")) {
      Files.writeString(TABLE, made);
    }
    assertThat(Files.exists(TABLE) ? Files.readString(TABLE) : "")
        .as("lib-facets/%s is not what the code says; make it anew with: %s", TABLE, REGENERATE)
        .isEqualTo(made);
  }

  private static String table() {
    String modes =
        Arrays.stream(MastMode.values())
            .map(m -> "| `%s` | %s |".formatted(m.label(), m.told()))
            .collect(Collectors.joining("\n"));
    String causes =
        Arrays.stream(CausePattern.values())
            .map(
                c ->
                    "| `%s` | %s | %s |"
                        .formatted(
                            c.label(),
                            c.pattern(),
                            c.confirmedBy().stream()
                                .map(column -> "`" + column + "`")
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining("\n"));
    return """
        # In the terms of others

        What the facets of one trace say in the terms of others. Made by a test, not by hand: after a change run
        `%s`.

        ## MAST
        The fourteen failure modes of Cemri et al., "Why Do Multi-Agent LLM Systems Fail?" (2025, arXiv:2503.13657), in the
        column `mast_modes`. The mapping has not been measured against the paper's annotated traces.

        | mode | told where |
        |---|---|
        %s

        ## Causes
        Patterns of behaviour that speak for a kind of cause, in the column `cause_patterns`. One trace proves none: look
        whether many show it, and whether the columns on the right changed when it began.

        | pattern | seen where | confirmed by a change of |
        |---|---|---|
        %s
        """
        .formatted(REGENERATE, modes, causes);
  }
}
