package io.outcrop.facets.read;

import java.io.IOException;
import java.io.InputStream;

/** A stretch of a stream that is read as a stream of its own. */
final class Frame extends InputStream {
  private final InputStream source;
  private long left;

  Frame(InputStream source, long length) {
    this.source = source;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return length == 0 ? 0 : -1;
    }
    int count = source.read(target, offset, (int) Math.min(length, left));
    left -= Math.max(count, 0);
    return count;
  }

  /** Steps over what was not read; how many bytes the source lacks of the frame. */
  long skipRest() throws IOException {
    byte[] skipped = new byte[8_192];
    while (left > 0 && read(skipped, 0, skipped.length) >= 0) {
      // Nobody wants them.
    }
    return left;
  }
}
