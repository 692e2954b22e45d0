package io.outcrop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.facets.Facets;
import io.outcrop.jobs.ingest.Ingest;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.RejectsTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Side files of outcomes, from file to facets. */
class OutcomesTest {
  @TempDir Path folder;
  private Path inputs;

  @BeforeEach
  void prepare() {
    inputs = folder.resolve("in");
    OtlpLines.write(
        inputs.resolve("traces.json"), List.of(ofSession(1, "s1"), ofSession(2, "s1"), trace(3)));
  }

  private static String trace(int number) {
    return OtlpLines.span(number, 1, 0, "t1", Map.of("output.value", "done"));
  }

  private static String ofSession(int number, String session) {
    return OtlpLines.span(
        number, 1, 0, "t1", Map.of("session.id", session, "output.value", "done"));
  }

  private Warehouse warehouse() {
    return new Warehouse(LocalSpark.session(), folder.resolve("warehouse").toString());
  }

  private Nightly nightly(String... files) {
    String list = String.join("\",\"", files);
    return new Nightly(
        warehouse(),
        OutcropConfig.load(null, List.of("outcrop.ingest.outcomes=[\"" + list + "\"]")),
        Clock.systemUTC());
  }

  private String csv(String name, String... rows) {
    return OtlpLines.write(folder.resolve(name), List.of(rows)).toString();
  }

  private Row row(int trace) {
    return warehouse()
        .read(TracesTable.TABLE)
        .where("trace_id = '" + OtlpLines.traceId(trace) + "'")
        .select("outcomes", "evaluations", "failing", "rating")
        .head();
  }

  @Test
  void outcomes_ofTracesAndSessions_joinTheirFacets() {
    String file =
        csv(
            "some.csv",
            "Trace ID,session_id,metric,score,timestamp",
            OtlpLines.traceId(1).toUpperCase(java.util.Locale.ROOT) + ",,success,0,2026-03-03",
            ",s1,csat,4,2026-03-03T10:00:00Z",
            ",s1,csat,2,2026-03-03T09:00:00Z",
            ",s1,reason,\"late, \"\"very\"\" late\",",
            "unknown,,success,1,",
            ",,success,1,",
            OtlpLines.traceId(3) + ",,rating,-1,");
    Nightly nightly = nightly(file);

    Ingest.Result read = nightly.ingest(List.of(inputs.toString()));
    Facets.Result facets = nightly.facets();

    assertThat(read.outcomes()).isEqualTo(5);
    assertThat(read.outcomeRejects()).isEqualTo(1);
    assertThat(read.rejects()).isZero();
    assertThat(facets.unknownOutcomes()).isEqualTo(1);
    assertThat(row(1).getJavaMap(0))
        .isEqualTo(Map.of("success", "0", "csat", "4", "reason", "late, \"very\" late"));
    assertThat(row(1).getJavaMap(1)).isEqualTo(Map.of("success", 0.0, "csat", 4.0));
    assertThat(row(1).getBoolean(2)).isTrue();
    assertThat(row(2).getJavaMap(0))
        .isEqualTo(Map.of("csat", "4", "reason", "late, \"very\" late"));
    assertThat(row(2).getBoolean(2)).isFalse();
    assertThat(row(3).getDouble(3)).isEqualTo(-1);
    Row ledger = warehouse().read(ObjectsTable.TABLE).where("dialect = 'outcomes'").head();
    assertThat(ledger.<Long>getAs(ObjectsTable.RECORDS)).isEqualTo(7);
    assertThat(ledger.<Long>getAs("outcomes")).isEqualTo(5);
    assertThat(ledger.<Long>getAs(ObjectsTable.DUPLICATES)).isEqualTo(1);
    assertThat(ledger.<Long>getAs(ObjectsTable.REJECTS)).isEqualTo(1);
    Row reject = warehouse().read(RejectsTable.TABLE).head();
    assertThat(reject.getString(1)).isEqualTo("row 6");
    assertThat(reject.getString(2)).isEqualTo("INVALID_OUTCOME");
    assertThat(reject.getString(3)).isEqualTo("there is no trace_id and no session_id");
  }

