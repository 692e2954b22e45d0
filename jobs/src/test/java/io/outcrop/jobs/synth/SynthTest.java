package io.outcrop.jobs.synth;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.ObjectReader;
import io.outcrop.facets.read.ReadOptions;
import io.outcrop.facets.read.ReadSink;
import io.outcrop.facets.read.ReadSummary;
import io.outcrop.facets.read.Reject;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthTest {
  @TempDir private Path folder;

  private static Synth.Options options(long traces, long seed) {
    return new Synth.Options(traces, seed, 24, 0.4, 7, LocalDate.of(2026, 1, 7));
  }

  private List<String> lines(String name, Synth.Options options) throws IOException {
    Path out = folder.resolve(name);
    new Synth(options).write(out.toUri().toString(), new Configuration(), done -> {});
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(out.resolve("traces/part-00000.jsonl.gz")))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void write_sameSeed_sameTracesWhateverTheirNumber() throws IOException {
    List<String> few = lines("few", options(50, 3));
    List<String> more = lines("more", options(120, 3));
    List<String> others = lines("others", options(50, 4));

    assertThat(more).hasSize(120).startsWith(few.toArray(String[]::new));
    assertThat(others).doesNotContainAnyElementsOf(few);
  }

  @Test
  void write_labels_nameEveryTraceOnce() throws IOException {
    lines("labelled", options(2_000, 5));
    List<String> labels = Files.readAllLines(folder.resolve("labelled/labels/labels.csv"));
    List<String> rows = labels.subList(1, labels.size());

    assertThat(labels.get(0)).isEqualTo("trace_id,category,mode,failing,domain,tenant");
    assertThat(rows.stream().map(r -> r.substring(0, 32))).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(rows.stream().filter(r -> r.contains(",true,")).count()).isBetween(700L, 900L);
    Set<String> failing = column(rows, 2, ",true,");
    Set<String> twins = column(rows, 2, ",false,");
    twins.remove("");
    assertThat(failing).hasSize(Mode.all().size()).isEqualTo(twins);
    assertThat(column(rows, 4, "")).hasSize(12);
    assertThat(column(rows, 5, "")).hasSize(24);
  }

  private static Set<String> column(List<String> rows, int column, String holding) {
    return rows.stream()
        .filter(r -> r.contains(holding))
        .map(r -> List.of(r.split(",", -1)).get(column))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void taxonomy_hasTenCategoriesOfFiveAtLeast() {
    assertThat(
            Mode.all().stream()
                .collect(Collectors.groupingBy(Mode::category, Collectors.counting())))
        .hasSizeGreaterThanOrEqualTo(10)
        .allSatisfy((category, modes) -> assertThat(modes).isGreaterThanOrEqualTo(5));
    assertThat(Mode.all().stream().map(Mode::name)).doesNotHaveDuplicates();
  }

  @Test
  void plots_allOfThem_fillEverySlotAndMakeOneTree() {
    for (Mode mode : Mode.all()) {
      for (int draw = 0; draw < 10; draw++) {
        Story story = story(draw);
        mode.plot().accept(story, draw % 2 == 0);
        List<Step> steps = story.end();

        Set<String> ids = new HashSet<>();
        steps.forEach(s -> assertThat(ids.add(s.id)).isTrue());
        assertThat(steps.stream().filter(s -> s.parent == null)).containsExactly(steps.get(0));
        assertThat(steps).allMatch(s -> s.parent == null || ids.contains(s.parent));
        assertThat(steps).allMatch(s -> s.end >= s.start);
        assertThat(said(steps))
            .as(mode.name())
            .doesNotContainPattern("\\{[a-z0-9]+(\\.[a-z]+)?\\}|\\[[^\\]]*\\|");
      }
    }
  }

  private static Story story(int draw) {
    Domain domain = Domain.all().get(draw % 12);
    return new Story(Draw.of(9, draw), domain, domain.agents().get(0), "m", 1_767_225_600_000L);
  }

  private static String said(List<Step> steps) {
    return steps.stream()
        .flatMap(s -> s.output.stream())
        .map(m -> String.valueOf(m.text()))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void conventions_bothOfThem_areReadWithoutARejectAndAlike() {
    for (Convention convention : Convention.values()) {
      List<Span> spans = new ArrayList<>();
      List<Step> steps = new ArrayList<>();
      for (Mode mode : Mode.all()) {
        Story story = story(steps.size());
        mode.plot().accept(story, true);
        for (Step step : story.end()) {
          steps.add(step);
          read(convention.span(step, "%032x".formatted(steps.size())).toString(), spans);
        }
      }
      assertThat(spans).hasSameSizeAs(steps);
      assertThat(spans.stream().filter(s -> s.toolName() != null).count())
          .isEqualTo(steps.stream().filter(s -> s.kind == Step.Kind.TOOL).count());
      assertThat(spans.stream().filter(s -> s.status() == SpanStatus.ERROR).count())
          .isEqualTo(steps.stream().filter(Step::failed).count());
    }
  }

  private static void read(String span, List<Span> spans) {
    ReadSink sink =
        new ReadSink() {
          @Override
          public void span(Span read) {
            spans.add(read);
          }

          @Override
          public void reject(Reject reject) {
            throw new AssertionError(reject.toString());
          }
        };
    ReadSummary summary =
        new ObjectReader(ReadOptions.defaults())
            .read("made-up", new ByteArrayInputStream(span.getBytes(StandardCharsets.UTF_8)), sink);
    assertThat(summary.spans()).isEqualTo(1);
  }
}
