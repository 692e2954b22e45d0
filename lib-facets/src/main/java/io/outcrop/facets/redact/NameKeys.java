package io.outcrop.facets.redact;

import java.util.List;
import java.util.Set;

/** The spellings by which the name of a tenant or a user is recognised. */
public final class NameKeys {
  private NameKeys() {}

  /**
   * The name's spellings in small letters without separators: as a whole, without a number at its
   * end, and, where it looks like a person's, each part. None where it is an ordinary word, too
   * short or null.
   */
  public static Set<String> of(String name) {
    return NameRecogniser.keys(name == null ? List.of() : List.of(name));
  }
}