  @Test
  void file_changed_updatesTheTracesItSaysOtherThingsOf() {
    String one = OtlpLines.traceId(1);
    String three = OtlpLines.traceId(3);
    String file =
        csv("some.jsonl", json(one, "success", "true"), "", json(three, "note", "\"fine\""));
    nightly(file).ingest(List.of(inputs.toString()));
    nightly(file).facets();
    assertThat(row(1).getJavaMap(1)).isEqualTo(Map.of("success", 1.0));

    csv("some.jsonl", json(one, "success", "false"), json(three, "note", "\"fine\""), "{cut");
    Ingest.Result again = nightly(file).ingest(List.of(inputs.toString()));
    Facets.Result facets = nightly(file).facets();

    assertThat(again.objects()).isZero();
    assertThat(again.outcomes()).isEqualTo(2);
    assertThat(again.outcomeRejects()).isEqualTo(1);
    assertThat(facets.computed()).isEqualTo(1);
    assertThat(row(1).getJavaMap(1)).isEqualTo(Map.of("success", 0.0));
    assertThat(row(3).getJavaMap(0)).isEqualTo(Map.of("note", "fine"));

    assertThat(nightly(file).ingest(List.of(inputs.toString())).outcomes()).isZero();
    assertThat(nightly(file).facets().computed()).isZero();
  }

  @Test
  void session_withAnotherOutcome_updatesAllItsTraces() {
    String file = csv("s.csv", "session,name,value", "s1,resolved,yes");
    nightly(file).ingest(List.of(inputs.toString()));
    nightly(file).facets();

    csv("s.csv", "session,name,value", "s1,resolved,no way");
    nightly(file).ingest(List.of(inputs.toString()));

    assertThat(nightly(file).facets().computed()).isEqualTo(2);
    assertThat(row(2).getJavaMap(0)).isEqualTo(Map.of("resolved", "no way"));
    assertThat(row(2).getJavaMap(1)).isEmpty();
  }

  private static String json(String trace, String name, String value) {
    return "{\"traceId\":\"%s\",\"name\":\"%s\",\"value\":%s}".formatted(trace, name, value);
  }

  @Test
  void files_ofParquetAndJsonLists_areTold() {
    Path parquet = folder.resolve("parquet");
    LocalSpark.session()
        .sql(
            "SELECT '%s' AS trace_id, 'csat' AS name, 3.5D AS value, TIMESTAMP '2026-03-03' AS time"
                .formatted(OtlpLines.traceId(1)))
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(parquet.toString());
    String list = csv("list.json", "[" + json(OtlpLines.traceId(3), "csat", "5") + "]");

    Ingest.Result read = nightly(parquet.toString(), list).ingest(List.of(inputs.toString()));
    nightly(parquet.toString(), list).facets();

    assertThat(read.outcomes()).isEqualTo(2);
    assertThat(row(1).getJavaMap(1)).isEqualTo(Map.of("csat", 3.5));
    assertThat(row(3).getJavaMap(1)).isEqualTo(Map.of("csat", 5.0));
  }

  @Test
  void file_broken_isARejectAndTriedAgain() {
    String broken = csv("broken.parquet", "PAR1 and no more");

    Ingest.Result read = nightly(broken).ingest(List.of(inputs.toString()));

    assertThat(read.spans()).isEqualTo(3);
    assertThat(read.outcomeRejects()).isEqualTo(1);
    assertThat(warehouse().read(RejectsTable.TABLE).head().getString(2))
        .isEqualTo("UNREADABLE_OBJECT");
    assertThat(nightly(broken).ingest(List.of(inputs.toString())).outcomeRejects()).isEqualTo(1);
  }
}
