package io.outcrop.jobs.evals;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.publish.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CauseTest {
  static Stream<Cause> causes() {
    List<Cause> all = new ArrayList<>(Cause.all());
    all.add(Cause.UNNAMED);
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("causes")
  void cause_hasACheckOrFourExamples_inPlainWords(Cause cause) {
    List<String> examples =
        Stream.of(cause.good(), cause.half(), cause.bad(), cause.beside())
            .filter(Objects::nonNull)
            .toList();

    assertThat(examples).hasSize(cause.check() == null ? 4 : 0);
    assertThat(Vocabulary.unknown(cause.expectation())).isEmpty();
    assertThat(examples).allSatisfy(text -> assertThat(Vocabulary.unknown(text)).isEmpty());
    assertThat(cause.shows()).allSatisfy(item -> assertThat(item).matches("[a-z_]+=.+"));
  }

  @Test
  void labels_areOfTheVocabulary() {
    assertThat(
            Vocabulary.unknown(
                "assertion judge none, block override log, transient, corrupt input"))
        .isEmpty();
  }

  @Test
  void leadingCause_isTheGravestThatHalfShow_andMoreThanOthers() {
    Map<String, Double> inside = Map.of("loop=true", 1.0, "issues=swallowed_error", 0.5);

    assertThat(Cause.leading(inside, Map.of())).map(Cause::code).contains("swallowed_error");
    assertThat(Cause.leading(inside, Map.of("issues=swallowed_error", 0.45)))
        .map(Cause::code)
        .contains("loop");
    assertThat(Cause.leading(Map.of("loop=true", 0.49), Map.of())).isEmpty();
    assertThat(Cause.of("no such code")).isSameAs(Cause.UNNAMED);
  }

  @Test
  void gate_followsTheSeverity() {
    assertThat(Stream.of("P0", "P1", "P2").map(EvalWording::gate))
        .containsExactly("block", "override", "log");
  }
}
