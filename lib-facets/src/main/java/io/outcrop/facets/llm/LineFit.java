package io.outcrop.facets.llm;

import io.outcrop.facets.llm.TraceLine.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fits lines into a budget of tokens: texts are cut shorter and shorter, then sub-trees that went
 * well are folded, the largest first, then what matters least is left out of the middle.
 *
 * @param scale how far texts are cut, 1 for not beyond their usual length
 * @param entries what is left, in order
 */
record LineFit(double scale, List<Entry> entries) {
  private static final double[] SCALES = {1, 0.6, 0.35, 0.2};
  private static final int LONGEST_CYCLE = 4;
  private static final int FEW_LINES = 4;
  private static final int ENDING = 8;
  private static final int OPENING = 3;
  private static final int NOTE_TOKENS = 20;

  /** Something to be written: a line, or a note about lines that are not. */
  sealed interface Entry permits Shown, Note {}

  /** A line to be written. */
  record Shown(TraceLine line) implements Entry {}

  /** A note in our own words. */
  record Note(String text, String branch) implements Entry {}

  static LineFit of(List<TraceLine> lines, long budget) {
    List<Entry> entries = repeatsFolded(lines);
    double scale = SCALES[SCALES.length - 1];
    for (double candidate : SCALES) {
      if (tokens(entries, candidate) <= budget) {
        return new LineFit(candidate, entries);
      }
    }
    entries = branchesFolded(entries, scale, budget);
    return new LineFit(scale, middleLeftOut(entries, scale, budget));
  }

  private static long tokens(List<Entry> entries, double scale) {
    return entries.stream().mapToLong(e -> tokens(e, scale)).sum();
  }

  private static long tokens(Entry entry, double scale) {
    return entry instanceof Shown shown ? shown.line().tokens(scale) : NOTE_TOKENS;
  }

