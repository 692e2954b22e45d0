package io.outcrop.jobs.ingest;

import io.outcrop.facets.read.ObjectReader;
import io.outcrop.facets.read.ReadSink;
import io.outcrop.facets.read.ReadSummary;
import io.outcrop.facets.read.Reject;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.facets.trace.Span;
import io.outcrop.jobs.tables.DataFile;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.ObjectsTable.ObjectRow;
import io.outcrop.jobs.tables.RejectsTable;
import io.outcrop.jobs.tables.SpanFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads one pack on an executor: the spans of its objects into files of the table, on the way and
 * without rows of Spark; rejects and the objects' figures into the side files.
 *
 * @param spans folder that the files of spans are written to
 * @param sideFiles folder of the side files
 */
record ReadPack(
    Broadcast<SerializableConfiguration> hadoop,
    Reading reading,
    String spans,
    String sideFiles,
    String batch)
    implements FlatMapFunction<Packs.Pack, DataFile> {

  @Override
  public Iterator<DataFile> call(Packs.Pack pack) throws IOException {
    Configuration configuration = hadoop.value().value();
    ObjectStore store = new ObjectStores(reading.config(), configuration);
    ObjectReader reader = new ObjectReader(reading.options());
    try (SpanFiles files = new SpanFiles(spans, configuration);
        SideFiles.Writer side = new SideFiles(sideFiles, configuration).open(pack.number())) {
      Sink sink = new Sink(files, side, batch);
      for (ObjectRef object : pack.objects()) {
        TaskContext.get().killTaskIfInterrupted();
        sink.begin(object.uri());
        side.object(readOne(object, reader, store, sink));
      }
      return files.finish().iterator();
    }
  }

  private ObjectRow readOne(ObjectRef object, ObjectReader reader, ObjectStore store, Sink sink) {
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

  /** Hands on what a reader finds in one object after the other. */
  private static final class Sink implements ReadSink {
    private final SpanFiles files;
    private final SideFiles.Writer side;
    private final String batch;
    private final Redactor redactor = Redactor.standard();
    private String object;
    private long spans;
    private long rejects;

    Sink(SpanFiles files, SideFiles.Writer side, String batch) {
      this.files = files;
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
      files.write(span);
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
  }
}
