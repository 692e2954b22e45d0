package io.outcrop.jobs.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.jobs.tables.ObjectsTable.ObjectRow;
import io.outcrop.jobs.tables.RejectsTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What the reading of a batch finds beside spans, as JSON lines next to the tables: rejects and the
 * objects' figures.
 *
 * <p>Objects are parsed once, and the spans go straight to their table; these small files carry the
 * rest until it is committed, and tell a later run that a batch was under way. A task that runs
 * twice writes the same files twice.
 */
final class SideFiles {
  private static final String REJECTS = "rejects";
  private static final String OBJECTS = "objects";
  private static final String LATE = "late";
  private static final String SPANS = "spans";
  private static final String BEGUN = "begun.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Configuration configuration;

  SideFiles(String folder, Configuration configuration) {
    this.folder = new Path(folder);
    this.configuration = configuration;
  }

  /**
   * How a batch began: what the tables were before it, so that its commits are looked for after.
   *
   * @param changed whether its objects were in the ledger already
   */
  record Begun(boolean changed, long spansVersion, long rejectsVersion, long objectsVersion) {}

  /** The batches that have files in a folder of batches. */
  static List<String> batches(String folder, Configuration configuration) throws IOException {
    Path path = new Path(folder);
    FileSystem files = path.getFileSystem(configuration);
    List<String> batches = new ArrayList<>();
    if (files.exists(path)) {
      for (FileStatus status : files.listStatus(path)) {
        batches.add(status.getPath().getName());
      }
    }
    batches.sort(null);
    return batches;
  }

  String rejects() {
    return new Path(folder, REJECTS).toString();
  }

  String objects() {
    return new Path(folder, OBJECTS).toString();
  }

  /** Names of the objects with copies of a span that lay too far apart. */
  String late() {
    return new Path(folder, LATE).toString();
  }

  /** Where spans wait that are to replace others. */
  String spans() {
    return new Path(folder, SPANS).toString();
  }

  /** Whether nothing of a kind was found. */
  boolean isEmpty(String kind) throws IOException {
    Path path = new Path(kind);
    return path.getFileSystem(configuration).listStatus(path).length == 0;
  }

  void begin(Begun begun) throws IOException {
    FileSystem files = folder.getFileSystem(configuration);
    files.mkdirs(new Path(folder, REJECTS));
    files.mkdirs(new Path(folder, OBJECTS));
    files.mkdirs(new Path(folder, LATE));
    try (OutputStream out = files.create(new Path(folder, BEGUN), true)) {
      out.write(JSON.writeValueAsBytes(begun));
    }
  }

  /** How the batch began; null where not even that was written to its end. */
  Begun begun() throws IOException {
    FileSystem files = folder.getFileSystem(configuration);
    Path path = new Path(folder, BEGUN);
    if (!files.exists(path)) {
      return null;
    }
    try (InputStream in = files.open(path)) {
      return JSON.readValue(in.readAllBytes(), Begun.class);
    } catch (JsonProcessingException e) {
      // Cut by the kill, so that nothing of the batch had been committed.
      return null;
    }
  }

  /** The figures of the objects, as many as a batch has. */
  List<ObjectRow> readObjects() throws IOException {
    Path path = new Path(objects());
    FileSystem files = path.getFileSystem(configuration);
    List<ObjectRow> rows = new ArrayList<>();
    for (FileStatus file : files.listStatus(path)) {
      try (MappingIterator<JsonNode> lines =
          JSON.readerFor(JsonNode.class).readValues((InputStream) files.open(file.getPath()))) {
        while (lines.hasNext()) {
          rows.add(object(lines.next()));
        }
      }
    }
    return rows;
  }

  private static ObjectRow object(JsonNode line) {
    return new ObjectRow(
        line.get("uri").textValue(),
        line.get("etag").textValue(),
        line.get("size").longValue(),
        Instant.parse(line.get("modified").textValue()),
        line.get("dialect").textValue(),
        line.get("records").longValue(),
        line.get("spans").longValue(),
        line.get("duplicates").longValue(),
        line.get("rejects").longValue(),
        line.get("skipped").longValue(),
        line.get("status").textValue(),
        line.get("run_id").textValue(),
        line.get("reader_version").intValue(),
        line.get("outcomes").longValue());
  }

  void delete() throws IOException {
    folder.getFileSystem(configuration).delete(folder, true);
  }

  Writer open(int pack) {
    return new Writer(pack);
  }

  /** Writes the side files of one pack; a kind of which nothing is found has none. */
  final class Writer implements AutoCloseable {
    private final int pack;
    private BufferedWriter rejects;
    private BufferedWriter objects;
    private BufferedWriter late;

    private Writer(int pack) {
      this.pack = pack;
    }

    private BufferedWriter create(String kind) throws IOException {
      Path path = new Path(new Path(folder, kind), "pack-%06d.json".formatted(pack));
      return new BufferedWriter(
          new OutputStreamWriter(
              path.getFileSystem(configuration).create(path, true), StandardCharsets.UTF_8));
    }

    void reject(RejectsTable.Reject reject) {
      ObjectNode line = JSON.createObjectNode();
      line.put("source_object", reject.sourceObject());
      line.put("position", reject.position());
      line.put("reason", reject.reason());
      line.put("detail", reject.detail());
      line.put("sample", reject.sample());
      line.put("run_id", reject.runId());
      try {
        rejects = rejects == null ? create(REJECTS) : rejects;
        write(rejects, line);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    void object(ObjectRow object) {
      ObjectNode line = JSON.createObjectNode();
      line.put("uri", object.uri());
      line.put("etag", object.etag());
      line.put("size", object.size());
      line.put("modified", object.modified().toString());
      line.put("dialect", object.dialect());
      line.put("records", object.records());
      line.put("spans", object.spans());
      line.put("duplicates", object.duplicates());
      line.put("rejects", object.rejects());
      line.put("skipped", object.skipped());
      line.put("status", object.status());
      line.put("run_id", object.runId());
      line.put("reader_version", object.readerVersion());
      line.put("outcomes", object.outcomes());
      try {
        objects = objects == null ? create(OBJECTS) : objects;
        write(objects, line);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    void late(String uri) {
      try {
        late = late == null ? create(LATE) : late;
        write(late, JSON.createObjectNode().put("uri", uri));
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private static void write(BufferedWriter writer, ObjectNode line) throws IOException {
      writer.write(line.toString());
      writer.newLine();
    }

    /** Not the exception of reading: that one would be taken for the object's own. */
    private static IllegalStateException failed(IOException e) {
      return new IllegalStateException("Cannot write beside the tables", e);
    }

    @Override
    public void close() throws IOException {
      try (BufferedWriter first = rejects;
          BufferedWriter second = objects;
          BufferedWriter third = late) {
        for (BufferedWriter writer : new BufferedWriter[] {first, second, third}) {
          if (writer != null) {
            writer.flush();
          }
        }
      }
    }
  }
}
