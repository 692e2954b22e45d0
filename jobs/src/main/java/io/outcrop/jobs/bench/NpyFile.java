package io.outcrop.jobs.bench;

import io.outcrop.jobs.UserError;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * An array in NumPy's file format, of little-endian 32-bit floats or 64-bit integers, row by row.
 *
 * @param type {@code <f4} or {@code <i8}
 * @param columns 1 for a plain list
 * @param offset where the numbers begin
 */
record NpyFile(String path, String type, long rows, int columns, long offset)
    implements Serializable {
  private static final int FIXED = 10;
  private static final Pattern TYPE = Pattern.compile("'descr': '([^']*)'");
  private static final Pattern SHAPE =
      Pattern.compile("'fortran_order': False.*'shape': \\((\\d+),(?: *(\\d+))?\\)");

  /**
   * Reads the header.
   *
   * @throws UserError if it is no such file
   */
  static NpyFile open(Path path, String type) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer fixed = read(file, 0, FIXED);
      int length = Short.toUnsignedInt(fixed.getShort(FIXED - 2));
      if (fixed.get(1) != 'N' || fixed.get(2) != 'U' || fixed.get(6) != 1) {
        throw unusable(path, "it is no .npy file of version 1", type);
      }
      String header = StandardCharsets.US_ASCII.decode(read(file, FIXED, length)).toString();
      Matcher found = TYPE.matcher(header);
      Matcher shape = SHAPE.matcher(header);
      if (!found.find() || !found.group(1).equals(type) || !shape.find()) {
        throw unusable(path, "its header says " + header.strip(), type);
      }
      int columns = shape.group(2) == null ? 1 : Integer.parseInt(shape.group(2));
      return new NpyFile(
          path.toString(), type, Long.parseLong(shape.group(1)), columns, FIXED + length);
    } catch (IOException e) {
      throw unusable(path, "it cannot be read: " + e.getMessage(), type);
    }
  }

  private static UserError unusable(Path path, String cause, String type) {
    return new UserError(
        "Cannot use " + path + ".",
        cause,
        "save it with numpy.save as a C-ordered array of " + type);
  }

  private static ByteBuffer read(FileChannel file, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("it ends too early");
      }
    }
    return bytes.flip();
  }

  private ByteBuffer bytes(long first, long count, int width) {
    try (FileChannel file = FileChannel.open(Path.of(path), StandardOpenOption.READ)) {
      long row = (long) columns * width;
      return read(file, offset + first * row, Math.toIntExact(count * row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole numbers of a list. */
  int[] integers() {
    LongBuffer longs = bytes(0, rows, Long.BYTES).asLongBuffer();
    int[] integers = new int[longs.remaining()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = Math.toIntExact(longs.get(i));
    }
    return integers;
  }

  /**
   * Vectors in a file.
   *
   * @param truth the groups they are of; empty where nobody knows
   */
  record Stored(NpyFile file, int[] truth) implements Vectors {
    @Override
    public long count() {
      return file.rows;
    }

    @Override
    public Iterator<float[]> from(long first, long end) {
      FloatBuffer floats = file.bytes(first, end - first, Float.BYTES).asFloatBuffer();
      return LongStream.range(first, end)
          .mapToObj(
              i -> {
                float[] vector = new float[file.columns];
                floats.get(vector);
                return vector;
              })
          .iterator();
    }
  }
}
