package io.outcrop.facets.read;

/** How bytes are packed, told by the first of them and never by a name. */
enum Packing {
  /** A text, or nothing that is known. */
  PLAIN,
  GZIP,
  ZSTD,
  /** Messages with their length before each: four bytes, the greatest first. */
  FRAMES,
  /** One OTLP message in binary. */
  PROTOBUF;

  /** Longer frames are none: a length that begins like a text is one. */
  static final int MAX_FRAME_BYTES = 128 << 20;

  static Packing of(byte[] start) {
    Packing packed = compression(start, 0);
    if (packed != PLAIN) {
      return packed;
    }
    if (isFrame(start)) {
      return FRAMES;
    }
    return ProtoShape.isOtlp(start, 0, Long.MAX_VALUE) ? PROTOBUF : PLAIN;
  }

  private static Packing compression(byte[] bytes, int at) {
    if (bytes.length >= at + 2 && is(bytes, at, 0x1f) && is(bytes, at + 1, 0x8b)) {
      return GZIP;
    }
    boolean zstd =
        bytes.length >= at + 4
            && is(bytes, at, 0x28)
            && is(bytes, at + 1, 0xb5)
            && is(bytes, at + 2, 0x2f)
            && is(bytes, at + 3, 0xfd);
    return zstd ? ZSTD : PLAIN;
  }

  private static boolean is(byte[] bytes, int at, int value) {
    return (bytes[at] & 0xff) == value;
  }

  private static boolean isFrame(byte[] start) {
    if (start.length < 5) {
      return false;
    }
    int length = length(start);
    return length > 0
        && length <= MAX_FRAME_BYTES
        && (start[4] == '{'
            || start[4] == '['
            || compression(start, 4) != PLAIN
            || ProtoShape.isOtlp(start, 4, length));
  }

  /** The length that a frame says it has. */
  static int length(byte[] start) {
    return (start[0] & 0xff) << 24
        | (start[1] & 0xff) << 16
        | (start[2] & 0xff) << 8
        | (start[3] & 0xff);
  }
}
