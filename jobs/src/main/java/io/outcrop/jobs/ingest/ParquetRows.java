package io.outcrop.jobs.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.CorruptTableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;

/**
 * The rows of a Parquet file as JSON objects. One row group is in memory at a time, packed as it is
 * stored, and of each column one unpacked page.
 *
 * <p>A row group that cannot be read throws {@link CorruptTableException} once, for all its rows
 * that are left; then the next group follows.
 */
final class ParquetRows implements Iterator<ObjectNode>, AutoCloseable {
  /** Writers cut row groups at 128 MB or so; a larger one than this would burst a task. */
  static final long MAX_GROUP_BYTES = 1L << 30;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final StoredInput input;
  private ParquetFileReader file;
  private MessageColumnIO columns;
  private boolean opened;
  private int group = -1;
  private long rowsLeft;
  private RecordReader<ObjectNode> records;

  ParquetRows(StoredInput input) {
    this.input = input;
  }

  /** How many first bytes tell a Parquet file. */
  static int magicBytes() {
    return MAGIC.length;
  }

  static boolean isParquet(byte[] first) {
    return Arrays.equals(first, MAGIC);
  }

  @Override
  public boolean hasNext() {
    if (!opened) {
      opened = true;
      guarded("it has no readable footer", this::open);
    }
    while (file != null && rowsLeft == 0 && group + 1 < file.getRowGroups().size()) {
      group++;
      guarded("row group " + (group + 1), this::openGroup);
    }
    return rowsLeft > 0;
  }

  @Override
  public ObjectNode next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ObjectNode[] row = new ObjectNode[1];
    String place = "row group %d, its last %d rows".formatted(group + 1, rowsLeft);
    guarded(place, () -> row[0] = records.read());
    rowsLeft--;
    return row[0];
  }

  private void open() throws IOException {
    file = ParquetFileReader.open(input);
    var metadata = file.getFileMetaData();
    columns = new ColumnIOFactory(metadata.getCreatedBy()).getColumnIO(metadata.getSchema());
  }

  private void openGroup() throws IOException {
    BlockMetaData block = file.getRowGroups().get(group);
    if (block.getCompressedSize() > MAX_GROUP_BYTES) {
      throw new IOException("it is larger than " + MAX_GROUP_BYTES + " bytes");
    }
    if (block.getRowCount() > 0) {
      PageReadStore pages = file.readRowGroup(group);
      records =
          columns.getRecordReader(pages, new ParquetRecord(file.getFileMetaData().getSchema()));
      rowsLeft = block.getRowCount();
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Tells the storage's failures from the content's. */
  private void guarded(String place, Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      // On broken bytes the library throws whatever comes: bounds, casts, sizes below zero.
      rowsLeft = 0;
      if (input.failure() != null) {
        throw new UncheckedIOException(input.failure());
      }
      throw new CorruptTableException("the Parquet file cannot be read: " + place + ": " + e, e);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
