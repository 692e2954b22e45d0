/**
 * Questions to a remote language model about one trace, and what is made of its answers.
 *
 * <p>Whatever a trace says is data: it is redacted, fenced and never part of the instructions. An
 * answer counts only where it keeps to closed sets, and it is redacted again.
 */
package io.outcrop.facets.llm;
