package io.outcrop.jobs.ingest;

import java.util.ArrayList;
import java.util.List;

/** Cuts objects into batches: each is committed on its own, so that a stop costs one at most. */
final class Batches {
  private Batches() {}

  /**
   * Batches in the order given, closed before they outgrow a limit; a larger object is one alone.
   *
   * @param bytes most bytes of a batch, as stored
   * @param most most objects of a batch
   */
  static List<List<ObjectRef>> of(List<ObjectRef> objects, long bytes, int most) {
    List<List<ObjectRef>> batches = new ArrayList<>();
    int from = 0;
    long size = 0;
    for (int i = 0; i < objects.size(); i++) {
      long next = objects.get(i).size();
      if (i > from && (size + next > bytes || i - from == most)) {
        batches.add(objects.subList(from, i));
        from = i;
        size = 0;
      }
      size += next;
    }
    if (from < objects.size()) {
      batches.add(objects.subList(from, objects.size()));
    }
    return batches;
  }
}
