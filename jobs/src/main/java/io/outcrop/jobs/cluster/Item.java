package io.outcrop.jobs.cluster;

import java.io.Serializable;
import java.util.Comparator;

/** One value of one facet that a trace can have: a row of a contrast. */
record Item(String facet, String value) implements Serializable, Comparable<Item> {
  private static final Comparator<Item> ORDER =
      Comparator.comparing(Item::facet).thenComparing(Item::value);

  @Override
  public int compareTo(Item other) {
    return ORDER.compare(this, other);
  }
}
