package io.outcrop.facets.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of one object, cut into segments: stretches that a JSON value cannot cross.
 *
 * <p>Within a segment this is a stream that ends where the segment does, so a parser that meets
 * broken JSON loses no more than that segment. A segment ends before a line that can only be the
 * start of something new: its first character is no space and no closing or separating one, and the
 * text before it did not end with something that asks for more (a comma, a colon or an opening
 * bracket). In JSON Lines a segment is a line; a pretty-printed document, whose inner lines are
 * indented, is one segment; and so is an array with one record a line. Once a line has proved to be
 * a whole document, a line that breaks off after a comma ends its segment too.
 *
 * <p>Bytes that are no UTF-8 are replaced by question marks: one bad byte must not cost a record.
 */
final class SegmentStream extends InputStream {
  private static final int SAMPLE_BYTES = 600;
  private static final long ELEVENS = 0x0b0b_0b0b_0b0b_0b0bL;
  private static final long TOP_BITS = 0x8080_8080_8080_8080L;

  private final InputStream source;
  private final long maxRecordBytes;
  private final byte[] sample = new byte[SAMPLE_BYTES];
  private byte[] buffer = new byte[1 << 16];
  private int position;
  private int checked;
  private int limit;
  private boolean sourceEnded;
  private String corruption;

  private boolean segmentEnded = true;
  private boolean lineStart;
  private boolean linesAreDocuments;
  private long line = 1;
  private long segmentLine = 1;
  private long segmentBytes;
  private long recordEnd;
  private int sampleLength;
  private byte lastBeforeBuffer;

