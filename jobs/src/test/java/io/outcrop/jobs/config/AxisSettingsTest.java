package io.outcrop.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.FacetUse;
import io.outcrop.jobs.axes.Rendering;
import io.outcrop.jobs.embed.Embed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AxisSettingsTest {
  @TempDir private Path folder;

  @Test
  void defaults_areTheThreeAxes() {
    List<AxisSpec> axes = Embed.axes(load(""));
    assertThat(axes).extracting(AxisSpec::name).containsExactly("task", "behavior", "failure");
    assertThat(axes).extracting(AxisSpec::unit).containsOnly("trace");
    assertThat(axes).extracting(AxisSpec::isTextual).containsExactly(true, false, false);
    assertThat(axes.get(2).gate()).containsExactly("failing", "failure_mode", "issues");
    assertThat(axes.get(1).facets())
        .contains(new FacetUse("tool_error_count", 1, Rendering.COUNT, "tool errors"));
  }

  @Test
  void axis_added_isReadWithDefaultsByType() {
    AxisSpec axis =
        Embed.axes(
                load(
                    """
                    outcrop.facets.custom = [{ name = plan, attribute = p }]
                    outcrop.axes.spending {
                      facets = [
                        cost_usd, { facet = latency_ms, as = amount, weight = 3 }, custom.plan,
                        issues, loop, { facet = evaluations.quality, as = share, words = quality }
                      ]
                    }
                    outcrop.cluster.axes += spending
                    """))
            .get(3);
    assertThat(axis)
        .isEqualTo(
            new AxisSpec(
                "spending",
                "trace",
                List.of(
                    new FacetUse("cost_usd", 1, Rendering.COUNT, "cost usd"),
                    new FacetUse("latency_ms", 3, Rendering.AMOUNT, "latency_ms"),
                    new FacetUse("custom.plan", 1, Rendering.CATEGORY, "plan"),
                    new FacetUse("issues", 1, Rendering.CATEGORIES, "issues"),
                    new FacetUse("loop", 1, Rendering.FLAG, "loop"),
                    new FacetUse("evaluations.quality", 1, Rendering.SHARE, "quality"))));
  }

  @Test
  void axis_ofSessions_looksAtSessions() {
    String axis =
        "outcrop.axes.wishes { unit = session, facets = [{ facet = task_summaries, as = text }] }";
    assertThat(load(axis).axes())
        .contains(
            new AxisSpec(
                "wishes",
                "session",
                List.of(new FacetUse("task_summaries", 1, Rendering.TEXT, "task_summaries"))));
    assertThatThrownBy(() -> load(axis.replace("task_summaries", "step_shapes")))
        .hasMessageContaining("the facet step_shapes, which sessions do not have");
  }

  @Test
  void problems_areToldAtOnceWithTheNearestNames() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    outcrop.axes.mine {
                      unit = trace
                      facets = [
                        step_shape
                        { facet = topic, as = texts }
                        { facet = loop, as = tokens }
                        { facet = issues, wieght = 2 }
                        { facet = issues, weight = 11 }
                        custom.plan
                        tenant_id
                      ]
                      gate = [fialing]
                      gates = []
                    }
                    outcrop.axes.other { unit = span, facets = [topic] }
                    outcrop.axes.empty { facets = [] }
                    outcrop.axes.Bad { facets = [topic] }
                    outcrop.publish.axes.mime { min-tenants = 6 }
                    outcrop.cluster.axes = [task, mime]
                    """))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "outcrop.axes.mine.facets[0] names the facet step_shape, which traces do not"
                + " have (did you mean step_shapes?)")
        .hasMessageContaining("outcrop.axes.mine.facets[1] says \"as = texts\"")
        .hasMessageContaining("(did you mean text?)")
        .hasMessageContaining(
            "outcrop.axes.mine.facets[2] cannot say the facet loop, which is of type boolean, as"
                + " tokens; it can be said as category, flag, lacking")
        .hasMessageContaining("facets[3] has the unknown key wieght (did you mean weight?)")
        .hasMessageContaining("facets[4] must have a whole number from 1 to 10 for weight, was 11")
        .hasMessageContaining("facets[5] names the facet custom.plan, which")
        .hasMessageContaining("facets[6] names the facet tenant_id, which")
        .hasMessageContaining("outcrop.axes.mine.gate names the facet fialing, which traces do not")
        .hasMessageContaining("(did you mean failing?)")
        .hasMessageContaining("outcrop.axes.mine has the unknown key gates (did you mean gate?)")
        .hasMessageContaining("outcrop.axes.other.unit must be one of trace, session, was span")
        .hasMessageContaining("outcrop.axes.empty.facets must name at least one facet")
        .hasMessageContaining("names \"Bad\"")
        .hasMessageContaining("outcrop.publish.axes.mime is of an axis that outcrop.axes does not")
        .hasMessageContaining("names \"mime\" (did you mean mine?)");
  }

  @Test
  void facetVersion_axesOfCustomFacets_areNoPartOfIt() {
    String facet = "outcrop.facets.custom = [{ name = plan, attribute = p, axes = [%s] }]";
    assertThat(load(facet.formatted("behavior")).facets().withoutAxes())
        .isEqualTo(load(facet.formatted("")).facets().withoutAxes());
  }

  private OutcropConfig load(String text) {
    Path file = folder.resolve("my.conf");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return OutcropConfig.load(file, List.of());
  }
}
