package io.outcrop.jobs.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.system.Nights.Undisturbed;
import io.outcrop.jobs.system.OutcropProcess.Result;
import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A night that is killed loses nothing and shows nothing half-made. */
class KilledNightIT {
  private static final int KILLED = 128 + 9;

  private final Undisturbed night = Nights.undisturbed();
  private final Path warehouse = Nights.folder("killed");

  private OutcropProcess start() {
    return OutcropProcess.start(Nights.nightly(night.inputs(), warehouse, "--master", "local[2]"));
  }

  private void killAt(String saying) {
    Result result = start().killWhenItSays(saying);
    assertThat(result.code()).as("killed at %s: %s", saying, result.err()).isEqualTo(KILLED);
    assertNothingVisible();
  }

  /** The first commit of a table holds its first rows, unless the table is made before them. */
  private void killAfterCommit(int version, String table) {
    String commit = String.format("_delta_log/%020d.json", version);
    Result result = start().killWhenThereIs(warehouse.resolve(table).resolve(commit));
    assertThat(result.code()).as("killed at %s: %s", table, result.err()).isEqualTo(KILLED);
    assertNothingVisible();
  }

  private void assertNothingVisible() {
    String query = "SELECT * FROM outcrop_insights.clusters";
    new SqlNames(new Warehouse(LocalSpark.session(), warehouse.toString())).register(query);
    assertThat(LocalSpark.session().sql(query).isEmpty()).isTrue();
  }

  /** Each start goes through the phase in which the one before was killed, and on to the next. */
  @Test
  void night_killedAgainAndAgain_endsAsIfNot() {
    killAt("ingest: reading");
    killAfterCommit(1, "telemetry/spans");
    killAt("facets: computing");
    killAfterCommit(0, "facts/traces");
    killAt("cluster: axis behavior");
    killAt("publish: ");
    killAfterCommit(0, "insights/clusters");

    Nights.run(night.inputs(), warehouse, "--master", "local[2]");

    TableTexts.assertSame(TableTexts.of(warehouse), night.tables());
  }
}
