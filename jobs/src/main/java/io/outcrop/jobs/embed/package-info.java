/**
 * Phase 3: an axis rendered as a sentence per trace, and a vector per distinct sentence.
 *
 * <p>Everything here is a function of its input alone: row order, partitions and cores do not
 * matter.
 */
package io.outcrop.jobs.embed;
