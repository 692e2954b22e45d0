package io.outcrop.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A stored object as Parquet's library reads it: from any position on. */
final class StoredInput implements InputFile {
  /** Reading over so little is quicker than opening anew. */
  private static final long READ_OVER_BYTES = 256 << 10;

  private final ObjectStore store;
  private final String uri;
  private final long size;
  private IOException failure;

  StoredInput(ObjectStore store, String uri, long size) {
    this.store = store;
    this.uri = uri;
    this.size = size;
  }

  @Override
  public long getLength() {
    return size;
  }

  @Override
  public SeekableInputStream newStream() {
    Bytes bytes = new Bytes();
    return new DelegatingSeekableInputStream(bytes) {
      @Override
      public long getPos() {
        return bytes.position;
      }

      @Override
      public void seek(long position) throws IOException {
        bytes.seek(position);
      }
    };
  }

  /** How the storage failed, or null: the library wraps failures in its own. */
  IOException failure() {
    return failure;
  }

  private final class Bytes extends InputStream {
    private InputStream part;
    private long position;

    void seek(long target) throws IOException {
      if (part != null && (target < position || target - position > READ_OVER_BYTES)) {
        close();
      }
      while (part != null && position < target) {
        if (read(new byte[8 << 10], 0, (int) Math.min(8 << 10, target - position)) < 0) {
          break;
        }
      }
      position = target;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        if (part == null) {
          part = store.open(uri, position);
        }
        int count = part.read(target, offset, length);
        position += Math.max(count, 0);
        return count;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      InputStream closing = part;
      part = null;
      if (closing != null) {
        closing.close();
      }
    }
  }
}
