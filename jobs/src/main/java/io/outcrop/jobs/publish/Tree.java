package io.outcrop.jobs.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Rule 2 of the gate in a hierarchy: what is withheld cannot be found by taking the published
 * children from their parent.
 *
 * <p>A node's <i>remainder</i> are the members that none of its published children cover. A
 * withheld node's published children count as children of its nearest published ancestor, since
 * that is the difference that a reader can take. The remainder of every published node is empty or
 * large enough by itself; where it is not, further children are withheld: the one with the smallest
 * remainder of its own first, then by id.
 *
 * <p>The slices of one metric are a hierarchy of two levels: their total, and they.
 */
final class Tree {

  /**
   * One node.
   *
   * @param parentId null at the root, or the id of another node
   * @param own the members that are in no child: all of them at a leaf
   */
  record Node(String id, String parentId, Crowd own) {}

  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, List<String>> children = new HashMap<>();
  private final List<String> roots = new ArrayList<>();
  private final Set<String> withheld;
  private final int kept;

  private Tree(Collection<Node> all, Set<String> withheld, int kept) {
    this.withheld = new HashSet<>(withheld);
    this.kept = kept;
    all.forEach(node -> nodes.put(node.id(), node));
    all.stream()
        .sorted(Comparator.comparing(Node::id))
        .forEach(
            node -> {
              if (node.parentId() == null || !nodes.containsKey(node.parentId())) {
                roots.add(node.id());
              } else {
                children.computeIfAbsent(node.parentId(), id -> new ArrayList<>()).add(node.id());
              }
            });
  }

  /**
   * @param withheld ids that other rules keep back
   * @param kept boundaries that a crowd keeps
   */
  static Tree of(Collection<Node> nodes, Set<String> withheld, int kept) {
    return new Tree(nodes, withheld, kept);
  }

  /**
   * Withholds what has to be withheld beside, and returns it in the order in which it was found.
   */
  Set<String> complete(Predicate<Crowd> enough) {
    Set<String> further = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String id = open.poll();
      while (isPublished(id) && !remainderStands(id, enough)) {
        List<String> published = publishedChildren(id);
        if (published.isEmpty()) {
          break;
        }
        String next = published.stream().min(this::cheaper).orElseThrow();
        withheld.add(next);
        further.add(next);
      }
      open.addAll(childrenOf(id));
    }
    return further;
  }

  private int cheaper(String one, String other) {
    int bySize = Long.compare(cost(one), cost(other));
    return bySize != 0 ? bySize : one.compareTo(other);
  }

  /** One that adds nothing to its parent's remainder only makes way for its own children. */
  private long cost(String id) {
    long traces = remainder(id).traces();
    return traces == 0 ? Long.MAX_VALUE : traces;
  }

  private boolean remainderStands(String id, Predicate<Crowd> enough) {
    Crowd remainder = remainder(id);
    return remainder.isEmpty() || enough.test(remainder);
  }

  boolean isPublished(String id) {
    return !withheld.contains(id);
  }

  /** The members of a node that no published node below it covers. */
  Crowd remainder(String id) {
    Crowd uncovered = nodes.get(id).own();
    for (String child : childrenOf(id)) {
      if (!isPublished(child)) {
        uncovered = uncovered.with(remainder(child), kept);
      }
    }
    return uncovered;
  }

  /** The nodes without children that make up a node's remainder. */
  List<String> leavesOfRemainder(String id) {
    List<String> leaves = new ArrayList<>();
    if (childrenOf(id).isEmpty()) {
      leaves.add(id);
    }
    for (String child : childrenOf(id)) {
      if (!isPublished(child)) {
        leaves.addAll(leavesOfRemainder(child));
      }
    }
    return leaves;
  }

  /** All members of a node. */
  Crowd members(String id) {
    Crowd all = nodes.get(id).own();
    for (String child : childrenOf(id)) {
      all = all.with(members(child), kept);
    }
    return all;
  }

  /** The nearest published nodes below. */
  List<String> publishedChildren(String id) {
    List<String> published = new ArrayList<>();
    for (String child : childrenOf(id)) {
      if (isPublished(child)) {
        published.add(child);
      } else {
        published.addAll(publishedChildren(child));
      }
    }
    return published;
  }

  /** The nearest published node above, or null. */
  String publishedParent(String id) {
    String parent = nodes.get(id).parentId();
    while (parent != null && nodes.containsKey(parent) && !isPublished(parent)) {
      parent = nodes.get(parent).parentId();
    }
    return parent != null && nodes.containsKey(parent) ? parent : null;
  }

  /** The published nodes that have no published node above them. */
  List<String> publishedRoots() {
    List<String> published = new ArrayList<>();
    for (String root : roots) {
      if (isPublished(root)) {
        published.add(root);
      } else {
        published.addAll(publishedChildren(root));
      }
    }
    return published;
  }

  private List<String> childrenOf(String id) {
    return children.getOrDefault(id, List.of());
  }
}
