package io.outcrop.jobs.config;

/**
 * Keys under {@code outcrop.shifts}.
 *
 * @param windowDays latest days that are compared with those before
 * @param minBaseline traces that either side needs within a workflow
 * @param matchWeekdays whether weekdays are compared with the same ones
 * @param maxQValue chance that a steady window tells of any shift
 * @param minPoints least move of a share, in hundredths
 * @param draws random exchanges behind each null distribution
 */
public record ShiftSettings(
    int windowDays,
    int minBaseline,
    boolean matchWeekdays,
    double maxQValue,
    double minPoints,
    int draws) {

  static ShiftSettings read(ConfigReader r) {
    return new ShiftSettings(
        r.integer("outcrop.shifts.window-days", 1, 36_500),
        r.integer("outcrop.shifts.min-baseline", 1, 1_000_000_000),
        r.flag("outcrop.shifts.match-weekdays"),
        r.number("outcrop.shifts.max-q-value", 0, 1),
        r.number("outcrop.shifts.min-points", 0, 100),
        r.integer("outcrop.shifts.draws", 20, 100_000));
  }
}
