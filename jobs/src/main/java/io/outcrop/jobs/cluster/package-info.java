/**
 * Phase 4: base clusters over sentence vectors, names for them, and a hierarchy grown from the
 * names.
 *
 * <p>Sums are of integers and ties go to the lowest, so that row order, partitions and cores do not
 * matter.
 */
package io.outcrop.jobs.cluster;
