package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HierarchyTest {
  private static final int LEAVES = 12;
  private static final String LEAD = "failure_mode";

  @Test
  void middles_ofLeavesWithOneLead_areOneHoweverFarTheyLie() {
    Hierarchy hierarchy =
        Hierarchy.grow(leaves(20, 20, 20), false, LEAD, ClusterOptions.defaults());

    int[] middleOf = hierarchy.middleOf();
    assertThat(middleOf[3]).isEqualTo(middleOf[0]);
    assertThat(middleOf[7]).isEqualTo(middleOf[0]);
    assertThat(Arrays.stream(middleOf).filter(m -> m == middleOf[0]).count()).isEqualTo(3);
    assertThat(hierarchy.middles().members().get(middleOf[0]).traces()).isEqualTo(60);
  }

  @Test
  void middles_ofALeafThatHalfHasTheLead_isByLikeness() {
    Hierarchy led = Hierarchy.grow(leaves(20, 20, 10), false, LEAD, ClusterOptions.defaults());

    assertThat(led.middleOf()[3]).isEqualTo(led.middleOf()[0]);
    assertThat(led.middleOf()[7]).isNotEqualTo(led.middleOf()[0]);
  }

  @Test
  void middles_withoutALead_areByLikenessAlone() {
    Hierarchy hierarchy =
        Hierarchy.grow(leaves(20, 20, 20), false, null, ClusterOptions.defaults());

    assertThat(hierarchy.middleOf()[7]).isNotEqualTo(hierarchy.middleOf()[0]);
  }

  @Test
  void middles_ofLeavesWithALeadEach_areTheLeaves() {
    Level leaves = leaves(0, 0, 0);
    for (int i = 0; i < LEAVES; i++) {
      leaves.counts().add(i, new Item(LEAD, "mode " + (LEAVES - i)), 20);
    }

    Hierarchy hierarchy = Hierarchy.grow(leaves, false, LEAD, ClusterOptions.defaults());

    assertThat(hierarchy.middleOf()).isEqualTo(IntStream.range(0, LEAVES).toArray());
    assertThat(hierarchy.middles().labels()).isEqualTo(leaves.labels());
  }

  /** Leaves far from each other, of 20 traces each; the first, fourth and eighth have the lead. */
  private static Level leaves(long first, long fourth, long eighth) {
    List<Members> members = new ArrayList<>();
    List<Label> labels = new ArrayList<>();
    long[] sizes = new long[LEAVES];
    Arrays.fill(sizes, 20);
    ItemCounts counts = new ItemCounts(sizes);
    Item lead = new Item(LEAD, "tells a wrong sum");
    for (int i = 0; i < LEAVES; i++) {
      float[] place = new float[LEAVES];
      place[i] = 1;
      members.add(new Members(LEAVES).add(new Point("", place, 20)));
      labels.add(new Label("Leaf number" + i, "What leaf" + i + " does", false));
      counts.add(i, new Item("loop", "step" + i), 20);
    }
    counts.add(0, lead, first);
    counts.add(3, lead, fourth);
    counts.add(7, lead, eighth);
    counts.total(lead, first + fourth + eighth);
    return new Level(members, counts, new long[LEAVES], labels, new boolean[LEAVES]);
  }
}
