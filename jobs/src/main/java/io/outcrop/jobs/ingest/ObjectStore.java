package io.outcrop.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where dumps lie: lists objects and opens them. */
interface ObjectStore {
  /**
   * The objects that an input stands for: a file, all files below a folder, or a glob; files and
   * folders whose name begins with a dot or an underscore are left out. Sorted by URI.
   *
   * @param range objects whose path tells a date outside it are left out, see {@link
   *     PartitionDates}
   * @throws io.outcrop.jobs.UserError when nothing is there or it may not be read
   */
  List<ObjectRef> list(String input, DateRange range);

  default List<ObjectRef> list(String input) {
    return list(input, DateRange.ALL);
  }

  /**
   * The bytes of an object from a position on; none where it ends before.
   *
   * @throws IOException where the object cannot be read; so does the stream
   */
  InputStream open(String uri, long from) throws IOException;

  default InputStream open(String uri) throws IOException {
    return open(uri, 0);
  }
}
