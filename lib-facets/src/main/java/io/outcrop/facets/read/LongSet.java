package io.outcrop.facets.read;

/** A growing set of 64-bit hashes, in 16 bytes an entry at most. */
final class LongSet {
  private static final int SMALLEST = 1 << 10;

  private long[] slots = new long[SMALLEST];
  private int size;

  /** Adds a hash; false where it was there. */
  boolean add(long hash) {
    // Zero marks an empty slot.
    long value = hash == 0 ? 1 : hash;
    if (2L * size >= slots.length) {
      grow();
    }
    int slot = slot(value);
    if (slots[slot] == value) {
      return false;
    }
    slots[slot] = value;
    size++;
    return true;
  }

  boolean isEmpty() {
    return size == 0;
  }

  private int slot(long value) {
    int mask = slots.length - 1;
    int slot = (int) (value ^ (value >>> 32)) & mask;
    while (slots[slot] != 0 && slots[slot] != value) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[Math.multiplyExact(old.length, 2)];
    for (long value : old) {
      if (value != 0) {
        slots[slot(value)] = value;
      }
    }
  }
}
