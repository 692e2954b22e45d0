package io.outcrop.facets.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Bytes with a look at the first ones before they are read.
 *
 * <p>{@link #available} is above zero until the very end: the JDK's gzip reader takes zero for the
 * end and would lose all members but the first.
 */
final class ObjectBytes extends InputStream {
  private static final int PEEKED = 4_096;

  private final InputStream source;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private boolean ended;

  /**
   * What broke the source off behind the bytes that were looked at: not every stream says twice.
   */
  private IOException failure;

  ObjectBytes(InputStream source) {
    this.source = source;
  }

  /**
   * The first bytes, as many as a decision about them may need.
   *
   * @throws IOException if the content is packed and breaks off before its first byte
   */
  byte[] peek() throws IOException {
    while (limit - position < PEEKED && failure == null) {
      try {
        // Short reads are legal: go on until enough bytes are there or none are left.
        if (!fill()) {
          break;
        }
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null && limit == position) {
      throw failure;
    }
    return Arrays.copyOfRange(buffer, position, Math.min(limit, position + PEEKED));
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (failure != null) {
      throw failure;
    }
    if (position == limit) {
      position = 0;
      limit = 0;
    }
    int count = source.read(buffer, limit, buffer.length - limit);
    ended = count < 0;
    limit += Math.max(count, 0);
    return !ended;
  }

  @Override
  public int read() throws IOException {
    return available() == 0 ? -1 : buffer[position++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = Math.min(length, available());
    if (count == 0) {
      return length == 0 ? 0 : -1;
    }
    // The last byte always comes alone: zstd's stream notes that a frame has begun when it reads,
    // and would take one for finished that was cut within the same portion as the one before it.
    count -= count > 1 && count == limit - position ? 1 : 0;
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() throws IOException {
    while (position == limit && fill()) {
      // A read of no bytes is not the end.
    }
    return limit - position;
  }
}
