/**
 * Facets: one row of attributes per agent trace, computed without any engine.
 *
 * <p>{@link io.outcrop.facets.read} turns exported bytes into {@link
 * io.outcrop.facets.trace.Span}s, {@link io.outcrop.facets.trace} assembles the spans of one trace,
 * {@link io.outcrop.facets.detect} and {@link io.outcrop.facets.extract} look at it, {@link
 * io.outcrop.facets.redact} cleans what leaves.
 */
package io.outcrop.facets;
