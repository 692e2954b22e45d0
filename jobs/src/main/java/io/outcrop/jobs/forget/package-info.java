/** Removing a tenant from a warehouse, and keeping it out. */
package io.outcrop.jobs.forget;
