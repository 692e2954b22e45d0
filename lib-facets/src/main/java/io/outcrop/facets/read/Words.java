package io.outcrop.facets.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of a text at a time. */
final class Words {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOP_BITS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;
  static final long ZEROS = '0' * ONES;
  private static final long BEHIND_DIGITS = (0x80 - '9' - 1) * ONES;
  private static final long FROM_DIGITS = (0x80 - '0') * ONES;
  private static final long BEHIND_LETTERS = (0x80 - 'f' - 1) * ONES;
  private static final long FROM_LETTERS = (0x80 - 'a') * ONES;

  private Words() {}

  static long load(byte[] bytes, int at) {
    return (long) EIGHT_BYTES.get(bytes, at);
  }

  static void store(byte[] bytes, int at, long eight) {
    EIGHT_BYTES.set(bytes, at, eight);
  }

  /**
   * Has a bit set where a quote, a backslash or a control character stands. The lowest one is
   * exact; above it there may be more than there should be.
   */
  static long endsOfRuns(long eight) {
    long quotes = eight ^ QUOTES;
    long backslashes = eight ^ BACKSLASHES;
    return (((quotes - ONES) & ~quotes)
            | ((backslashes - ONES) & ~backslashes)
            | ((eight - SPACES) & ~eight))
        & TOP_BITS;
  }

  /** Whether these are hexadecimal digits in lower case. */
  static boolean isLowerHex(long eight) {
    // Of ASCII, each sum has its byte's top bit set where the byte is not below a bound.
    long digits = (eight + FROM_DIGITS) & ~(eight + BEHIND_DIGITS);
    long letters = (eight + FROM_LETTERS) & ~(eight + BEHIND_LETTERS);
    return (eight & TOP_BITS) == 0 && ((digits | letters) & TOP_BITS) == TOP_BITS;
  }

  /** The place of the lowest bit that is set, in bytes. */
  static int place(long bits) {
    return Long.numberOfTrailingZeros(bits) >>> 3;
  }

  /** Whether a byte does not simply belong to the string it stands in. */
  static boolean endsRun(byte b) {
    return b == '"' || b == '\\' || (b >= 0 && b < ' ');
  }
}
