package io.outcrop.jobs.publish;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds given terms in texts: words that are neighbours, or that are written as one.
 *
 * <p>A word that no term has costs one look into a table. Not safe for several threads; copies that
 * Java's serialisation makes are.
 */
final class TermMatcher implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<String> terms;
  private final String[] table;
  private final int[] idOf;
  private final int[][] alone;
  private final long[] chains;
  private final int[] chainTerm;
  private transient Reading reading;

  TermMatcher(List<String> terms) {
    this.terms = List.copyOf(terms);
    Map<String, Integer> ids = new HashMap<>();
    Map<Integer, List<Integer>> hits = new HashMap<>();
    TreeMap<Long, Integer> byChain = new TreeMap<>();
    for (int term = 0; term < terms.size(); term++) {
      String[] words = terms.get(term).split(" ", -1);
      long chain = 0;
      for (String word : words) {
        chain = chain(chain, id(ids, word));
      }
      // "acmecorp" is "acme corp" as well.
      hits.computeIfAbsent(id(ids, String.join("", words)), id -> new ArrayList<>()).add(term);
      if (words.length > 1) {
        byChain.put(chain, term);
      }
    }
    this.table = new String[Integer.highestOneBit(Math.max(16, ids.size() * 4)) * 2];
    this.idOf = new int[table.length];
    ids.forEach(this::enter);
    this.alone = new int[ids.size()][];
    for (int id = 0; id < alone.length; id++) {
      alone[id] = hits.getOrDefault(id, List.of()).stream().mapToInt(Integer::intValue).toArray();
    }
    this.chains = byChain.keySet().stream().mapToLong(Long::longValue).toArray();
    this.chainTerm = byChain.values().stream().mapToInt(Integer::intValue).toArray();
  }

  List<String> terms() {
    return terms;
  }

  private static int id(Map<String, Integer> ids, String word) {
    return ids.computeIfAbsent(word, w -> ids.size());
  }

  /** Ids of up to three words in one number, the last one lowest. */
  private static long chain(long before, int id) {
    return before << 21 | (id + 1);
  }

  private void enter(String word, int id) {
    char[] chars = word.toCharArray();
    int slot = slot(chars, chars.length);
    while (table[slot] != null) {
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = word;
    idOf[slot] = id;
  }

  private int slot(char[] chars, int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + chars[i];
    }
    return (hash ^ hash >>> 15) & (table.length - 1);
  }

  private int find(char[] chars, int length) {
    int slot = slot(chars, length);
    while (table[slot] != null) {
      if (equal(table[slot], chars, length)) {
        return idOf[slot];
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return -1;
  }

  private static boolean equal(String word, char[] chars, int length) {
    if (word.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (word.charAt(i) != chars[i]) {
        return false;
      }
    }
    return true;
  }

  /** Marks the terms that the text has. */
  void match(String text, BitSet found) {
    if (text == null || text.isEmpty()) {
      return;
    }
    if (reading == null) {
      reading = new Reading();
    }
    reading.found = found;
    reading.words.read(text, reading);
  }

  /** One pass over a text. */
  private final class Reading implements TermWords.Sink {
    private final TermWords words = new TermWords();
    private BitSet found;
    private int before = -1;
    private int last = -1;

    @Override
    public void word(char[] buffer, int length) {
      int id = find(buffer, length);
      if (id >= 0) {
        for (int term : alone[id]) {
          found.set(term);
        }
        if (last >= 0) {
          mark(chain(chain(0, last), id));
          if (before >= 0) {
            mark(chain(chain(chain(0, before), last), id));
          }
        }
      }
      before = last;
      last = id;
    }

    private void mark(long chain) {
      int at = Arrays.binarySearch(chains, chain);
      if (at >= 0) {
        found.set(chainTerm[at]);
      }
    }

    @Override
    public void gap() {
      before = -1;
      last = -1;
    }
  }
}
