/**
 * Redaction: personal data and secrets in a text become typed placeholders such as {@code [email]}.
 *
 * <p>{@link io.outcrop.facets.redact.Redactor} is the way in; each kind of thing has a small
 * recogniser of its own. All of them are hand-written scanners: a regular expression over a million
 * characters that a stranger wrote can take quadratic time or the whole stack.
 */
package io.outcrop.facets.redact;
