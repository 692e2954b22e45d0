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

  /** Of tiny objects the time to open each counts: so many cost as much as a full pack. */
  private static final int MOST_OBJECTS = 512;

  /** Fewer leave cores idle where one pack takes longer than others. */
  private static final int TASKS_PER_CORE = 3;

  /**
   * Packs objects in the order given into packs of one size, of about {@code bytes} or, where there
   * is less, an even share of the whole; as many as all cores finish at the same time. An object is
   * never cut. The largest packs come first, so that one huge object is read beside all others and
   * not after them.
   */
  static List<Pack> of(List<ObjectRef> objects, long bytes, int cores) {
    List<List<ObjectRef>> portions = new ArrayList<>();
    List<ObjectRef> shared = new ArrayList<>();
    long limit = Math.min(bytes, bytes(objects) / ((long) TASKS_PER_CORE * cores));
    for (ObjectRef object : objects) {
      if (object.size() > Math.max(1, limit)) {
        portions.add(List.of(object));
      } else {
        shared.add(object);
      }
    }
    double share = share(shared, bytes, cores);
    double before = 0;
    long last = -1;
    for (ObjectRef object : shared) {
      double weight = weight(object, bytes);
      long pack = (long) ((before + weight / 2) / share);
      if (pack != last) {
        portions.add(new ArrayList<>());
        last = pack;
      }
      portions.get(portions.size() - 1).add(object);
      before += weight;
    }
    // A stable sort: packs of one size keep their order.
    portions.sort(Comparator.comparingLong(Packs::bytes).reversed());
    return IntStream.range(0, portions.size()).mapToObj(i -> new Pack(i, portions.get(i))).toList();
  }

  /** The weight of each of the packs, where a full one is 1. */
  private static double share(List<ObjectRef> objects, long bytes, int cores) {
    double all = objects.stream().mapToDouble(object -> weight(object, bytes)).sum();
    long packs = (long) Math.ceil(all);
    if (bytes(objects) > 0) {
      packs = Math.max(packs, (long) TASKS_PER_CORE * cores);
    }
    if (packs > cores) {
      packs = (packs + cores - 1) / cores * cores;
    }
    return all / packs;
  }

  private static double weight(ObjectRef object, long bytes) {
    return Math.max((double) object.size() / bytes, 1.0 / MOST_OBJECTS);
  }

  private static long bytes(List<ObjectRef> objects) {
    return objects.stream().mapToLong(ObjectRef::size).sum();
  }
}
