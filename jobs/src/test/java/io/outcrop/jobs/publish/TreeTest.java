package io.outcrop.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.publish.Tree.Node;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Three tenants and six traces are enough here. */
class TreeTest {
  private static final Minimum ENOUGH = new Minimum(3, 6);

  private static Crowd crowd(int traces, int... tenants) {
    TreeMap<Long, Long> each = new TreeMap<>();
    for (int i = 0; i < traces; i++) {
      each.merge((long) tenants[i % tenants.length], 1L, Long::sum);
    }
    return new Crowd(traces, each, Set.of());
  }

  private static Node leaf(String id, String parent, Crowd crowd) {
    return new Node(id, parent, crowd);
  }

  private static Node parent(String id, String parent) {
    return new Node(id, parent, Crowd.NONE);
  }

  @Test
  void remainder_ofTooFew_takesTheSmallestSiblingAlong() {
    Tree tree =
        Tree.of(
            List.of(
                parent("p", null),
                leaf("big", "p", crowd(30, 1, 2, 3)),
                leaf("mid", "p", crowd(9, 1, 2, 3)),
                leaf("tiny", "p", crowd(2, 9))),
            Set.of("tiny"),
            6);

    assertThat(tree.complete(ENOUGH::isMetBy)).containsExactly("mid");
    assertThat(tree.publishedChildren("p")).containsExactly("big");
  }

  @Test
  void remainder_thatIsEnough_takesNobodyAlong() {
    Tree tree =
        Tree.of(
            List.of(
                parent("p", null),
                leaf("big", "p", crowd(30, 1, 2, 3)),
                leaf("one", "p", crowd(4, 7, 8)),
                leaf("two", "p", crowd(4, 9))),
            Set.of("one", "two"),
            6);

    assertThat(tree.complete(ENOUGH::isMetBy)).isEmpty();
  }

  @Test
  void child_withoutAPublishedParent_countsForTheOneAbove() {
    Tree tree =
        Tree.of(
            List.of(
                parent("top", null),
                parent("m", "top"),
                leaf("a", "m", crowd(10, 1, 2, 3)),
                leaf("b", "m", crowd(2, 4)),
                leaf("c", "top", crowd(8, 1, 2, 3))),
            Set.of("m", "b"),
            6);

    assertThat(tree.publishedParent("a")).isEqualTo("top");
    assertThat(tree.complete(ENOUGH::isMetBy)).containsExactly("c");
  }

  @Test
  void equals_areDecidedById() {
    Tree tree =
        Tree.of(
            List.of(
                parent("p", null),
                leaf("b", "p", crowd(9, 1, 2, 3)),
                leaf("a", "p", crowd(9, 1, 2, 3)),
                leaf("tiny", "p", crowd(1, 9))),
            Set.of("tiny"),
            6);

    assertThat(tree.complete(ENOUGH::isMetBy)).containsExactly("a");
  }
}