  SegmentStream(InputStream source, long maxRecordBytes) {
    this.source = source;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Thrown where a record is larger than may be held in memory. */
  static final class RecordTooLargeException extends IOException {
    RecordTooLargeException(long maxBytes) {
      super("record is larger than " + maxBytes + " bytes");
    }
  }

  /** Moves past the rest of the current segment and past blank space; false at the end. */
  boolean next() {
    skipRest();
    while (true) {
      checked = position;
      if (position == limit && !refill()) {
        return false;
      }
      byte b = buffer[position];
      if (b == '\n') {
        line++;
      } else if (!isSpace(b)) {
        if (!skipByteOrderMark()) {
          break;
        }
        continue;
      }
      position++;
    }
    begin();
    return true;
  }

  private void begin() {
    checked = position;
    segmentEnded = false;
    lineStart = false;
    segmentLine = line;
    segmentBytes = 0;
    sampleLength = 0;
    lastBeforeBuffer = 0;
    recordStarts();
  }

  private void skipRest() {
    while (!segmentEnded) {
      position = checked;
      check();
      if (position == checked && !segmentEnded && !refill()) {
        segmentEnded = true;
      }
    }
    position = checked;
  }

  private boolean skipByteOrderMark() {
    while (limit - position < 3 && refill()) {
      // Until three bytes are there or none are left.
    }
    boolean found =
        limit - position >= 3
            && (buffer[position] & 0xff) == 0xef
            && (buffer[position + 1] & 0xff) == 0xbb
            && (buffer[position + 2] & 0xff) == 0xbf;
    position += found ? 3 : 0;
    return found;
  }

  /** The line, from 1, on which the current segment begins. */
  long line() {
    return segmentLine;
  }

  /** What broke the stream off, or null. */
  String corruption() {
    return corruption;
  }

  /** The beginning of the current segment as far as it has been read. */
  String sample() {
    return new String(sample, 0, sampleLength, StandardCharsets.UTF_8).strip();
  }

  /** Tells that the next record begins: the limit on its size counts from here. */
  void recordStarts() {
    recordEnd = segmentBytes + maxRecordBytes;
  }

  /** Tells that the segment was well-formed to its end. */
  void segmentWasWhole() {
    linesAreDocuments |= line == segmentLine + 1;
  }

  /** The memory in which the current segment lies from {@link #position} to {@link #limit}. */
  byte[] bytes() {
    return buffer;
  }

  int position() {
    return position;
  }

  /** The end of the current segment once it is held; until then the end of what is in memory. */
  int limit() {
    return segmentEnded ? checked : limit;
  }

  /** Brings the rest of the current segment into memory; false where it is longer than this. */
  boolean hold(int maxBytes) {
    while (!segmentEnded) {
      check();
      if (checked - position > maxBytes) {
        return false;
      }
      if (!segmentEnded) {
        if (position == 0 && limit == buffer.length) {
          buffer = Arrays.copyOf(buffer, 2 * limit);
        }
        segmentEnded = !refill();
      }
    }
    return true;
  }

  /** Steps over the segment that is held. */
  void consume() {
    segmentBytes += checked - position;
    position = checked;
  }

  /** The first byte of the current segment, which is not blank. */
  byte first() {
    return buffer[position];
  }

  /** The first bytes of the current segment that are in memory, for a look at what they are. */
  byte[] peek() {
    int end = Math.min(limit, position + 4096);
    return Arrays.copyOfRange(buffer, position, end);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (position == checked) {
      if (segmentEnded) {
        return -1;
      }
      check();
      if (position == checked && !segmentEnded && !refill()) {
        segmentEnded = true;
      }
    }
    int count = Math.min(length, checked - position);
    if (segmentBytes + count > recordEnd) {
      throw new RecordTooLargeException(maxRecordBytes);
    }
    System.arraycopy(buffer, position, target, offset, count);
    if (sampleLength < SAMPLE_BYTES) {
      int sampled = Math.min(count, SAMPLE_BYTES - sampleLength);
      System.arraycopy(buffer, position, sample, sampleLength, sampled);
      sampleLength += sampled;
    }
    position += count;
    segmentBytes += count;
    return count;
  }

  /** Moves {@code checked} over what belongs to this segment and is valid UTF-8. */
  private void check() {
    byte[] bytes = buffer;
    int i = checked;
    int end = limit;
    while (i < end) {
      if (lineStart) {
        if (startsSegment(bytes[i], i)) {
          segmentEnded = true;
          break;
        }
        lineStart = false;
      }
      i = plainUntil(bytes, i, end);
      if (i == end) {
        break;
      }
      byte b = bytes[i];
      if (b >= 0) {
        if (b == '\n') {
          lineStart = true;
          line++;
        }
        i++;
        continue;
      }
      int length = Utf8.sequenceLength(bytes, i, end);
      if (length == Utf8.INCOMPLETE && !sourceEnded) {
        break;
      }
      if (length <= 0) {
        bytes[i] = '?';
        length = 1;
      }
      i += length;
    }
    checked = i;
  }

  /** Steps over ASCII above the line feed, eight bytes at a time: nearly all there is. */
  private static int plainUntil(byte[] bytes, int from, int end) {
    int i = from;
    while (i + Long.BYTES <= end) {
      long eight = Words.load(bytes, i);
      // The top bit of a byte is set where it is no ASCII or, less 11, goes below zero.
      if ((((eight - ELEVENS) | eight) & TOP_BITS) != 0) {
        break;
      }
      i += Long.BYTES;
    }
    while (i < end && bytes[i] > '\n') {
      i++;
    }
    return i;
  }

  private boolean startsSegment(byte first, int index) {
    if (first == '}' || first == ']' || first == ',' || first == ':' || isSpace(first)) {
      return false;
    }
    byte last = lastVisibleBefore(index);
    boolean asksForMore = last == ',' || last == '[' || last == ':' || last == '{';
    if (!asksForMore) {
      return true;
    }
    // A line of a lone bracket opens a value that goes on below, whatever the lines before were.
    return linesAreDocuments && line == segmentLine + 1 && segmentBytes + index - position > 4;
  }

  private byte lastVisibleBefore(int index) {
    for (int i = index - 1; i >= 0; i--) {
      if (!isSpace(buffer[i])) {
        return buffer[i];
      }
    }
    return lastBeforeBuffer;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** Keeps what is not handed on yet and reads more behind it; false at the end. */
  private boolean refill() {
    if (sourceEnded) {
      return false;
    }
    byte last = lastVisibleBefore(position);
    int kept = limit - position;
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, kept);
    }
    checked -= position;
    position = 0;
    limit = kept;
    lastBeforeBuffer = last;
    try {
      int count = source.read(buffer, limit, buffer.length - limit);
      sourceEnded = count < 0;
      limit += Math.max(count, 0);
    } catch (IOException e) {
      corruption = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      sourceEnded = true;
    }
    // At the end an incomplete character may still be waiting to be handed on.
    return !sourceEnded || checked < limit;
  }
}
