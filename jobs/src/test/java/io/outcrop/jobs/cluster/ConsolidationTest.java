package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsolidationTest {

  @Test
  void small_cluster_goesToTheNearest() {
    Consolidation kept =
        Consolidation.of(
            List.of(members(30, 1, 0), members(3, 0.6f, 0.8f), members(30, 0, 1)), 20, 1);
    assertThat(kept.leafOf()).containsExactly(0, 1, 1);
    assertThat(kept.leaves()).extracting(Members::traces).containsExactly(30L, 33L);
  }

  @Test
  void smallClusters_nearEachOther_growTogether() {
    Consolidation kept =
        Consolidation.of(
            List.of(members(30, 1, 0), members(11, 0, 1), members(12, 0.28f, 0.96f)), 20, 1);
    assertThat(kept.leafOf()).containsExactly(0, 1, 1);
  }

  @Test
  void duplicates_anySize_areOne() {
    Consolidation kept =
        Consolidation.of(List.of(members(30, 1, 0), members(40, 1, 0.001f)), 20, 0.99);
    assertThat(kept.leafOf()).containsExactly(0, 0);
  }

  @Test
  void lastLeaf_tooSmall_stays() {
    assertThat(Consolidation.of(List.of(members(1, 1, 0)), 20, 1).leaves()).hasSize(1);
  }

  private static Members members(long traces, float... vector) {
    return new Members(vector.length).add(new Point("", vector, traces));
  }
}
