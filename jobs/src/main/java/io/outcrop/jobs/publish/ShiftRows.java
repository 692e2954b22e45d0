package io.outcrop.jobs.publish;

import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.publish.SideSupport.Side;
import io.outcrop.jobs.shifts.Comparison;
import io.outcrop.jobs.shifts.ShiftWording;
import io.outcrop.jobs.tables.ShiftsTable;
import io.outcrop.jobs.tables.ShiftsTable.Change;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of {@code insights.shifts}: of the candidates those of which either side meets rules 1
 * and 6 by itself.
 *
 * <p>Names of versions and agents stand in every trace of a side that has passed, so that they have
 * company by that; values of facets need it as any term does.
 */
final class ShiftRows {
  private static final String CLUSTERS = "clusters.";
  private static final String TASK = "task";

  /** Amounts that perhaps one boundary's traces alone know: that they shifted is told, no mean. */
  private static final Set<String> KNOWN_TO_FEW =
      Set.of("evaluations", "rating", "grounded", "confidence");

  private final PublishSettings settings;
  private final Thresholds thresholds;
  private final TextGate texts;
  private final Map<String, String> titles;
  private final KeptBack keptBack;

  /** Takes what is said otherwise or not at all. */
  interface KeptBack {
    /**
     * Takes one.
     *
     * @param column with a point before it; empty for the whole row
     */
    void tell(String column, String shiftId, Ruling ruling);
  }

  /**
   * Rows of shifts.
   *
   * @param titles of published clusters, as they are told
   */
  ShiftRows(
      PublishSettings settings,
      Thresholds thresholds,
      TextGate texts,
      Map<String, String> titles,
      KeptBack keptBack) {
    this.settings = settings;
    this.thresholds = thresholds;
    this.texts = texts;
    this.titles = Map.copyOf(titles);
    this.keptBack = keptBack;
  }

  /** The texts of traces that rows want to tell. */
  static Stream<String> wanted(List<Shift> candidates) {
    return candidates.stream()
        .flatMap(
            shift ->
                Stream.concat(
                    names(shift),
                    shift.changes().stream()
                        .filter(change -> !change.facet().startsWith(CLUSTERS))
                        .map(Change::value)));
  }

  /** What each trace of a side carries. */
  static Stream<String> names(Shift shift) {
    return Stream.of(
            shift.workflowKind().equals(TASK) ? null : shift.workflow(),
            shift.version(),
            shift.previous())
        .filter(Objects::nonNull);
  }

  /** The rows, by rank. */
  List<Row> of(
      List<Shift> candidates,
      Dataset<Row> traces,
      Dataset<Row> boundaries,
      Dataset<Row> assignments) {
    List<Comparison> comparisons = candidates.stream().map(Comparison::of).toList();
    SideSupport support =
        SideSupport.of(comparisons, traces, boundaries, assignments, settings, thresholds.most());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Shift shift = candidates.get(i);
      Side now = support.now(i);
      Side before = support.before(i);
      Ruling ruling = ruling(now, support.kept());
      ruling = ruling == null ? ruling(before, support.kept()) : ruling;
      if (shift.workflowKind().equals(TASK) && !titles.containsKey(shift.workflow())) {
        ruling = new Ruling("remainder", "its task is not published");
      }
      if (ruling != null) {
        keptBack.tell("", shift.shiftId(), ruling);
      } else {
        rows.add(told(shift, now, before, support.kept(), rows.size() + 1));
      }
    }
    return rows;
  }

  /** Why a side may not be told; null where it may. */
  private Ruling ruling(Side side, int kept) {
    Crowd crowd = side.crowd(kept);
    Minimum needed = thresholds.of("", crowd);
    if (!needed.isMetBy(crowd)) {
      boolean few = crowd.boundaries().size() < needed.boundaries();
      return new Ruling(
          few ? "min-tenants" : "min-traces",
          "a side covers %d of %d %ss and %d of %d traces"
              .formatted(
                  crowd.boundaries().size(),
                  needed.boundaries(),
                  settings.boundary(),
                  crowd.traces(),
                  needed.traces()));
    }
    return side.largest() > settings.maxShare() * crowd.traces()
        ? new Ruling("max-share", "a side is mostly one " + settings.boundary() + "'s")
        : null;
  }

  private Row told(Shift shift, Side now, Side before, int kept, int rank) {
    Crowd ofNow = now.crowd(kept);
    Crowd ofBefore = before.crowd(kept);
    Minimum needed = thresholds.of("", ofNow).and(thresholds.of("", ofBefore));
    LocalDate since = now.reached(needed, kept);
    Standing standing =
        new Standing(
            needed,
            shift.traces(),
            shift.baselineTraces(),
            Coarse.traces(ofNow.traces(), needed.traces()),
            Coarse.boundaries(now.boundaries(), needed.boundaries()),
            0,
            // Of a window it is the configuration's; a version's first trace would tell of one.
            shift.version() == null || since == null ? shift.dayFrom() : since,
            Set.of());
    Shift counted =
        named(shift)
            .counted(ofNow.traces(), now.boundaries(), ofBefore.traces(), before.boundaries());
    RowGate rules =
        new RowGate(
            texts,
            (column, text) -> keptBack.tell("." + column, shift.shiftId(), Ruling.SAID_OTHERWISE));
    Shift told =
        ShiftsTable.ROWS.fromRow(
            rules.apply(
                ShiftsTable.ROWS.toRow(counted),
                ShiftsTable.ROWS.schema(),
                TableRules.SHIFTS,
                standing));
    List<Change> changes = told.changes().stream().map(ShiftRows::pointed).toList();
    Shift said =
        told.with(changes, (int) changes.stream().filter(Change::shifted).count()).placed(rank);
    return ShiftsTable.ROWS.toRow(said.said(ShiftWording.sentence(said)));
  }

  /** Clusters by their told titles; those that are not published are not told of. */
  private Shift named(Shift shift) {
    List<Change> changes = new ArrayList<>();
    for (Change change : shift.changes()) {
      if (!change.facet().startsWith(CLUSTERS)) {
        changes.add(KNOWN_TO_FEW.contains(change.facet()) ? change.withoutMeans() : change);
      } else if (titles.containsKey(change.value())) {
        changes.add(change.of(titles.get(change.value())));
      }
    }
    Shift named = shift.with(changes, shift.shifted());
    return shift.workflowKind().equals(TASK)
        ? named.ofWorkflow(titles.get(shift.workflow()))
        : named;
  }

  /** Points follow from the shares that are told. */
  private static Change pointed(Change change) {
    return change.share() == null || change.baselineShare() == null
        ? change
        : change.told(Coarse.derived(100 * (change.share() - change.baselineShare())));
  }
}
