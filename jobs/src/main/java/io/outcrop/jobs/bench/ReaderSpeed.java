package io.outcrop.jobs.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.outcrop.facets.read.ObjectReader;
import io.outcrop.facets.read.ReadOptions;
import io.outcrop.facets.read.ReadSink;
import io.outcrop.facets.read.Reject;
import io.outcrop.facets.trace.Span;
import io.outcrop.jobs.tables.SpansTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * How fast one core reads a corpus into spans, beside what any reader must do at least: Jackson
 * stepping over the same bytes and decoding every string and name in them.
 *
 * <p>The sides take turns, round by round, so that whatever else the machine does meets all of
 * them; the median round counts.
 */
public final class ReaderSpeed {
  private final JsonFactory jackson =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .build())
          .build();
  private final ObjectReader reader = new ObjectReader(ReadOptions.defaults());
  private final Corpus corpus;

  public ReaderSpeed(Corpus corpus) {
    this.corpus = corpus;
  }

  /**
   * Megabytes of JSON a second on one core.
   *
   * @param tokenise Jackson alone
   * @param read parse and normalise: bytes to spans
   * @param rows bytes to spans to rows
   */
  public record Figures(double tokenise, double read, double rows) {
    /** How near reading comes to the limit. */
    public double ratio() {
      return read / tokenise;
    }
  }

  /** Warms up for some rounds, then measures an odd number of them. */
  public Figures measure(int warmup, int rounds) {
    double[][] speeds = new double[3][rounds];
    for (int round = -warmup; round < rounds; round++) {
      double[] once = {speed(this::tokenise), speed(this::read), speed(this::rows)};
      for (int side = 0; side < once.length && round >= 0; side++) {
        speeds[side][round] = once[side];
      }
    }
    return new Figures(median(speeds[0]), median(speeds[1]), median(speeds[2]));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** One way to go through an object; what it found makes sure that the work is done. */
  private interface Pass {
    long over(byte[] object) throws IOException;
  }

  private double speed(Pass pass) {
    long found = 0;
    long start = System.nanoTime();
    try {
      for (byte[] object : corpus.objects()) {
        found += pass.over(object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long nanos = System.nanoTime() - start;
    if (found == 0) {
      throw new IllegalStateException(
          "Nothing was read in " + corpus.objects().size() + " objects");
    }
    return corpus.bytes() * 1e3 / nanos;
  }

  /** Characters of all strings and names in a text. */
  public long tokenise(byte[] object) throws IOException {
    long characters = 0;
    try (JsonParser parser = jackson.createParser(object)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
          characters += parser.getText().length();
        }
      }
    }
    return characters;
  }

  /** Records that the reader finds in an object. */
  public long read(byte[] object) {
    return readInto(object, new Spans());
  }

  /** As {@link #read}, every span being made a row of its table. */
  public long rows(byte[] object) {
    return readInto(object, new Rows());
  }

  private long readInto(byte[] object, ReadSink sink) {
    return reader.read("bench", new ByteArrayInputStream(object), sink).records();
  }

  private static class Spans implements ReadSink {
    @Override
    public void span(Span span) {}

    @Override
    public void reject(Reject reject) {}
  }

  private static final class Rows extends Spans {
    @Override
    public void span(Span span) {
      if (SpansTable.ROWS.toRow(span).length() == 0) {
        throw new IllegalStateException("A row has no columns");
      }
    }
  }
}
