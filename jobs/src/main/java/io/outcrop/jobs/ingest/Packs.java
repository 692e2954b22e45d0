package io.outcrop.jobs.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Packs objects into portions of work that one task reads. */
final class Packs {
  private Packs() {}

  /** Objects read by one task; the number names its side files. */
  record Pack(int number, List<ObjectRef> objects) implements Serializable {
    Pack {
      objects = List.copyOf(objects);
    }
  }

  /**
   * Packs in the order given, closing a pack before it outgrows {@code bytes}, or an even share of
   * the whole where that is less. An object is never cut.
   *
   * @param tasks how many tasks would keep all cores busy
   */
  static List<Pack> of(List<ObjectRef> objects, long bytes, int tasks) {
    long total = objects.stream().mapToLong(ObjectRef::size).sum();
    long limit = Math.max(1, Math.min(bytes, total / Math.max(1, tasks)));
    List<Pack> packs = new ArrayList<>();
    List<ObjectRef> current = new ArrayList<>();
    long size = 0;
    for (ObjectRef object : objects) {
      if (!current.isEmpty() && size + object.size() > limit) {
        packs.add(new Pack(packs.size(), current));
        current = new ArrayList<>();
        size = 0;
      }
      current.add(object);
      size += object.size();
    }
    if (!current.isEmpty()) {
      packs.add(new Pack(packs.size(), current));
    }
    return packs;
  }
}
