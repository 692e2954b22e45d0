package io.outcrop.facets.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every detector to its hand-written cases, and {@code DETECTORS.md} to what they give.
 *
 * <p>A detector is a line in {@link EvidenceDetectors} or {@link SteeringDetectors} and a file of
 * cases.
 */
class DetectorsTest {
  private static final Path TABLE = Path.of("DETECTORS.md");
  private static final String REGENERATE =
      "mvn -pl lib-facets test -Dtest=DetectorsTest -Doutcrop.regenerate=true";
  private static final int LEAST_CASES = 30;

  static Stream<Detector> detectors() {
    return Stream.concat(EvidenceDetectors.ALL.stream(), SteeringDetectors.ALL.stream());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void cases_ofEveryDetector_areManyAndDistinct(Detector detector) {
    DetectorCases cases = DetectorCases.of(detector.name());
    assertThat(cases.definition()).isNotBlank();
    assertThat(cases.blind()).isNotBlank();
    assertThat(cases.positives()).isGreaterThanOrEqualTo(LEAST_CASES);
    assertThat(cases.negatives()).isGreaterThanOrEqualTo(LEAST_CASES);
    assertThat(cases.all()).extracting(DetectorCases.Case::title).doesNotHaveDuplicates();
    assertThat(cases.all()).extracting(DetectorCases.Case::script).doesNotHaveDuplicates();
    assertThat(cases.all()).extracting(DetectorCases.Case::script).doesNotContain(List.of());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void answers_onAllCases_areGoodEnough(Detector detector) {
    DetectorScore score = DetectorScore.of(detector);
    String wrong = String.join("\n", score.wrong());
    assertThat(score.precision())
        .as("precision of %s, wrong:\n%s", detector.name(), wrong)
        .isGreaterThanOrEqualTo(score.cases().leastPrecision());
    assertThat(score.recall())
        .as("recall of %s, wrong:\n%s", detector.name(), wrong)
        .isGreaterThanOrEqualTo(score.cases().leastRecall());
  }

  @Test
  void files_ofCases_haveADetectorEach() throws IOException {
    Set<String> named =
        detectors().map(Detector::name).collect(Collectors.toCollection(TreeSet::new));
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/detectors"))) {
      assertThat(files.map(f -> f.getFileName().toString().replace(".txt", "")))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @Test
  void table_inTheDocumentation_isWhatTheCasesGive() throws IOException {
    String made = table();
    if (Boolean.getBoolean("outcrop.regenerate")) {
      Files.writeString(TABLE, made);
    }
    assertThat(Files.exists(TABLE) ? Files.readString(TABLE) : "")
        .as("lib-facets/%s is not what the cases give; make it anew with: %s", TABLE, REGENERATE)
        .isEqualTo(made);
  }

  private static String table() {
    List<DetectorScore> scores =
        detectors().sorted(Comparator.comparing(Detector::name)).map(DetectorScore::of).toList();
    String rows = scores.stream().map(DetectorScore::row).collect(Collectors.joining("\n"));
    String wrong =
        scores.stream()
            .flatMap(s -> s.wrong().stream().map(w -> "- `" + s.name() + "`: " + escaped(w)))
            .collect(Collectors.joining("\n"));
    return """
        # Detectors

        What is seen in a trace without a model. Made by a test, not by hand: after a change of a detector or its cases
        run `%s`.

        The figures are of hand-written traces, positives that must be found and near misses that must not
        ([the cases](src/test/resources/detectors)), written by those who wrote the detectors. They show what a detector is
        meant to tell apart, and hold it to that. They do not say how often it is right on your traces.

        | facet | what it says | what it cannot see | positives | near misses | precision | recall |
        |---|---|---|---|---|---|---|
        %s

        ## Cases that it gets wrong
        %s
        """
        .formatted(REGENERATE, rows, wrong.isEmpty() ? "None." : wrong);
  }

  private static String escaped(String text) {
    return text.replace("<", "&lt;").replace("|", "\\|");
  }
}