  /** Blocks of up to four lines that come again at once are told once. */
  private static List<Entry> repeatsFolded(List<TraceLine> lines) {
    List<Entry> entries = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      int length = 0;
      int times = 1;
      for (int cycle = 1; cycle <= LONGEST_CYCLE && length == 0; cycle++) {
        times = timesAt(lines, i, cycle);
        length = times > 1 ? cycle : 0;
      }
      if (length == 0) {
        entries.add(new Shown(lines.get(i++)));
        continue;
      }
      for (int j = 0; j < length; j++) {
        entries.add(new Shown(lines.get(i + j)));
      }
      String what = length == 1 ? "the line above" : "the " + length + " lines above";
      entries.add(
          new Note(
              what + " again, " + (times - 1) + (times == 2 ? " time" : " times"),
              lines.get(i).branch()));
      i += length * times;
    }
    return entries;
  }

  private static int timesAt(List<TraceLine> lines, int from, int cycle) {
    int times = 1;
    while (from + (times + 1) * cycle <= lines.size()) {
      for (int j = 0; j < cycle; j++) {
        if (!lines.get(from + j).sameAs(lines.get(from + times * cycle + j))) {
          return times;
        }
      }
      times++;
    }
    return times;
  }

  private static List<Entry> branchesFolded(List<Entry> entries, double scale, long budget) {
    Map<String, List<Entry>> byBranch = new LinkedHashMap<>();
    for (Entry entry : entries) {
      String branch = entry instanceof Shown s ? s.line().branch() : ((Note) entry).branch();
      if (branch != null) {
        byBranch.computeIfAbsent(branch, b -> new ArrayList<>()).add(entry);
      }
    }
    List<Map.Entry<String, List<Entry>>> largest =
        byBranch.entrySet().stream()
            .filter(e -> e.getValue().size() >= FEW_LINES)
            .filter(e -> e.getValue().stream().noneMatch(LineFit::isFailure))
            .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
            .toList();
    long tokens = tokens(entries, scale);
    Map<String, String> notes = new LinkedHashMap<>();
    for (Map.Entry<String, List<Entry>> branch : largest) {
      if (tokens <= budget) {
        break;
      }
      List<Entry> inner = branch.getValue().stream().filter(e -> !isFrame(e)).toList();
      tokens -= tokens(inner, scale) - NOTE_TOKENS;
      notes.put(branch.getKey(), "a sub-agent's steps, without a failure: " + counts(inner));
    }
    return withNotes(entries, notes);
  }

  private static List<Entry> withNotes(List<Entry> entries, Map<String, String> notes) {
    List<Entry> kept = new ArrayList<>();
    Map<String, String> open = new LinkedHashMap<>(notes);
    for (Entry entry : entries) {
      String branch = entry instanceof Shown s ? s.line().branch() : ((Note) entry).branch();
      if (branch == null || !notes.containsKey(branch) || isFrame(entry)) {
        kept.add(entry);
      } else if (open.containsKey(branch)) {
        kept.add(new Note(open.remove(branch), branch));
      }
    }
    return kept;
  }

  private static boolean isFailure(Entry entry) {
    return entry instanceof Shown shown && shown.line().kind() == Kind.FAILED;
  }

  /** What went into a sub-agent and what came back frames its steps. */
  private static boolean isFrame(Entry entry) {
    return entry instanceof Shown shown
        && (shown.line().kind() == Kind.DELEGATES || shown.line().kind() == Kind.RETURNED);
  }

  private static List<Entry> middleLeftOut(List<Entry> entries, double scale, long budget) {
    if (tokens(entries, scale) <= budget) {
      return entries;
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      order.add(i);
    }
    int size = entries.size();
    order.sort(
        Comparator.<Integer>comparingInt(i -> -worth(entries, i))
            // Of equal worth what is nearer to an end.
            .thenComparingInt(i -> Math.min(i, size - 1 - i))
            .thenComparingInt(i -> -i));
    boolean[] keep = new boolean[size];
    long left = budget;
    for (int i : order) {
      // A gap before each kept entry at worst.
      long cost = tokens(entries.get(i), scale) + NOTE_TOKENS / 2;
      if (cost <= left) {
        keep[i] = true;
        left -= cost;
      }
    }
    return withGaps(entries, keep);
  }

  private static int worth(List<Entry> entries, int i) {
    int fromEnd = entries.size() - 1 - i;
    int worth = entries.get(i) instanceof Shown shown ? shown.line().kind().weight() * 10 : 5;
    boolean beforeFailure =
        (i + 1 < entries.size() && isFailure(entries.get(i + 1)))
            || (i + 2 < entries.size() && isFailure(entries.get(i + 2)));
    return worth + (i < OPENING ? 30 : 0) + (fromEnd < ENDING ? 20 : 0) + (beforeFailure ? 15 : 0);
  }

  private static List<Entry> withGaps(List<Entry> entries, boolean[] keep) {
    List<Entry> kept = new ArrayList<>();
    List<Entry> gap = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (!keep[i]) {
        gap.add(entries.get(i));
        continue;
      }
      close(gap, kept);
      kept.add(entries.get(i));
    }
    close(gap, kept);
    return kept;
  }

  private static void close(List<Entry> gap, List<Entry> kept) {
    if (!gap.isEmpty()) {
      kept.add(new Note("left out: " + counts(gap), null));
      gap.clear();
    }
  }

  /** Such as "12 result, 40 calls (of 3 tools)". */
  private static String counts(List<Entry> entries) {
    Map<String, Integer> counts = new TreeMap<>();
    long tools =
        entries.stream()
            .map(e -> e instanceof Shown s && s.line().kind() == Kind.CALL ? s.line().tool() : null)
            .filter(t -> t != null)
            .distinct()
            .count();
    for (Entry entry : entries) {
      if (entry instanceof Shown shown) {
        counts.merge(shown.line().kind().label(), 1, Integer::sum);
      }
    }
    String told =
        counts.entrySet().stream()
            .map(e -> e.getValue() + " × " + e.getKey())
            .collect(Collectors.joining(", "));
    return told.isEmpty() ? "notes" : told + (tools > 0 ? ", of " + tools + " tools" : "");
  }
}
