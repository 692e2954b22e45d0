package io.outcrop.jobs.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.system.Notebook.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What git may hold of notebooks: no outputs, no zone but the published one. */
class NotebooksTest {
  private static final Pattern NAME = Pattern.compile("\\boutcrop_[a-z]+\\.[a-z_]+");

  static Stream<Notebook> notebooks() {
    return Notebook.all().stream();
  }

  @Test
  void notebooks_answerTheSixQuestions() {
    assertThat(notebooks().map(Notebook::name))
        .contains(
            "start-here.ipynb",
            "failures-this-week.ipynb",
            "what-changed.ipynb",
            "one-pattern-in-depth.ipynb",
            "cost-and-latency.ipynb",
            "privacy-check.ipynb");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void cells_holdNoOutputs(Notebook notebook) {
    assertThat(notebook.json().path("nbformat").asInt()).isEqualTo(4);
    for (Cell cell : notebook.cells()) {
      if (cell.kind().equals("code")) {
        assertThat(cell.json().path("outputs")).as(cell.source()).isEmpty();
        assertThat(cell.json().path("execution_count").isNull()).as(cell.source()).isTrue();
      }
      assertThat(cell.json().path("metadata")).as(cell.source()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void cells_beginWithTheSameStart(Notebook notebook) {
    List<Cell> code = notebook.cells().stream().filter(c -> c.kind().equals("code")).toList();

    assertThat(code.get(0).source()).contains("if \"spark\" not in globals():", "outcrop_jupyter");
    assertThat(code.stream().filter(Cell::isSql)).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void queries_readThePublishedZoneAlone(Notebook notebook) {
    for (Cell cell : notebook.cells()) {
      Matcher name = NAME.matcher(cell.isSql() ? cell.query() : "");
      while (name.find()) {
        assertThat(name.group()).as(cell.source()).startsWith("outcrop_insights.");
      }
      assertThat(cell.source()).doesNotContain("%%sql");
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void readme_namesEveryNotebook(Notebook notebook) throws IOException {
    assertThat(Files.readString(OutcropProcess.HOME.resolve("notebooks/README.md")))
        .contains("(" + notebook.name() + ")");
  }
}
