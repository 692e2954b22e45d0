/** Measures a run against traces whose failures are known. */
package io.outcrop.jobs.validate;
