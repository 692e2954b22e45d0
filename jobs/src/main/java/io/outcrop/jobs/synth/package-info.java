/**
 * Made-up traces with known failures: the instrument that phases 2 to 5 are measured with.
 *
 * <p>Nothing here shares a word list or a class with the detectors; what both know is the
 * OpenTelemetry and OpenInference conventions.
 */
package io.outcrop.jobs.synth;
