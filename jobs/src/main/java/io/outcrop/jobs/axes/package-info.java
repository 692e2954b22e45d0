/** What a clustering looks at: axes, as configuration declares them. */
package io.outcrop.jobs.axes;
