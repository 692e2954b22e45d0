package io.outcrop.jobs.ingest;

import io.outcrop.facets.read.ObjectReader;
import io.outcrop.facets.read.ReadOptions;
import io.outcrop.facets.read.ReadSink;
import io.outcrop.facets.read.ReadSummary;
import io.outcrop.facets.read.Reject;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.facets.trace.Span;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.ObjectsTable.ObjectRow;
import io.outcrop.jobs.tables.RejectsTable;
import io.outcrop.jobs.tables.SpansTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.spark.sql.Row;

/**
 * The span rows of a pack, pulled by Spark while a second thread reads: a reader pushes what it
 * finds, Spark pulls, and only a few portions lie between them, so that an object's size does not
 * matter. Rejects and the objects' figures go to the side files on the way.
 */
final class PackRows implements Iterator<Row>, AutoCloseable {
  private static final int PORTION = 256;
  private static final int PORTIONS_WAITING = 8;
  private static final List<Row> END = List.of();

  private final BlockingQueue<List<Row>> portions = new ArrayBlockingQueue<>(PORTIONS_WAITING);
  private final Thread reading;
  private volatile Throwable failure;
  private Iterator<Row> current = END.iterator();
  private boolean ended;

  PackRows(
      Packs.Pack pack, ObjectStore store, ReadOptions options, SideFiles sideFiles, String batch) {
    reading = new Thread(() -> readAll(pack, store, options, sideFiles, batch), "outcrop-read");
    reading.setDaemon(true);
    reading.start();
  }

  @Override
  public boolean hasNext() {
    while (!ended && !current.hasNext()) {
      List<Row> portion = take();
      ended = portion == END;
      current = portion.iterator();
    }
    if (ended && failure != null) {
      throw new IllegalStateException("Cannot read a pack of objects", failure);
    }
    return !ended;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }

  private List<Row> take() {
    try {
      return portions.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading", e);
    }
  }

  @Override
  public void close() {
    reading.interrupt();
  }

  private void readAll(
      Packs.Pack pack, ObjectStore store, ReadOptions options, SideFiles sideFiles, String batch) {
    try (SideFiles.Writer side = sideFiles.open(pack.number())) {
      ObjectReader reader = new ObjectReader(options);
      Sink sink = new Sink(side, batch);
      for (ObjectRef object : pack.objects()) {
        sink.begin(object.uri());
        side.object(readOne(object, reader, store, sink, batch));
      }
      sink.flush();
    } catch (IOException | RuntimeException | Error e) {
      // Whatever ends the reading must end the task too, and it runs in another thread.
      failure = e;
    } finally {
      offerEnd();
    }
  }

  private static ObjectRow readOne(
      ObjectRef object, ObjectReader reader, ObjectStore store, Sink sink, String batch) {
    ReadSummary read;
    String status = ObjectsTable.DONE;
    try {
      read = StoredObject.read(object, store, reader, sink);
      sink.late(read.late());
    } catch (IOException | UncheckedIOException e) {
      sink.reject(
          new Reject(
              "object", Reject.Reason.UNREADABLE_OBJECT, String.valueOf(e.getMessage()), ""));
      read = new ReadSummary("none", sink.spans + sink.rejects, sink.spans, 0, sink.rejects, 0);
      status = ObjectsTable.UNREADABLE;
      // Whether there were late copies is not known.
      sink.late(sink.spans);
    }
    return new ObjectRow(
        object.uri(),
        object.etag(),
        object.size(),
        object.modified(),
        read.dialect(),
        read.records(),
        read.spans(),
        read.duplicates(),
        read.rejects(),
        read.skipped(),
        status,
        batch,
        ObjectReader.VERSION,
        0);
  }

  private void offerEnd() {
    try {
      portions.put(END);
    } catch (InterruptedException e) {
      // The task is over and nobody pulls any more.
      Thread.currentThread().interrupt();
    }
  }

  /** Gathers rows into portions. */
  private final class Sink implements ReadSink {
    private final SideFiles.Writer side;
    private final String batch;
    private final Redactor redactor = Redactor.standard();
    private List<Row> portion = new ArrayList<>(PORTION);
    private String object;
    private long spans;
    private long rejects;

    Sink(SideFiles.Writer side, String batch) {
      this.side = side;
      this.batch = batch;
    }

    void begin(String uri) {
      object = uri;
      spans = 0;
      rejects = 0;
    }

    @Override
    public void span(Span span) {
      spans++;
      portion.add(SpansTable.ROWS.toRow(span));
      if (portion.size() == PORTION) {
        flush();
      }
    }

    @Override
    public void reject(Reject reject) {
      rejects++;
      side.reject(
          new RejectsTable.Reject(
              object,
              reject.position(),
              reject.reason().name(),
              redactor.redact(reject.detail()),
              redactor.redact(reject.sample()),
              batch));
    }

    void late(long copies) {
      if (copies > 0) {
        side.late(object);
      }
    }

    void flush() {
      if (portion.isEmpty()) {
        return;
      }
      try {
        portions.put(portion);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while reading", e);
      }
      portion = new ArrayList<>(PORTION);
    }
  }
}
