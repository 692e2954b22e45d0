package io.outcrop.jobs.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Packs objects into portions of work that one task reads. */
final class Packs {
  private Packs() {}

  /** Objects read by one task; the number names its side files. */
  record Pack(int number, List<ObjectRef> objects) implements Serializable {
    Pack {
      objects = List.copyOf(objects);
    }
  }

  /** Of tiny objects the time to open each counts, and no task should hold up the others. */
  private static final int MOST_OBJECTS = 512;

  /**
   * Packs objects in the order given, closing a pack before it outgrows {@code bytes}, or an even
   * share of the whole where that is less. An object is never cut. The largest packs come first, so
   * that one huge object is read beside all others and not after them.
   *
   * @param tasks how many tasks would keep all cores busy
   */
  static List<Pack> of(List<ObjectRef> objects, long bytes, int tasks) {
    long total = bytes(objects);
    long limit = Math.max(1, Math.min(bytes, total / Math.max(1, tasks)));
    List<List<ObjectRef>> portions = new ArrayList<>();
    List<ObjectRef> current = new ArrayList<>();
    long size = 0;
    for (ObjectRef object : objects) {
      if (object.size() > limit) {
        portions.add(List.of(object));
        continue;
      }
      if (size + object.size() > limit || current.size() == MOST_OBJECTS) {
        portions.add(current);
        current = new ArrayList<>();
        size = 0;
      }
      current.add(object);
      size += object.size();
    }
    if (!current.isEmpty()) {
      portions.add(current);
    }
    // A stable sort: packs of one size keep their order.
    portions.sort(Comparator.comparingLong(Packs::bytes).reversed());
    return IntStream.range(0, portions.size()).mapToObj(i -> new Pack(i, portions.get(i))).toList();
  }

  private static long bytes(List<ObjectRef> objects) {
    return objects.stream().mapToLong(ObjectRef::size).sum();
  }
}
