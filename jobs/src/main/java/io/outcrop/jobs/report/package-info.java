/**
 * Phase 8: one self-contained page of what is published.
 *
 * <p>Reads the zone {@code insights} and of {@code ops} only counts; never {@code facts} or {@code
 * telemetry}.
 */
package io.outcrop.jobs.report;
