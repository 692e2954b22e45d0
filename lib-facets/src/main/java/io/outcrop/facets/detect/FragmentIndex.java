package io.outcrop.facets.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * The fragments of many lists as one tree of characters, so that one pass over a text finds those
 * of all lists.
 *
 * <p>The nodes are numbered level by level: the children of a node stand beside each other.
 */
final class FragmentIndex {
  private static final int ALL_CHARS = 1 << 16;

  /** Most texts are short, and there are hundreds of lists: each thread keeps the tables. */
  private static final ThreadLocal<FragmentHits.Builder> BUILDER = new ThreadLocal<>();

  private final int lists;

  /** The symbol of each character as it is folded; 0 where no fragment holds it. */
  private final char[] symbols = new char[ALL_CHARS];

  /** The node of each first symbol, 0 where none begins so. */
  private final int[] roots;

  /** The node behind each first symbol and each second one: most walks end there. */
  private final int[] seconds;

  private final int width;
  private final char[] symbolOf;
  private final int[] firstChild;

  /** What ends at each node: lists, and as -1 - list those that must end there with a word. */
  private final int[][] ends;

  private final char blank;

  /** A node while the tree is made. */
  private static final class Node {
    final TreeMap<Character, Node> children = new TreeMap<>();
    int[] ends = new int[0];
    char symbol;

    void end(int list) {
      if (Arrays.stream(ends).noneMatch(e -> e == list)) {
        ends = Arrays.copyOf(ends, ends.length + 1);
        ends[ends.length - 1] = list;
      }
    }
  }

  /**
   * Makes the tree.
   *
   * @param fragments of each list, folded
   */
  FragmentIndex(List<List<String>> fragments) {
    lists = fragments.size();
    Node top = new Node();
    char[] known = new char[ALL_CHARS];
    char count = 0;
    for (int list = 0; list < lists; list++) {
      for (String fragment : fragments.get(list)) {
        boolean atEnd = fragment.length() > 1 && fragment.charAt(fragment.length() - 1) == '|';
        int length = atEnd ? fragment.length() - 1 : fragment.length();
        Node node = top;
        for (int i = 0; i < length; i++) {
          char c = fragment.charAt(i);
          if (known[c] == 0) {
            known[c] = ++count;
          }
          node = node.children.computeIfAbsent(known[c], s -> new Node());
          node.symbol = known[c];
        }
        node.end(atEnd ? -1 - list : list);
      }
    }
    for (int c = 0; c < ALL_CHARS; c++) {
      symbols[c] = known[Fragments.folded((char) c)];
    }
    blank = known[' '];
    roots = new int[count + 1];
    List<Node> nodes = byLevel(top);
    symbolOf = new char[nodes.size()];
    firstChild = new int[nodes.size() + 1];
    ends = new int[nodes.size()][];
    number(nodes);
    width = count + 1;
    seconds = new int[(firstChild[1] - firstChild[0] + 1) * width];
    for (int root = firstChild[0]; root < firstChild[1]; root++) {
      for (int child = firstChild[root]; child < firstChild[root + 1]; child++) {
        seconds[root * width + symbolOf[child]] = child;
      }
    }
  }

  private static List<Node> byLevel(Node top) {
    List<Node> nodes = new ArrayList<>();
    Queue<Node> open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty()) {
      Node node = open.remove();
      nodes.add(node);
      open.addAll(node.children.values());
    }
    return nodes;
  }

  private void number(List<Node> nodes) {
    int next = 1;
    for (int n = 0; n < nodes.size(); n++) {
      Node node = nodes.get(n);
      symbolOf[n] = node.symbol;
      ends[n] = node.ends.length == 0 ? null : node.ends;
      firstChild[n] = next;
      if (n == 0) {
        int child = next;
        for (Map.Entry<Character, Node> entry : node.children.entrySet()) {
          roots[entry.getKey()] = child++;
        }
      }
      next += node.children.size();
    }
    firstChild[nodes.size()] = next;
  }

  /** How many lists it knows. */
  int lists() {
    return lists;
  }

  /** All places in a text where a fragment of any list begins. */
  FragmentHits scan(String text) {
    FragmentHits.Builder hits = BUILDER.get();
    if (hits == null || hits.lists() != lists) {
      hits = new FragmentHits.Builder(lists);
      BUILDER.set(hits);
    }
    boolean inWord = false;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean word = CharKinds.isWord(c);
      if (!inWord || !word) {
        int root = roots[symbols[c]];
        if (root != 0) {
          walk(text, i, root, hits);
        }
      }
      inWord = word;
    }
    return hits.build();
  }

  /** The node that a character leads to, 0 where there is none. */
  private int next(int node, String text, int at) {
    char symbol = symbols[text.charAt(at)];
    int last = firstChild[node + 1];
    for (int child = firstChild[node]; child < last; child++) {
      if (symbolOf[child] == symbol) {
        return child;
      }
    }
    return 0;
  }

  private void walk(String text, int from, int root, FragmentHits.Builder hits) {
    int length = text.length();
    int node = root;
    int at = from + 1;
    while (true) {
      if (symbolOf[node] == blank) {
        while (at < length && CharKinds.isBlank(text.charAt(at))) {
          at++;
        }
      }
      if (ends[node] != null) {
        boolean wordEnds = at == length || !CharKinds.isWord(text.charAt(at));
        for (int end : ends[node]) {
          if (end >= 0) {
            hits.add(end, from);
          } else if (wordEnds) {
            hits.add(-1 - end, from);
          }
        }
      }
      if (at == length) {
        return;
      }
      node = node == root ? seconds[root * width + symbols[text.charAt(at)]] : next(node, text, at);
      if (node == 0) {
        return;
      }
      at++;
    }
  }
}
