package io.outcrop.facets.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The bytes of one stored object as the storage gives them.
 *
 * <p>A failure of the storage leaves as {@link UncheckedIOException}, so that every {@link
 * IOException} above this stream is the content's fault.
 */
final class StorageStream extends InputStream {
  private final InputStream source;

  StorageStream(InputStream source) {
    this.source = source;
  }

  @Override
  public int read() {
    try {
      return source.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    try {
      return source.read(target, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
