/**
 * What leaves Outcrop for other tools: evals, monitors, a guardrail, datasets, traces to review.
 *
 * <p>Evals, monitors and guardrails are made of published rows; datasets and reviews of {@code
 * facts}, for those with rights to it.
 */
package io.outcrop.jobs.export;
