package io.outcrop.jobs.shifts;

import io.outcrop.jobs.shifts.FacetCounts.Moments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts of generated traces, as the query over facts.traces makes them. */
final class CountedTraces {
  private record Item(String facet, String value) implements Comparable<Item> {
    @Override
    public int compareTo(Item other) {
      int byFacet = facet.compareTo(other.facet);
      return byFacet != 0 ? byFacet : value.compareTo(other.value);
    }
  }

  private final Map<Item, Map<String, long[]>> blocks = new TreeMap<>();
  private final Map<Item, long[][]> days = new TreeMap<>();
  private final Map<Item, double[]> amounts = new TreeMap<>();

  /** Adds a trace. */
  void add(boolean now, LocalDate day, String block, Map<String, String> facets) {
    count(now, day, block, new Item("", ""), 0);
    facets.forEach((facet, value) -> count(now, day, block, new Item(facet, value), 0));
  }

  /** Adds the amount of a trace that was added, in thousandths. */
  void amount(boolean now, LocalDate day, String block, String facet, String band, long amount) {
    count(now, day, block, new Item(facet, band), amount);
  }

  private void count(boolean now, LocalDate day, String block, Item item, long amount) {
    int side = now ? 1 : 0;
    blocks.computeIfAbsent(item, i -> new TreeMap<>())
        .computeIfAbsent(block, b -> new long[2])[side]++;
    days.computeIfAbsent(item, i -> new long[2][FacetCounts.WEEK])[side][
        day.getDayOfWeek().getValue() % 7]++;
    amounts.computeIfAbsent(item, i -> new double[2])[side] += amount;
  }

  List<FacetCounts> counts() {
    Map<String, long[]> all = blocks.get(new Item("", ""));
    List<FacetCounts> counts = new ArrayList<>();
    days.forEach(
        (item, byDay) -> {
          double[] m = new double[7];
          blocks
              .get(item)
              .forEach(
                  (block, y) -> {
                    long[] of = all.get(block);
                    m[0] += y[1] * y[1];
                    m[1] += y[0] * y[0];
                    m[2] += y[1] * y[0];
                    m[3] += y[1] * of[1];
                    m[4] += y[1] * of[0];
                    m[5] += y[0] * of[1];
                    m[6] += y[0] * of[0];
                  });
          counts.add(
              new FacetCounts(
                  item.facet(),
                  item.value(),
                  Arrays.copyOf(byDay[1], FacetCounts.WEEK),
                  Arrays.copyOf(byDay[0], FacetCounts.WEEK),
                  amounts.get(item).clone(),
                  new Moments(m[0], m[1], m[2], m[3], m[4], m[5], m[6], blocks.get(item).size())));
        });
    return counts;
  }
}
