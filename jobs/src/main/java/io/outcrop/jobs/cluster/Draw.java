package io.outcrop.jobs.cluster;

/** Chance that depends on a point alone: its key, mixed with what is being drawn. */
final class Draw {
  /** The draw of samples; the rounds of growing have the positive numbers. */
  static final long SAMPLE = 0;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Draw() {}

  /** 64 bits of a text. */
  static long key(String text) {
    long hash = GOLDEN;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return mixed(hash);
  }

  /** A number above 0 and below 1. */
  static double unit(long key, long draw) {
    return ((mixed(key ^ (draw * GOLDEN)) >>> 12) + 0.5) / (1L << 52);
  }

  /** The finaliser of MurmurHash3 (Appleby). */
  private static long mixed(long value) {
    long bits = value;
    bits = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    bits = (bits ^ (bits >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return bits ^ (bits >>> 33);
  }
}
