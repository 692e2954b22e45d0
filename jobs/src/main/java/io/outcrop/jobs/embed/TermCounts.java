package io.outcrop.jobs.embed;

import java.util.Iterator;
import java.util.stream.IntStream;
import scala.Tuple2;

/** In how many traces terms are found, by hash; a term's letters are kept once. */
final class TermCounts {
  private long[] hashes = new long[1 << 12];
  private long[] traces = new long[hashes.length];
  private int[] lastText = new int[hashes.length];
  private String[] terms = new String[hashes.length];
  private int size;
  private int texts;

  /** Counts each term of a text once. */
  void add(String text, long weight) {
    texts++;
    TermScanner.scan(
        text,
        (lower, hash, firstFrom, firstTo, from, to) -> {
          int slot = slot(hash);
          if (terms[slot] == null) {
            if (2 * size >= hashes.length) {
              grow();
              slot = slot(hash);
            }
            hashes[slot] = hash;
            terms[slot] = Tokens.term(lower, firstFrom, firstTo, from, to);
            size++;
          }
          if (lastText[slot] != texts) {
            lastText[slot] = texts;
            traces[slot] += weight;
          }
        });
  }

  /** Each term with its traces. */
  Iterator<Tuple2<String, Long>> counts() {
    return IntStream.range(0, terms.length)
        .filter(slot -> terms[slot] != null)
        .mapToObj(slot -> new Tuple2<>(terms[slot], traces[slot]))
        .iterator();
  }

  private int slot(long hash) {
    int slot = (int) hash & (hashes.length - 1);
    while (terms[slot] != null && hashes[slot] != hash) {
      slot = (slot + 1) & (hashes.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldTraces = traces;
    int[] oldLast = lastText;
    String[] oldTerms = terms;
    int length = 2 * hashes.length;
    hashes = new long[length];
    traces = new long[length];
    lastText = new int[length];
    terms = new String[length];
    for (int i = 0; i < oldTerms.length; i++) {
      if (oldTerms[i] != null) {
        int slot = slot(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        traces[slot] = oldTraces[i];
        lastText[slot] = oldLast[i];
        terms[slot] = oldTerms[i];
      }
    }
  }
}
