/** The facets that users declare for themselves, by configuration alone. */
package io.outcrop.facets.custom;
