/** What the facets of a trace say in the terms of others: MAST's failure modes, kinds of causes. */
package io.outcrop.facets.taxonomy;
