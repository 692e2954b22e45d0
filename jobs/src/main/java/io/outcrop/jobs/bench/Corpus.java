package io.outcrop.jobs.bench;

import io.outcrop.jobs.Samples;
import io.outcrop.jobs.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Objects to measure on, unpacked and in memory: what is measured is neither a disk nor gzip.
 *
 * @param objects the text of each
 */
public record Corpus(List<byte[]> objects) {
  private static final byte[] TRACE_ID = "\"traceId\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int TRACE_ID_DIGITS = 32;

  public Corpus {
    objects = List.copyOf(objects);
  }

  public long bytes() {
    return objects.stream().mapToLong(object -> object.length).sum();
  }

  /**
   * The sample traces whose file is named so, over and over under new trace ids.
   *
   * @param prefix how the names begin; empty for all
   * @param bytes how much at least
   */
  public static Corpus ofSamples(String prefix, long bytes) {
    try {
      List<byte[]> samples = new ArrayList<>();
      for (String name : Samples.names()) {
        if (name.startsWith(prefix)) {
          try (InputStream in = Samples.open(name)) {
            samples.add(unpacked(in));
          }
        }
      }
      List<byte[]> objects = new ArrayList<>(samples);
      long size = new Corpus(samples).bytes();
      for (int round = 1; size < bytes; round++) {
        for (byte[] sample : samples) {
          objects.add(withNewTraceIds(sample, round));
          size += sample.length;
        }
      }
      return new Corpus(objects);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the samples in the jar", e);
    }
  }

  /** The files of local files and folders, in the order of their paths. */
  public static Corpus ofFiles(List<Path> inputs) {
    List<byte[]> objects = new ArrayList<>();
    for (Path input : inputs) {
      try (Stream<Path> below = Files.walk(input)) {
        for (Path file : below.filter(Files::isRegularFile).sorted().toList()) {
          try (InputStream in = Files.newInputStream(file)) {
            objects.add(unpacked(in));
          }
        }
      } catch (IOException e) {
        throw new UserError(
            "Cannot read the input " + input + ".",
            e.toString(),
            "give --input a local file or folder; gzip and plain text are measured");
      }
    }
    return new Corpus(objects);
  }

  /** The first objects, up to about so many bytes and one at least. */
  public Corpus first(long bytes) {
    List<byte[]> some = new ArrayList<>();
    long size = 0;
    for (byte[] object : objects) {
      if (!some.isEmpty() && size + object.length > bytes) {
        break;
      }
      some.add(object);
      size += object.length;
    }
    return new Corpus(some);
  }

  /** Writes the objects into a folder as gzipped files. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < objects.size(); i++) {
      Path file = folder.resolve("%05d.json.gz".formatted(i));
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
        out.write(objects.get(i));
      }
    }
  }

  private static byte[] unpacked(InputStream in) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(in);
    bytes.mark(2);
    boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
    bytes.reset();
    return gzip ? new GZIPInputStream(bytes, 1 << 16).readAllBytes() : bytes.readAllBytes();
  }

  /** Adds the round to the first digits of each trace id: ids that belong together still do. */
  private static byte[] withNewTraceIds(byte[] sample, int round) {
    byte[] text = sample.clone();
    int last = text.length - TRACE_ID.length - TRACE_ID_DIGITS;
    for (int i = 0; i <= last; i++) {
      if (text[i] == '"' && startsWith(text, i)) {
        int digits = i + TRACE_ID.length;
        int id = HexFormat.fromHexDigits(new String(text, digits, 8, StandardCharsets.US_ASCII));
        byte[] renewed = HexFormat.of().toHexDigits(id + round).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(renewed, 0, text, digits, renewed.length);
        i = digits + TRACE_ID_DIGITS;
      }
    }
    return text;
  }

  private static boolean startsWith(byte[] text, int from) {
    for (int i = 0; i < TRACE_ID.length; i++) {
      if (text[from + i] != TRACE_ID[i]) {
        return false;
      }
    }
    return true;
  }
}
