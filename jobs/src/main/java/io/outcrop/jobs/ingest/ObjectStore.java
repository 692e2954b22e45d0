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
   * @throws io.outcrop.jobs.UserError when nothing is there or it may not be read
   */
  List<ObjectRef> list(String input);

  InputStream open(String uri) throws IOException;
}
