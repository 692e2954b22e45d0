package io.outcrop.jobs.track;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.export.DatasetExport;
import io.outcrop.jobs.export.ReviewQueue;
import io.outcrop.jobs.export.Selection;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.show.ShownTrace;
import io.outcrop.jobs.show.TraceLink;
import io.outcrop.jobs.tables.EvalCasesTable;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.TrackedSeriesTable;
import io.outcrop.jobs.tables.TrackedTable.Tracked;
import io.outcrop.jobs.tables.TrackedTracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One warehouse from its first insights to tracked patterns, reviews and datasets, in this order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrackingTest {
  @TempDir static Path folder;
  private static PatternWarehouse made;
  private static Warehouse warehouse;
  private static Tracking tracking;
  private static String runBefore;

  @BeforeAll
  static void make() {
    made = PatternWarehouse.at(folder.resolve("warehouse"));
    warehouse = made.warehouse();
    tracking = new Tracking(warehouse, made.config(), Clock.systemUTC());
    runBefore = run().id();
  }

  private static Run run() {
    return Run.of(warehouse, made.config(), Run.Window.LATEST, Clock.systemUTC());
  }

  private static Tracking.Result track(String subject, String name, String where, String kind) {
    return tracking.track(
        new Tracking.Request(subject, name, where, kind, List.of("failure"), "ann", null));
  }

  @Test
  @Order(1)
  void cases_areOneForEachCause_andATransientOneHasAReason() {
    List<EvalCase> cases = Selection.of(warehouse, true).cases();

    assertThat(cases).hasSize(2);
    EvalCase loops = cases.get(0);
    assertThat(loops.cause()).isEqualTo("loop");
    assertThat(loops.grader()).isEqualTo(EvalCasesTable.ASSERTION);
    assertThat(loops.gate()).isEqualTo("override");
    assertThat(loops.failure()).isEqualTo("Goes round in a loop with repeated calls");
    assertThat(loops.lineageIds()).containsExactly("lineage-" + PatternWarehouse.LOOPS);
    // The gate's figures: no count of the traces as it is.
    assertThat(loops.traces()).isEqualTo(15);
    EvalCase faults = cases.get(1);
    assertThat(faults.cause()).isEqualTo("run_failed");
    assertThat(faults.isCase()).isFalse();
    assertThat(faults.noCaseReason()).isEqualTo("transient");
  }

  @Test
  @Order(2)
  void selection_withoutConfirmation_isEmpty() {
    assertThat(Selection.of(warehouse, false).cases()).isEmpty();
    assertThat(Selection.of(warehouse, false).leftOut()).isEqualTo(2);
  }

  @Test
  @Order(3)
  void tracked_pattern_isToldByItsEvidence() {
    Tracking.Result result = track("1", "loops", null, "auto");

    assertThat(result.tracked().predicate()).isEqualTo("loop");
    assertThat(result.tracked().precision()).isEqualTo(1);
    assertThat(result.tracked().recall()).isEqualTo(1);
    assertThat(result.traces()).isEqualTo(12);
    assertThat(Selection.of(warehouse, false).cases())
        .extracting(EvalCase::cause)
        .containsExactly("loop");
  }

  @Test
  @Order(4)
  void series_tellsEveryDay() {
    List<Row> days =
        warehouse
            .read(TrackedSeriesTable.TABLE)
            .orderBy("trace_date")
            .select("traces", "all_traces", "failing", "share")
            .collectAsList();

    assertThat(days).hasSize(3);
    assertThat(days.get(0).getLong(0)).isEqualTo(4);
    assertThat(days.get(0).getLong(1)).isEqualTo(20);
    assertThat(days.get(0).getLong(2)).isEqualTo(4);
    assertThat(days.get(0).getDouble(3)).isEqualTo(0.2);
  }

  @Test
  @Order(5)
  void run_afterwards_isAnotherAndHasTheFacet() {
    assertThat(run().id()).isNotEqualTo(runBefore);
    assertThat(
            run()
                .traces(warehouse)
                .where(col("custom").getItem("tracked.loops").equalTo("true"))
                .count())
        .isEqualTo(12);
    assertThat(run().traces(warehouse).count()).isEqualTo(60);
  }

  @Test
  @Order(6)
  void traces_thatComeLater_areClassifiedTheNextNight() {
    warehouse.append(
        TracesTable.TABLE,
        warehouse
            .read(TracesTable.TABLE)
            .where(col(TracesTable.TRACE_ID).equalTo("loop-00"))
            .withColumn(TracesTable.TRACE_ID, org.apache.spark.sql.functions.lit("loop-99"))
            .withColumn(
                TracesTable.TRACE_DATE,
                org.apache.spark.sql.functions.lit(PatternWarehouse.DAY.plusDays(9))),
        "test");

    Tracking.classify(
        warehouse,
        made.config(),
        PatternWarehouse.DAY.plusDays(9),
        PatternWarehouse.DAY.plusDays(9));

    assertThat(warehouse.read(TrackedTracesTable.TABLE).count()).isEqualTo(13);
    warehouse.delta(TracesTable.TABLE).delete("trace_id = 'loop-99'");
    Tracking.classify(warehouse, made.config(), LocalDate.EPOCH, null);
    assertThat(warehouse.read(TrackedTracesTable.TABLE).count()).isEqualTo(12);
  }

  @Test
  @Order(7)
  void definition_byRadius_findsTheMembersWithoutACondition() {
    Tracking.Result result = track("insight-loops", "loops", null, "radius");

    assertThat(result.tracked().predicate()).isNull();
    assertThat(result.tracked().radius()).isNotNull();
    assertThat(result.tracked().centre()).containsKey("issue:loop");
    assertThat(result.tracked().precision()).isEqualTo(1);
    assertThat(result.tracked().recall()).isEqualTo(1);
    assertThat(result.traces()).isEqualTo(12);
    // The same pattern, defined anew.
    assertThat(tracking.all()).hasSize(1);
  }

  @Test
  @Order(8)
  void condition_ofTheUser_isMeasured_andABadOneIsRefused() {
    Tracking.Result result = track("1", "loops", "repeated_calls > 3 OR failing", "auto");

    assertThat(result.tracked().precision()).isEqualTo(0.5);
    assertThat(result.traces()).isEqualTo(24);
    assertThatThrownBy(() -> track("1", "loops", "no_such_column > 3", "auto"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot use --where no_such_column > 3.")
        .hasMessageContaining("DESCRIBE");
    assertThatThrownBy(() -> track("1", "Bad Name", null, "auto"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("small letters");
    assertThatThrownBy(() -> track("99", null, null, "auto"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot find 99.");
  }

  @Test
  @Order(9)
  void reviewQueue_thatIsFilledIn_comesBackWithAPrecision() throws IOException {
    List<Row> queue =
        ReviewQueue.of(warehouse, null, 2, 7, new TraceLink(made.config().traceUrl()))
            .collectAsList();
    assertThat(queue).hasSize(12);
    assertThat(queue)
        .extracting(r -> r.<String>getAs("stratum"))
        .containsOnly("random", "near", "border");
    assertThat(queue.get(0).<String>getAs("trace_url"))
        .startsWith("https://viewer.example/2026-03-0");
    assertThat(queue.stream().map(r -> r.<String>getAs("trace_id")).distinct()).hasSize(12);

    StringBuilder csv = new StringBuilder("lineage_id,trace_id,stratum,reviewer,verdict,note\n");
    for (int i = 0; i < queue.size(); i++) {
      Row row = queue.get(i);
      csv.append(
          "%s,%s,%s,bob,%s,\"'=1+1, \"\"odd\"\"\"%n"
              .formatted(
                  row.getAs("lineage_id"),
                  row.getAs("trace_id"),
                  row.getAs("stratum"),
                  i == 0 ? "no" : i == 1 ? "" : "Yes"));
    }
    csv.append("lineage-failure-0-loops,loop-00,near,bob,,\n");
    Path file = Files.writeString(folder.resolve("filled.csv"), csv);
    Reviews reviews = new Reviews(warehouse, Clock.systemUTC());

    ReviewFile.Result result = new ReviewFile(warehouse, reviews).read(file, null);

    assertThat(result.imported()).isEqualTo(12);
    assertThat(result.empty()).isEqualTo(1);
    LabelPrecision all =
        LabelPrecision.of(reviews.all()).stream()
            .filter(p -> p.lineageId() == null && p.stratum().equals("all"))
            .findFirst()
            .orElseThrow();
    assertThat(all.fits()).isEqualTo(10);
    assertThat(all.misfits()).isEqualTo(1);
    assertThat(reviews.all()).extracting(r -> r.note()).contains("=1+1, \"odd\"");
    // Once more: the same reviews, none twice.
    new ReviewFile(warehouse, reviews).read(file, null);
    assertThat(reviews.all().stream().filter(r -> r.traceId() != null)).hasSize(12);
  }

  @Test
  @Order(10)
  void reviewFile_withBadRows_isRefusedAsAWhole() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.jsonl"),
            """
            {"lineage_id":"lineage-failure-0-loops","reviewer":"bob","verdict":"confirmed"}
            {"lineage_id":"nobody","reviewer":"bob","verdict":"confirmed"}
            {"insight_id":"insight-loops","reviewer":"bob","verdict":"perhaps so"}
            {"cluster_id":"failure-0-loops","verdict":"no"}
            """);
    Reviews reviews = new Reviews(warehouse, Clock.systemUTC());
    long before = reviews.all().size();

    assertThatThrownBy(() -> new ReviewFile(warehouse, reviews).read(file, null))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("row 2 names no lineage_id")
        .hasMessageContaining("row 3 has the verdict \"perhaps so\"")
        .hasMessageContaining("row 4 names no reviewer")
        .hasMessageContaining("3 rows cannot be used");
    assertThat(reviews.all()).hasSize((int) before);
  }

  @Test
  @Order(11)
  void dataset_isStratified_andRedacted() throws IOException {
    Selection selection = Selection.of(warehouse, false);
    StringWriter eval = new StringWriter();

    DatasetExport.Result result =
        new DatasetExport(warehouse, made.config(), selection)
            .write(DatasetExport.Form.EVAL, 5, new PrintWriter(eval, true));

    assertThat(result).isEqualTo(new DatasetExport.Result(5, 5));
    assertThat(eval.toString())
        .contains("\"label\":\"failing\"", "\"label\":\"succeeding\"", "\"trace_id\":\"loop-")
        .contains("https://viewer.example/")
        .doesNotContain("jane.roe@mail.example");

    StringWriter chats = new StringWriter();
    new DatasetExport(warehouse, made.config(), selection)
        .write(DatasetExport.Form.FINE_TUNING, 5, new PrintWriter(chats, true));
    assertThat(chats.toString().lines())
        .hasSize(5)
        .allSatisfy(
            line -> {
              var messages =
                  new com.fasterxml.jackson.databind.ObjectMapper().readTree(line).path("messages");
              assertThat(messages.get(0).path("role").asText()).isEqualTo("user");
              assertThat(messages.get(messages.size() - 1).path("role").asText())
                  .isEqualTo("assistant");
              assertThat(line).doesNotContain("jane.roe@mail.example");
            });
  }

  @Test
  @Order(12)
  void trace_isShown_redactedUnlessSaidOtherwise() {
    String shown = shown("loop-00", false);

    assertThat(shown)
        .contains("viewer      https://viewer.example/2026-03-01/loop-00")
        .contains("failing", "repeats the same call without progress")
        .contains("failure-0-loops  Goes round in a loop with repeated calls")
        .contains("insight insight-loops")
        .contains("TOOL  find_record", "FAILED", "returns: no such record")
        .contains("origin_span")
        .doesNotContain("jane.roe@mail.example", "\u001b");
    assertThat(shown("loop-00", true)).contains("jane.roe@mail.example").doesNotContain("\u001b");
    assertThatThrownBy(() -> shown("loop-0", false))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("several ids begin so: loop-00, loop-01");
    assertThatThrownBy(() -> shown("gone", false))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot show trace gone.");
  }

  private static String shown(String id, boolean raw) {
    StringWriter text = new StringWriter();
    ShownTrace.write(warehouse, made.config(), id, 300, raw, new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  @Order(13)
  void dismissed_pattern_isNoLongerTracked_norExported() {
    assertThat(tracking.dismiss("1", "ann", "known")).isPresent();

    assertThat(tracking.all()).extracting(Tracked::active).containsExactly(false);
    assertThat(warehouse.read(TrackedTracesTable.TABLE).count()).isZero();
    assertThat(Selection.of(warehouse, true).cases())
        .extracting(EvalCase::cause)
        .containsExactly("run_failed");
    assertThat(run().id()).isEqualTo(runBefore);
    assertThat(tracking.dismiss("2", "ann", null)).isEmpty();
  }
}
