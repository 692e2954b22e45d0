package io.outcrop.jobs.insights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.jobs.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentsTest {
  @TempDir Path folder;

  @Test
  void csv_isReadWhateverTheSpellingOfTimes() {
    Deployments log =
        Deployments.parse(
            """
            Time;Component;Version;Note
            2026-11-12T23:30:00-02:00;planner;1.4;"a; b"
            2026-11-12 08:00:00;search;;
            1794441600;index;9;
            """);
    assertThat(log.bad()).isZero();
    assertThat(log.entries())
        .extracting(e -> e.day() + " " + e.name())
        .containsExactly("2026-11-13 planner 1.4", "2026-11-12 search", "2026-11-12 index 9");
  }

  @Test
  void rows_withoutTimeOrComponent_areCounted() {
    Deployments log =
        Deployments.parse(
            """
            {"time":"2026-11-12","component":"planner","version":2}
            {"time":"soon","component":"planner"}
            {"time":"2026-11-12"}
            {broken
            """);
    assertThat(log.bad()).isEqualTo(3);
    assertThat(log.entries()).hasSize(1);
    assertThat(log.justBefore(LocalDate.of(2026, 11, 13))).hasSize(1);
    assertThat(log.justBefore(LocalDate.of(2026, 11, 14))).isEmpty();
    assertThat(log.justBefore(LocalDate.of(2026, 11, 11))).isEmpty();
  }

  @Test
  void files_areReadByGlobAndAMissingOneIsTheUsersError() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "time,component\n2026-11-12,planner\n");
    Files.writeString(folder.resolve("b.jsonl"), "{\"time\":\"x\"}\n");
    assertThat(Deployments.read(List.of(folder + "/*"), new Configuration()))
        .satisfies(
            log -> {
              assertThat(log.entries()).hasSize(1);
              assertThat(log.bad()).isEqualTo(1);
            });
    assertThatThrownBy(() -> Deployments.read(List.of(folder + "/none.csv"), new Configuration()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none.csv");
  }
}
