package io.outcrop.facets.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The bytes of one stored object, with a look at the first ones before they are read.
 *
 * <p>A failure of the storage leaves as {@link UncheckedIOException}, so that every {@link
 * IOException} above this stream is the content's fault. {@link #available} is above zero until the
 * very end: the JDK's gzip reader takes zero for the end and would lose all members but the first.
 */
final class ObjectBytes extends InputStream {
  private final InputStream source;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private boolean ended;

  ObjectBytes(InputStream source) {
    this.source = source;
  }

  /** How the bytes are packed, by the first of them and never by a name. */
  enum Packing {
    PLAIN,
    GZIP,
    ZSTD
  }

  Packing packing() {
    while (limit - position < 4 && fill()) {
      // Short reads are legal: go on until four bytes are there or none are left.
    }
    if (limit - position >= 2 && at(0) == 0x1f && at(1) == 0x8b) {
      return Packing.GZIP;
    }
    boolean zstd =
        limit - position >= 4 && at(0) == 0x28 && at(1) == 0xb5 && at(2) == 0x2f && at(3) == 0xfd;
    return zstd ? Packing.ZSTD : Packing.PLAIN;
  }

  private int at(int index) {
    return buffer[position + index] & 0xff;
  }

  private boolean fill() {
    if (ended) {
      return false;
    }
    if (position == limit) {
      position = 0;
      limit = 0;
    }
    try {
      int count = source.read(buffer, limit, buffer.length - limit);
      ended = count < 0;
      limit += Math.max(count, 0);
      return !ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read() {
    return available() == 0 ? -1 : buffer[position++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = Math.min(length, available());
    if (count == 0) {
      return length == 0 ? 0 : -1;
    }
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    while (position == limit && fill()) {
      // A read of no bytes is not the end.
    }
    return limit - position;
  }
}
