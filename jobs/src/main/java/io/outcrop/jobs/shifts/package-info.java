/**
 * The weather report: how the facets and clusters of one workflow's traces are distributed now,
 * against the days before or against the version before.
 *
 * <p>Runs at the end of phase 5 and writes {@code facts.shift_candidates}; the gate publishes.
 */
package io.outcrop.jobs.shifts;
