package io.outcrop.jobs.shifts;

import static org.apache.spark.sql.functions.col;

import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.cluster.FacetItems;
import io.outcrop.jobs.config.ShiftSettings;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.shifts.VersionChanges.Count;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ShiftsTable;
import io.outcrop.jobs.tables.ShiftsTable.Change;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import io.outcrop.jobs.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The distribution of every facet and of the clusters of every axis, now against before, as rows of
 * {@code facts.shift_candidates}.
 *
 * <p>Compared are the latest days with those before, and the traces of a version with those of the
 * version that it replaced; always within one workflow, of like weekdays, and where both sides have
 * enough traces.
 */
public final class Shifts {
  private final ShiftSettings settings;
  private final long seed;

  Shifts(ShiftSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  /** Writes the candidates of a run; returns how many comparisons. */
  public static int run(Warehouse warehouse, Run run) {
    Shifts shifts = new Shifts(run.config().shifts(), run.config().seed());
    List<Shift> found =
        run.traces() < 2L * run.config().shifts().minBaseline()
            ? List.of()
            : shifts.of(warehouse, run);
    warehouse.replaceRun(
        ShiftsTable.FACTS,
        warehouse
            .spark()
            .createDataFrame(
                found.stream().map(ShiftsTable.ROWS::toRow).toList(), ShiftsTable.FACTS.schema()),
        run.id());
    return found.size();
  }

  private List<Shift> of(Warehouse warehouse, Run run) {
    Dataset<Row> traces = run.traces(warehouse);
    ShiftCounts counts =
        new ShiftCounts(
            traces,
            warehouse
                .read(AssignmentsTable.TABLE, run.id())
                .where(col(AssignmentsTable.UNIT).equalTo(AssignmentsTable.TRACE)),
            run.config().publish().boundary());
    List<Count> versions = counts.versions(settings.minBaseline());
    List<Comparison> comparisons =
        Plan.of(
            settings,
            run.windowStart(),
            run.windowEnd(),
            versions,
            new VersionChanges(run.config().insights().changeQValue()).of(versions));
    Progress.step(
        warehouse.spark(),
        Phase.INSIGHTS,
        "comparing facets and clusters over days and versions, %d times"
            .formatted(comparisons.size()));
    return told(run.id(), comparisons, counts.of(comparisons));
  }

  /** The rows, the worst first. */
  List<Shift> told(
      String runId, List<Comparison> comparisons, Map<Integer, List<FacetCounts>> counts) {
    List<FacetCounts> sizes = new ArrayList<>();
    List<List<Change>> changes = new ArrayList<>();
    List<Comparison> kept = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      Comparison comparison = comparisons.get(i);
      List<FacetCounts> ofAll = counts.getOrDefault(i, List.of());
      FacetCounts all = ofAll.stream().filter(c -> c.facet().isEmpty()).findFirst().orElse(null);
      if (all == null) {
        continue;
      }
      FacetTests tests = new FacetTests(settings, seed ^ comparison.id().hashCode(), all);
      if (!tests.isTooSmall()) {
        kept.add(comparison);
        sizes.add(all);
        changes.add(
            tests.of(
                ofAll.stream()
                    .filter(c -> !c.facet().isEmpty() && !c.facet().equals(comparison.facet()))
                    .toList()));
      }
    }
    double[] qValues =
        FacetTests.qValues(
            changes.stream().flatMap(List::stream).mapToDouble(Change::pValue).toArray());
    List<Shift> shifts = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < kept.size(); i++) {
      List<Change> judged = new ArrayList<>();
      for (Change change : changes.get(i)) {
        judged.add(judged(change, qValues[at++]));
      }
      shifts.add(shift(runId, kept.get(i), sizes.get(i), Badness.worstFirst(judged)));
    }
    shifts.sort(Badness.SHIFTS);
    return ranked(shifts);
  }

  /** Until here {@code shifted} says whether it moved by enough to be told. */
  private Change judged(Change change, double qValue) {
    return change.judged(
        qValue,
        change.shifted()
            && qValue <= settings.maxQValue()
            && change.divergence() > change.null95());
  }

  private static Shift shift(
      String runId, Comparison comparison, FacetCounts all, List<Change> changes) {
    List<Change> told = changes.stream().filter(Change::shifted).toList();
    List<Change> worse = told.stream().filter(Badness::isWorse).toList();
    List<Change> foremost = !worse.isEmpty() ? worse : !told.isEmpty() ? told : changes;
    return new Shift(
        runId,
        comparison.id(),
        0,
        "all",
        comparison.kind().label(),
        comparison.workflow().kind().label(),
        comparison.workflow().name(),
        comparison.version(),
        comparison.previous(),
        comparison.dayFrom(),
        comparison.dayTo(),
        comparison.baselineFrom(),
        comparison.baselineTo(),
        comparison.days().label(),
        all.onNow(),
        0,
        all.onBefore(),
        0,
        changes.size(),
        told.size(),
        foremost.stream().mapToDouble(Change::divergence).max().orElse(0),
        "",
        shown(changes));
  }

  /** Of facets with many values that all stand still, one value is enough. */
  private static List<Change> shown(List<Change> changes) {
    Set<String> seen = new HashSet<>();
    return changes.stream()
        .filter(
            change ->
                seen.add(change.facet()) || change.shifted() || !FacetItems.hasMany(change.facet()))
        .toList();
  }

  private static List<Shift> ranked(List<Shift> shifts) {
    List<Shift> ranked = new ArrayList<>();
    for (Shift shift : shifts) {
      Shift placed = shift.placed(ranked.size() + 1);
      ranked.add(placed.said(ShiftWording.sentence(placed)));
    }
    return ranked;
  }
}
