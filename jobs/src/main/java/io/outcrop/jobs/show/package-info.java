/**
 * One trace to read, for operators.
 *
 * <p>Reads {@code telemetry}, {@code facts} and {@code ops} and writes nothing. What it shows is
 * redacted unless said otherwise, and belongs to operators.
 */
package io.outcrop.jobs.show;
