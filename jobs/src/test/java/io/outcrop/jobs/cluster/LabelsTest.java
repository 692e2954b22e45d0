package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Item LOOP = new Item("loop", "true");
  private static final Item LOOP_ISSUE = new Item("issues", "loop");
  private static final Item SEARCH = new Item("action_sequence", "search");

  @Test
  void label_failureOfMost_leadsAndIsSaidOnce() {
    ItemCounts counts = counts(100, 100);
    add(counts, 0, LOOP, 95, 95);
    add(counts, 0, LOOP_ISSUE, 95, 95);
    add(counts, 0, SEARCH, 100, 100);
    Label label = behaviour(counts).get(0);
    assertThat(label.title()).isEqualTo("Goes round in a loop with searches");
    assertThat(label.description())
        .isEqualTo(
            "Nearly all have a loop and searches. The nearest clusters seldom have a loop and"
                + " searches.");
    assertThat(label.isNamed()).isTrue();
  }

  @Test
  void label_nothingDistinctive_isAStopgap() {
    ItemCounts counts = counts(100, 100);
    add(counts, 0, SEARCH, 60, 120);
    counts.add(1, SEARCH, 60);
    Label label = behaviour(counts).get(0);
    assertThat(label.isNamed()).isFalse();
    assertThat(label.title()).startsWith("Mixed behaviour");
  }

  @Test
  void label_itemOfOneTrace_isNeverUsed() {
    ItemCounts counts = counts(1, 100);
    add(counts, 0, LOOP, 1, 1);
    Label label = behaviour(counts).get(0);
    assertThat(label.title()).startsWith("Mixed behaviour").doesNotContain("loop");
    assertThat(label.isNamed()).isFalse();
  }

  @Test
  void labels_alikeClusters_getTitlesOfTheirOwn() {
    ItemCounts counts = counts(50, 40, 30, 200);
    for (int cluster = 0; cluster < 3; cluster++) {
      add(counts, cluster, LOOP, 30, 90);
    }
    counts.add(1, SEARCH, 40);
    counts.total(SEARCH, 40);
    assertThat(behaviour(counts).subList(0, 3))
        .extracting(Label::title)
        .containsExactly(
            "Goes round in a loop",
            "Goes round in a loop with searches",
            "Goes round in a loop (2)");
  }

  @Test
  void label_absence_neverLeads() {
    ItemCounts counts = counts(100, 100);
    add(counts, 0, new Item("tool_error_count", FacetItems.NONE), 100, 100);
    assertThat(behaviour(counts).get(0).isNamed()).isFalse();
  }

  @Test
  void label_textualAxis_listsTermsOnce() {
    ItemCounts counts = counts(100, 100);
    add(counts, 0, new Item(FacetItems.TERM, "late delivery"), 80, 80);
    add(counts, 0, new Item(FacetItems.TERM, "delivery"), 80, 80);
    add(counts, 0, new Item(FacetItems.TERM, "refund"), 50, 50);
    add(counts, 0, LOOP, 100, 100);
    assertThat(Labels.of(counts, new int[][] {{1}, {0}}, true, false).get(0).title())
        .isEqualTo("About late delivery, refund");
  }

  @Test
  void names_functionWordsAndFigures_nameNothing() {
    assertThat(LeafItems.names("late delivery")).isTrue();
    assertThat(LeafItems.names("the delivery")).isFalse();
    assertThat(LeafItems.names("2024")).isFalse();
    assertThat(LeafItems.names("退 款")).isTrue();
  }

  private static List<Label> behaviour(ItemCounts counts) {
    int[][] nearest = new int[counts.clusters()][];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = new int[] {nearest.length - 1 == i ? 0 : nearest.length - 1};
    }
    return Labels.of(counts, nearest, false, false);
  }

  private static ItemCounts counts(long... sizes) {
    return new ItemCounts(sizes);
  }

  private static void add(ItemCounts counts, int cluster, Item item, long inside, long total) {
    counts.add(cluster, item, inside);
    counts.total(item, total);
  }
}
