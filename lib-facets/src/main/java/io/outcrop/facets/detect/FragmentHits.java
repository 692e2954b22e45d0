package io.outcrop.facets.detect;

import java.util.Arrays;

/** The places in one text where fragments begin, list by list. */
final class FragmentHits {
  private static final int[] NONE = new int[0];
  private static final short[] NO_LISTS = new short[0];

  private final int lists;

  /** The lists that are found at all, in order, and where each one's places begin. */
  private final short[] found;

  private final int[] starts;
  private final int[] places;

  private FragmentHits(int lists, short[] found, int[] starts, int[] places) {
    this.lists = lists;
    this.found = found;
    this.starts = starts;
    this.places = places;
  }

  /** Whether a list was looked for. */
  boolean knows(int list) {
    return list < lists;
  }

  /** Whether a list has any fragment here. */
  boolean has(int list) {
    return Arrays.binarySearch(found, (short) list) >= 0;
  }

  /** The first place of a list from {@code from} on and before {@code until}, or -1. */
  int first(int list, int from, int until) {
    int at = Arrays.binarySearch(found, (short) list);
    if (at < 0) {
      return -1;
    }
    int place = Arrays.binarySearch(places, starts[at], starts[at + 1], from);
    int next = place < 0 ? -1 - place : place;
    return next < starts[at + 1] && places[next] < until ? places[next] : -1;
  }

  /** Takes places as a text is gone through. */
  static final class Builder {
    private final int lists;
    private final int[] last;
    private final int[] counts;
    private short[] touched = new short[16];
    private int distinct;
    private short[] listOf = new short[64];
    private int[] placeOf = new int[64];
    private int size;

    Builder(int lists) {
      this.lists = lists;
      this.last = new int[lists];
      this.counts = new int[lists];
    }

    /** A place of a list; the same again is none. */
    void add(int list, int place) {
      if (last[list] == place + 1) {
        return;
      }
      last[list] = place + 1;
      if (counts[list]++ == 0) {
        if (distinct == touched.length) {
          touched = Arrays.copyOf(touched, 2 * distinct);
        }
        touched[distinct++] = (short) list;
      }
      if (size == listOf.length) {
        listOf = Arrays.copyOf(listOf, 2 * size);
        placeOf = Arrays.copyOf(placeOf, 2 * size);
      }
      listOf[size] = (short) list;
      placeOf[size++] = place;
    }

    /** What was taken; the builder is empty again. */
    FragmentHits build() {
      if (size == 0) {
        return new FragmentHits(lists, NO_LISTS, NONE, NONE);
      }
      short[] found = Arrays.copyOf(touched, distinct);
      Arrays.sort(found);
      int[] starts = new int[distinct + 1];
      int start = 0;
      for (int next = 0; next < distinct; next++) {
        int list = found[next];
        starts[next] = start;
        int count = counts[list];
        counts[list] = start;
        start += count;
      }
      starts[distinct] = size;
      int[] places = new int[size];
      for (int i = 0; i < size; i++) {
        places[counts[listOf[i]]++] = placeOf[i];
      }
      for (short list : found) {
        counts[list] = 0;
        last[list] = 0;
      }
      size = 0;
      distinct = 0;
      return new FragmentHits(lists, found, starts, places);
    }

    int lists() {
      return lists;
    }
  }
}
