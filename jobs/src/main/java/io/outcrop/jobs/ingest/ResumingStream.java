package io.outcrop.jobs.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of one version of a stored object, whatever happens to the connection: a stream that
 * breaks, or ends before the object does, is taken up again from the position reached. Holds no
 * bytes of its own.
 *
 * <p>It gives up after so many failures in a row without a mebibyte of progress, and at once on an
 * {@link ObjectUnavailableException}, such as for an object that changed in between.
 */
final class ResumingStream extends InputStream {
  private static final long PROGRESS = 1 << 20;

  /** Opens streams of the one object. */
  interface Source {
    /**
     * Opens one, at a position.
     *
     * @param version what the first stream was of; empty for the first
     * @throws ObjectUnavailableException where another attempt would not help
     */
    Part open(long from, String version) throws IOException;
  }

  /**
   * The rest of the object.
   *
   * @param size of the whole object; negative where it is not known
   */
  record Part(InputStream in, long size, String version) {}

  /** The time to wait after a failure. */
  interface Pause {
    Pause GROWING = failures -> TimeUnit.MILLISECONDS.sleep(100L << Math.min(failures, 7));

    void after(int failures) throws InterruptedException;
  }

  private final Source source;
  private final int attempts;
  private final Pause pause;
  private Part part;
  private String version = "";
  private long position;
  private long progress;
  private int failures;

  ResumingStream(Source source, long from, int attempts, Pause pause) throws IOException {
    this.source = source;
    this.position = from;
    this.attempts = attempts;
    this.pause = pause;
    connect();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (part.size() < 0 || position < part.size()) {
      try {
        int count = part.in().read(buffer, offset, length);
        if (count > 0) {
          position += count;
          progress += count;
          return count;
        }
        if (part.size() < 0) {
          return -1;
        }
        throw new EOFException(
            "the stream ended at byte %d of %d".formatted(position, part.size()));
      } catch (ObjectUnavailableException e) {
        throw e;
      } catch (IOException e) {
        close();
        failed(e);
        connect();
      }
    }
    return -1;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  private void connect() throws IOException {
    while (true) {
      try {
        part = source.open(position, version);
        version = part.version();
        return;
      } catch (ObjectUnavailableException e) {
        throw e;
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  private void failed(IOException failure) throws IOException {
    failures = progress >= PROGRESS ? 1 : failures + 1;
    progress = 0;
    if (failures >= attempts) {
      throw new ObjectUnavailableException(
          "given up at byte %d after %d attempts: %s"
              .formatted(position, failures, failure.getMessage()),
          failure);
    }
    try {
      pause.after(failures);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectUnavailableException("interrupted at byte " + position, e);
    }
  }

  @Override
  public void close() throws IOException {
    part.in().close();
  }
}
