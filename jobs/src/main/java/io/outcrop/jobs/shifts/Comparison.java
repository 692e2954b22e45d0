package io.outcrop.jobs.shifts;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.dayofweek;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import io.outcrop.jobs.tables.TracesTable;
import java.time.LocalDate;
import java.util.Locale;
import org.apache.spark.sql.Column;

/**
 * Which traces of a workflow are compared with which.
 *
 * <p>Of a window, the traces of some days with those of earlier ones. Of a version, its traces from
 * the day on which it came up with those of the version that it replaced.
 *
 * @param version null of a window
 * @param previous null of a window
 */
public record Comparison(
    Kind kind,
    Workflow workflow,
    String version,
    String previous,
    LocalDate dayFrom,
    LocalDate dayTo,
    LocalDate baselineFrom,
    LocalDate baselineTo,
    Days days) {

  /** What differs between the sides. */
  public enum Kind {
    WINDOW,
    MODEL,
    PROMPT,
    AGENT;

    /** How it is written in tables. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(VersionChanges.Kind kind) {
      return valueOf(kind.name());
    }
  }

  /** Which days of the week count, on both sides. */
  public enum Days {
    ALL,
    WEEKDAYS,
    WEEKENDS;

    /** How it is written in tables. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean hold(LocalDate day) {
      boolean weekend = day.getDayOfWeek().getValue() > 5;
      return this == ALL || weekend == (this == WEEKENDS);
    }
  }

  /** What a row of the table tells of its sides. */
  public static Comparison of(Shift shift) {
    return new Comparison(
        Kind.valueOf(shift.kind().toUpperCase(Locale.ROOT)),
        new Workflow(Workflow.Kind.of(shift.workflowKind()), shift.workflow()),
        shift.version(),
        shift.previous(),
        shift.dayFrom(),
        shift.dayTo(),
        shift.baselineFrom(),
        shift.baselineTo(),
        Days.valueOf(shift.days().toUpperCase(Locale.ROOT)));
  }

  /** The same on some days of the week alone. */
  Comparison on(Days some) {
    return new Comparison(
        kind, workflow, version, previous, dayFrom, dayTo, baselineFrom, baselineTo, some);
  }

  /** The same for the same question in any run. */
  String id() {
    return "shift-"
        + new Digest()
            .add(kind.label())
            .add(workflow.kind().label())
            .add(String.valueOf(workflow.name()))
            .add(String.valueOf(version))
            .add(String.valueOf(previous))
            .hex(12);
  }

  /** The facet that differs by choice, and so tells nothing; null of a window. */
  String facet() {
    return switch (kind) {
      case WINDOW -> null;
      case MODEL -> "model_versions";
      case PROMPT -> "prompt_hash";
      case AGENT -> "agent_version";
    };
  }

  /**
   * The side of each trace: true of those that are compared, false of those that they are compared
   * with, null of others.
   *
   * @see Workflow#TASK_TOP a column that the traces need besides
   */
  public Column side() {
    Column now = between(dayFrom, dayTo);
    Column before = between(baselineFrom, baselineTo);
    if (kind == Kind.MODEL) {
      now = now.and(array_contains(col("model_versions"), version));
      before =
          before
              .and(array_contains(col("model_versions"), previous))
              .and(not(array_contains(col("model_versions"), version)));
    } else if (kind != Kind.WINDOW) {
      now = now.and(col(facet()).equalTo(version));
      before = before.and(col(facet()).equalTo(previous));
    }
    return when(workflow.holds().and(ofDays()), when(now, true).when(before, false));
  }

  private static Column between(LocalDate from, LocalDate to) {
    return col(TracesTable.TRACE_DATE).between(lit(from), lit(to));
  }

  private Column ofDays() {
    Column weekend = dayofweek(col(TracesTable.TRACE_DATE)).isin(1, 7);
    return switch (days) {
      case ALL -> lit(true);
      case WEEKDAYS -> not(weekend);
      case WEEKENDS -> weekend;
    };
  }
}
