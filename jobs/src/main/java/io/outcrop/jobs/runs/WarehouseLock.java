package io.outcrop.jobs.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.tables.Warehouse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The right of one process at a time to write to a warehouse: a file in it that its holder renews.
 *
 * <p>What a holder leaves behind that was killed is taken over: at once where it ran on this host,
 * since then its end can be seen; else when the file was not renewed for a lease. The file systems
 * in use cannot make a file only where there is none, so two that start within a fraction of a
 * second are told apart by who wrote last.
 */
public final class WarehouseLock implements AutoCloseable {
  static final String FILE = "_outcrop.lock";
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration RENEWED_EVERY = Duration.ofSeconds(15);
  private static final Duration OTHERS_WRITE_WITHIN = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem files;
  private final Path file;
  private final Path made;
  private final LockHolder holder;
  private final Timer renewal = new Timer("outcrop-lock", true);
  private boolean open = true;

  private WarehouseLock(FileSystem files, Path file, Path made, LockHolder holder) {
    this.files = files;
    this.file = file;
    this.made = made;
    this.holder = holder;
  }

  /**
   * Does work that no other process must do on this warehouse at the same time.
   *
   * @param command what this process does, for others to be told
   * @throws UserError when another process holds the lock, or the warehouse cannot be written
   */
  public static <T> T holding(Warehouse warehouse, String command, Supplier<T> work) {
    WarehouseLock lock = take(warehouse, command);
    try {
      return work.get();
    } finally {
      lock.close();
    }
  }

  /**
   * Takes the lock.
   *
   * @param command what this process does, for others to be told
   * @throws UserError when another process holds it, or the warehouse cannot be written
   */
  static WarehouseLock take(Warehouse warehouse, String command) {
    return take(warehouse, LockHolder.here(command), LEASE);
  }

  static WarehouseLock take(Warehouse warehouse, LockHolder holder, Duration lease) {
    Path root = new Path(warehouse.root());
    Path file = new Path(root, FILE);
    try {
      FileSystem files = file.getFileSystem(warehouse.spark().sparkContext().hadoopConfiguration());
      awaitGone(files, file, lease);
      WarehouseLock lock = new WarehouseLock(files, file, firstMissing(files, root), holder);
      lock.write(holder);
      LockSupport.parkNanos(OTHERS_WRITE_WITHIN.toNanos());
      LockHolder now = read(files, file);
      if (now != null && !now.token().equals(holder.token())) {
        throw held(file, now);
      }
      lock.renewal.schedule(new Renewal(lock), RENEWED_EVERY.toMillis(), RENEWED_EVERY.toMillis());
      return lock;
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(
          "Cannot write to the warehouse " + warehouse.root() + ".",
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          "give --warehouse a folder that this user may write to");
    }
  }

  /** Returns when nobody holds the lock, or whoever did is gone. */
  private static void awaitGone(FileSystem files, Path file, Duration lease) throws IOException {
    if (!files.exists(file)) {
      return;
    }
    LockHolder seen = read(files, file);
    if (seen != null && seen.isOfThisHost()) {
      if (seen.isAlive()) {
        throw held(file, seen);
      }
      Progress.note(
          "an earlier %s on this warehouse did not end by itself".formatted(seen.command()));
      return;
    }
    Progress.note(
        "the warehouse is locked, by %s; waiting %d s to see whether that still runs"
            .formatted(
                seen == null ? "nobody known" : seen.command() + " on " + seen.host(),
                lease.toSeconds()));
    long end = System.nanoTime() + lease.toNanos();
    while (System.nanoTime() < end && files.exists(file)) {
      LockSupport.parkNanos(Math.min(lease.toNanos() / 10, Duration.ofSeconds(1).toNanos()));
      LockHolder now = read(files, file);
      if (now != null && !now.equals(seen)) {
        throw held(file, now);
      }
    }
  }

  private static UserError held(Path file, LockHolder holder) {
    return new UserError(
        "Cannot write to the warehouse " + file.getParent() + " now.",
        "outcrop %s has been writing to it since %s (process %d on %s)"
            .formatted(holder.command(), holder.since(), holder.pid(), holder.host()),
        "wait until that has ended and start again; should it be gone for good, delete " + file);
  }

  /** What the file says; null where it is gone or cut. */
  private static LockHolder read(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return JSON.readValue(in.readAllBytes(), LockHolder.class);
    } catch (FileNotFoundException | ChecksumException | JsonProcessingException e) {
      return null;
    }
  }

  private static Path firstMissing(FileSystem files, Path folder) throws IOException {
    Path missing = null;
    for (Path path = folder; path != null && !files.exists(path); path = path.getParent()) {
      missing = path;
    }
    return missing;
  }

  private void write(LockHolder content) throws IOException {
    try (OutputStream out = files.create(file, true)) {
      out.write(JSON.writeValueAsBytes(content));
    }
  }

  /** Renews the file now and then. */
  private static final class Renewal extends TimerTask {
    private final WarehouseLock lock;
    private LockHolder content;

    Renewal(WarehouseLock lock) {
      this.lock = lock;
      this.content = lock.holder;
    }

    @Override
    public void run() {
      synchronized (lock) {
        if (lock.open) {
          renew();
        }
      }
    }

    private void renew() {
      try {
        LockHolder now = read(lock.files, lock.file);
        if (now != null && !now.token().equals(content.token())) {
          Progress.warn("%s on %s took over this warehouse".formatted(now.command(), now.host()));
          return;
        }
        content = content.renewedOnce();
        lock.write(content);
      } catch (IOException | RuntimeException e) {
        // The next turn may do better; until then the work goes on.
        Progress.warn("the lock of the warehouse could not be renewed: " + e);
      }
    }
  }

  /** Gives the lock back; a folder that was made for it and holds nothing else goes too. */
  @Override
  public synchronized void close() {
    open = false;
    renewal.cancel();
    try {
      LockHolder now = read(files, file);
      if (now == null || now.token().equals(holder.token())) {
        files.delete(file, false);
      }
      if (made != null
          && files.exists(file.getParent())
          && files.listStatus(file.getParent()).length == 0) {
        files.delete(made, true);
      }
    } catch (IOException e) {
      Progress.warn("the lock of the warehouse could not be removed: " + e);
    }
  }
}
