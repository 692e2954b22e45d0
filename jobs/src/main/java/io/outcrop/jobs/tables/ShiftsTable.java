package io.outcrop.jobs.tables;

import java.time.LocalDate;
import java.util.List;

/**
 * {@code facts.shift_candidates}, all comparisons of a run, and {@code insights.shifts}, the
 * published ones; both have the same columns. A row compares the traces of one workflow with
 * earlier ones, or with those of the version before, facet by facet.
 */
public final class ShiftsTable {
  public static final String RANK = "rank";
  public static final String KIND = "kind";

  /**
   * One facet, or the clusters of one axis, on both sides.
   *
   * @param facet as in evidence; {@code clusters.AXIS} for the middle clusters of an axis
   * @param value the one whose share moved most; null of an amount
   * @param share of the traces with the value, 0 to 1; null of an amount
   * @param baselineShare the same of the baseline, were its weekdays as frequent as now
   * @param points the first less the second, in hundredths
   * @param mean of an amount, over the traces that know it; null of other facets
   * @param percent by how much the mean moved
   * @param divergence of all values of the facet: Jensen and Shannon's, in bits, 0 to 1
   * @param nullMedian the divergence's median where nothing shifted
   * @param null95 its 95th percentile there
   * @param pValue chance of such a divergence where nothing shifted
   * @param qValue after Benjamini-Hochberg over all comparisons of the run
   * @param shifted whether that is told for a shift
   */
  public record Change(
      String facet,
      String value,
      Double share,
      Double baselineShare,
      Double points,
      Double mean,
      Double baselineMean,
      Double percent,
      double divergence,
      double nullMedian,
      double null95,
      double pValue,
      double qValue,
      boolean shifted) {

    /** The same, judged among all comparisons. */
    public Change judged(double q, boolean isShift) {
      return new Change(
          facet,
          value,
          share,
          baselineShare,
          points,
          mean,
          baselineMean,
          percent,
          divergence,
          nullMedian,
          null95,
          pValue,
          q,
          isShift);
    }

    /** The same without its means. */
    public Change withoutMeans() {
      return new Change(
          facet,
          value,
          share,
          baselineShare,
          points,
          null,
          null,
          null,
          divergence,
          nullMedian,
          null95,
          pValue,
          qValue,
          shifted);
    }

    /** The same of a value by another name. */
    public Change of(String name) {
      return new Change(
          facet,
          name,
          share,
          baselineShare,
          points,
          mean,
          baselineMean,
          percent,
          divergence,
          nullMedian,
          null95,
          pValue,
          qValue,
          shifted);
    }

    /** The same with its points worked out from other shares. */
    public Change told(Double moved) {
      return new Change(
          facet,
          value,
          share,
          baselineShare,
          moved,
          mean,
          baselineMean,
          percent,
          divergence,
          nullMedian,
          null95,
          pValue,
          qValue,
          shifted);
    }
  }

  /**
   * One comparison.
   *
   * @param shiftId of kind, workflow and versions, the same from run to run
   * @param rank 1 is the worst
   * @param kind window, model, prompt or agent: what differs between the sides
   * @param tenants distinct ones behind either side; nought in candidates, the gate counts them
   * @param workflowKind agent, task_type, task (a top cluster of the axis task) or all
   * @param workflow its name; a cluster's id or title; null of all
   * @param version the new one; null of a window
   * @param previous the one that it replaced
   * @param dayFrom first day of the traces that are compared
   * @param baselineFrom first day of those that they are compared with
   * @param days all, weekdays or weekends: which days of both count
   * @param tested facets that were compared
   * @param shifted of these the ones that shifted
   * @param divergence the largest of those that shifted for the worse, else of those that shifted,
   *     else of all
   * @param changes the shifted ones first, the worst of them first
   */
  public record Shift(
      String runId,
      String shiftId,
      int rank,
      String scope,
      String kind,
      String workflowKind,
      String workflow,
      String version,
      String previous,
      LocalDate dayFrom,
      LocalDate dayTo,
      LocalDate baselineFrom,
      LocalDate baselineTo,
      String days,
      long traces,
      long tenants,
      long baselineTraces,
      long baselineTenants,
      int tested,
      int shifted,
      double divergence,
      String sentence,
      List<Change> changes) {
    /** The same at another rank. */
    public Shift placed(int place) {
      return new Shift(
          runId,
          shiftId,
          place,
          scope,
          kind,
          workflowKind,
          workflow,
          version,
          previous,
          dayFrom,
          dayTo,
          baselineFrom,
          baselineTo,
          days,
          traces,
          tenants,
          baselineTraces,
          baselineTenants,
          tested,
          shifted,
          divergence,
          sentence,
          changes);
    }

    /** The same in another sentence. */
    public Shift said(String line) {
      return new Shift(
          runId,
          shiftId,
          rank,
          scope,
          kind,
          workflowKind,
          workflow,
          version,
          previous,
          dayFrom,
          dayTo,
          baselineFrom,
          baselineTo,
          days,
          traces,
          tenants,
          baselineTraces,
          baselineTenants,
          tested,
          shifted,
          divergence,
          line,
          changes);
    }

    /** The same with who stands behind either side. */
    public Shift counted(long now, long tenantsNow, long before, long tenantsBefore) {
      return new Shift(
          runId,
          shiftId,
          rank,
          scope,
          kind,
          workflowKind,
          workflow,
          version,
          previous,
          dayFrom,
          dayTo,
          baselineFrom,
          baselineTo,
          days,
          now,
          tenantsNow,
          before,
          tenantsBefore,
          tested,
          shifted,
          divergence,
          sentence,
          changes);
    }

    /** The same with another name of the workflow. */
    public Shift ofWorkflow(String name) {
      return new Shift(
          runId,
          shiftId,
          rank,
          scope,
          kind,
          workflowKind,
          name,
          version,
          previous,
          dayFrom,
          dayTo,
          baselineFrom,
          baselineTo,
          days,
          traces,
          tenants,
          baselineTraces,
          baselineTenants,
          tested,
          shifted,
          divergence,
          sentence,
          changes);
    }

    /** The same with other changes, so many of which shifted. */
    public Shift with(List<Change> some, int count) {
      return new Shift(
          runId,
          shiftId,
          rank,
          scope,
          kind,
          workflowKind,
          workflow,
          version,
          previous,
          dayFrom,
          dayTo,
          baselineFrom,
          baselineTo,
          days,
          traces,
          tenants,
          baselineTraces,
          baselineTenants,
          tested,
          count,
          divergence,
          sentence,
          some);
    }
  }

  public static final RecordRows<Shift> ROWS = RecordRows.of(Shift.class);
  public static final Table FACTS = Table.ofRuns(Zone.FACTS, "shift_candidates", ROWS.schema());
  public static final Table INSIGHTS = Table.ofRuns(Zone.INSIGHTS, "shifts", ROWS.schema());

  private ShiftsTable() {}
}
