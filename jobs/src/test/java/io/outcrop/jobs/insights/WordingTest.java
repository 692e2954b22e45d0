package io.outcrop.jobs.insights;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.tables.InsightsTable.Change;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordingTest {
  private static final Wording.Size SIZE = new Wording.Size(1200, 9, 0.12, 0.9, 0.05);

  @Test
  void subject_ofATask_saysHowItsRequestsFare() {
    assertThat(Wording.subject("About new york, upcoming changes, seats, bags", "bad"))
        .isEqualTo("Requests about new york, upcoming changes and seats fail more often");
    assertThat(Wording.subject("About new york", "good"))
        .isEqualTo("Requests about new york fail less often");
    assertThat(Wording.subject("Goes round in a loop", "bad")).isEqualTo("Goes round in a loop");
  }

  @Test
  void headline_ofAPatternThatCame_saysSinceWhen() {
    LocalDate day = LocalDate.of(2026, 11, 12);
    assertThat(Wording.headline("Times out", "new", day, SIZE))
        .isEqualTo(
            "Times out (new since 12 November): 1,200 traces of 9 tenants (12 % of all), 90 %"
                + " failing against 5.0 % elsewhere.");
    assertThat(Wording.headline("Times out", "growing", day, SIZE))
        .startsWith("Times out (growing): ");
    assertThat(Wording.headline("Times out", "stable", day, SIZE)).startsWith("Times out: ");
  }

  @Test
  void whyDifferent_saysEachThingOnceAndApartFromPeers() {
    List<Evidence> evidence =
        List.of(
            new Evidence("failing", "true", 1, 0.1, 10, 0),
            new Evidence("loop", "true", 0.9, 0.1, 9, 0),
            new Evidence("issues", "loop", 0.9, 0.1, 9, 0),
            new Evidence("model_versions", "m-2", 0.7, 0.2, 3, 0),
            new Evidence("tool_error_count", "many", 0.8, 0.1, 8, 0, "same task", 60L, 5L));
    assertThat(Wording.whyDifferent(null, evidence, "bad", "It holds."))
        .isEqualTo(
            "A loop in 90 % of the members and 10 % of other traces; model version m-2 in 70 % of"
                + " the members and 20 % of other traces. Many tool errors in 80 % of the members"
                + " and 10 % of succeeding traces of the same task. It holds.");
    assertThat(Wording.whyDifferent("In words.", List.of(), "bad", null))
        .isEqualTo("In words. Nothing sets it clearly apart.");
  }

  @Test
  void cause_tellsWhatCameInOnTheSameDay() {
    LocalDate day = LocalDate.of(2026, 11, 12);
    List<Change> changes =
        List.of(
            new Change("model version", "m-2", day, 0.31, 100, 6, 0.02, 400, 0),
            new Change("prompt", "", day, 0.3, 100, 6, 0.03, 400, 0),
            new Change("agent version", "7", day.plusDays(1), 0.3, 100, 6, 0.03, 400, 0));
    assertThat(Wording.cause("It guesses.", changes))
        .isEqualTo(
            "It guesses. It began or grew with model version m-2 on 12 November: 31 % of the"
                + " traces with it against 2.0 % of those without. On the same day came another"
                + " prompt.");
    assertThat(Wording.cause("It guesses.", List.of())).isEqualTo("It guesses.");
    assertThat(Wording.cause(null, changes)).isNull();
  }
}
