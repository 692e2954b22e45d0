/**
 * Eval cases from insights: one for each root cause, with what tells whether a run does better.
 *
 * <p>Runs after phase 5 and writes {@code facts.eval_candidates}; the gate publishes.
 */
package io.outcrop.jobs.evals;
