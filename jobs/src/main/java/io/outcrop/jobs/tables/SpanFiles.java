package io.outcrop.jobs.tables;

import io.outcrop.facets.trace.Span;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files of {@code telemetry.spans} that one task writes, in whatever order spans come: one for
 * each date, side by side, and a further one where they outgrow the memory meant for them.
 *
 * <p>Where more dates mix than files should be open, spans of the others wait until they are many,
 * and are then written date by date.
 */
public final class SpanFiles implements AutoCloseable {
  private static final int MOST_OPEN = 64;
  private static final long MOST_BUFFERED_BYTES = 128L << 20;
  private static final long MOST_WAITING_CHARS = 32L << 20;
  private static final int LOOK_AFTER_SPANS = 256;

  private final Path folder;
  private final Configuration configuration;
  private final int mostOpen;
  private final long mostBufferedBytes;
  private final long mostWaitingChars;
  private final ZstdPages zstd = new ZstdPages();
  private final Map<LocalDate, SpanFile> open = new HashMap<>();
  private final Map<LocalDate, List<Span>> waiting = new TreeMap<>();
  private final List<DataFile> written = new ArrayList<>();
  private long waitingChars;
  private long spans;

  /**
   * @param folder the table's, or one that is laid out like it
   */
  public SpanFiles(String folder, Configuration configuration) {
    this(folder, configuration, MOST_OPEN, MOST_BUFFERED_BYTES, MOST_WAITING_CHARS);
  }

  SpanFiles(
      String folder,
      Configuration configuration,
      int mostOpen,
      long mostBufferedBytes,
      long mostWaitingChars) {
    this.folder = new Path(folder);
    this.configuration = configuration;
    this.mostOpen = mostOpen;
    this.mostBufferedBytes = mostBufferedBytes;
    this.mostWaitingChars = mostWaitingChars;
  }

  /**
   * Takes a span.
   *
   * @throws IllegalStateException if the storage fails: the reader of an object takes exceptions of
   *     reading and writing for those of its object
   */
  public void write(Span span) {
    SpanFile file = open.get(span.traceDate());
    if (file == null && open.size() < mostOpen) {
      file = new SpanFile(span.traceDate(), zstd);
      open.put(span.traceDate(), file);
    }
    if (file == null) {
      await(span);
    } else {
      file.write(span);
    }
    if (++spans % LOOK_AFTER_SPANS == 0) {
      relieve();
    }
  }

  private void await(Span span) {
    waiting.computeIfAbsent(span.traceDate(), date -> new ArrayList<>()).add(span);
    waitingChars += characters(span);
    if (waitingChars > mostWaitingChars) {
      writeWaiting();
    }
  }

  private static long characters(Span span) {
    long characters = 200;
    for (String text :
        new String[] {
          span.inputText(),
          span.outputText(),
          span.toolArguments(),
          span.toolResult(),
          span.errorMessage()
        }) {
      characters += text == null ? 0 : text.length();
    }
    for (Map.Entry<String, String> attribute : span.attributes().entrySet()) {
      characters += 100 + attribute.getValue().length();
    }
    return characters;
  }

  private void writeWaiting() {
    waiting.forEach(
        (date, some) -> {
          SpanFile file = new SpanFile(date, zstd);
          some.forEach(file::write);
          close(file);
        });
    waiting.clear();
    waitingChars = 0;
  }

  /** Closes the largest file where all together have grown too large. */
  private void relieve() {
    long buffered = open.values().stream().mapToLong(SpanFile::bufferedBytes).sum();
    if (buffered > mostBufferedBytes) {
      LocalDate largest =
          open.entrySet().stream()
              .max(Comparator.comparingLong(entry -> entry.getValue().bufferedBytes()))
              .orElseThrow()
              .getKey();
      close(open.remove(largest));
    }
  }

  private void close(SpanFile file) {
    try {
      written.add(file.close(folder, configuration));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write a file of spans below " + folder, e);
    }
  }

  /** Writes what is left and tells all files. */
  public List<DataFile> finish() {
    open.values().forEach(this::close);
    open.clear();
    writeWaiting();
    return List.copyOf(written);
  }

  /** Lets go of what is not finished; files that are already written stay. */
  @Override
  public void close() {
    zstd.release();
  }
}
