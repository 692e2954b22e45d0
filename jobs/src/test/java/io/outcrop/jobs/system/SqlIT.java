package io.outcrop.jobs.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.jobs.system.OutcropProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlIT {
  private static final String QUERY =
      "SELECT rank, severity, evidence FROM outcrop_insights.insights ORDER BY rank";

  private final Path warehouse = Nights.undisturbed().warehouse();
  private final Path folder = Nights.folder("sql");

  @Test
  void script_throughASymlinkInAnotherFolder_answersInJson() throws IOException {
    Path link =
        Files.createSymbolicLink(
            Files.createDirectories(folder.resolve("a bin")).resolve("oc"), OutcropProcess.SCRIPT);
    Files.createSymbolicLink(folder.resolve("warehouse"), warehouse);

    Result result =
        OutcropProcess.start(
                link, folder, "sql", QUERY, "--warehouse", "warehouse", "--format", "json")
            .await();

    assertThat(result.code()).as(result.err()).isZero();
    List<String> lines = result.out().lines().toList();
    assertThat(lines).isNotEmpty();
    for (int i = 0; i < lines.size(); i++) {
      JsonNode row = new ObjectMapper().readTree(lines.get(i));
      assertThat(row.path("rank").asInt()).isEqualTo(i + 1);
      assertThat(row.path("severity").asText()).matches("P[012]");
      assertThat(row.path("evidence").isArray()).isTrue();
    }
  }

  @Test
  void query_toAFile_leavesStandardOutputEmpty() throws IOException {
    Path file = folder.resolve("out.csv");

    Result result =
        OutcropProcess.run(
            "sql",
            QUERY,
            "--warehouse",
            warehouse.toString(),
            "--format",
            "csv",
            "--out",
            file.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(Files.readAllLines(file)).startsWith("rank,severity,evidence");
    assertThat(Files.readAllLines(file).get(1)).matches("1,P[012],\"\\[\\{\"\"facet.*");
  }

  @Test
  void query_byDefault_answersWithATable() {
    Result result =
        OutcropProcess.run(
            "sql",
            "SELECT level, count(*) AS clusters FROM outcrop_facts.clusters GROUP BY level"
                + " ORDER BY level",
            "--warehouse",
            warehouse.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines().map(String::strip))
        .startsWith("level  clusters", "-----  --------")
        .endsWith("3 rows");
  }
}
