package io.outcrop.facets.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A stream that takes back what its reader had read ahead; closing it closes nothing. */
final class RereadStream extends InputStream {
  private final InputStream source;
  private byte[] buffer = new byte[8_192];
  private int position;
  private int limit;

  RereadStream(InputStream source) {
    this.source = source;
  }

  /** Whatever is written here once, and then closed or not, will be read next. */
  OutputStream takingBack() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(length + limit - position);
        all.write(bytes, offset, length);
        all.write(buffer, position, limit - position);
        buffer = all.toByteArray();
        position = 0;
        limit = buffer.length;
      }
    };
  }

  private boolean fill() throws IOException {
    if (position == limit) {
      position = 0;
      buffer = buffer.length < 4_096 ? new byte[8_192] : buffer;
      limit = Math.max(0, source.read(buffer, 0, buffer.length));
    }
    return limit > position;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }
}
