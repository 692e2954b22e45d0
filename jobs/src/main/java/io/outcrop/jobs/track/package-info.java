/**
 * What people say of patterns, and the patterns that they want to be told of every night.
 *
 * <p>Kept in {@code ops} under a pattern's lineage, so that it outlives the clusters of one run.
 */
package io.outcrop.jobs.track;
