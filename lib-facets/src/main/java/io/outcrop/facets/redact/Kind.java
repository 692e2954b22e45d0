package io.outcrop.facets.redact;

import java.util.Locale;

/**
 * What a finding is; where findings overlap, the kind that stands first here names the placeholder.
 */
enum Kind {
  URL,
  KEY,
  EMAIL,
  IBAN,
  CARD,
  IP,
  PHONE,
  ID,
  NAME;

  private final String label = name().toLowerCase(Locale.ROOT);
  private final String placeholder = "[" + label + "]";

  String label() {
    return label;
  }

  String placeholder() {
    return placeholder;
  }
}
