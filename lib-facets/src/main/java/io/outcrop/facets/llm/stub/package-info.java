/** A server that speaks like the providers of language models, for tests and measurements. */
package io.outcrop.facets.llm.stub;
