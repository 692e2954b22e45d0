package io.outcrop.jobs.system;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTextsTest {
  private static final Map<String, List<String>> EXPECTED =
      Map.of("one", List.of("a", "b", "b"), "two", List.of());

  @Test
  void tables_alike_areTheSame() {
    assertThatCode(
            () ->
                TableTexts.assertSame(
                    Map.of("one", List.of("a", "b", "b"), "two", List.of()), EXPECTED))
        .doesNotThrowAnyException();
  }

  @Test
  void row_thatOccursOnceMore_isTold() {
    assertThatThrownBy(
            () ->
                TableTexts.assertSame(
                    Map.of("one", List.of("a", "a", "b"), "two", List.of()), EXPECTED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("one: 1 rows are missing, 1 surplus");
  }

  @Test
  void rows_ofAnEmptyTable_areTold() {
    assertThatThrownBy(
            () ->
                TableTexts.assertSame(
                    Map.of("one", List.of("a", "b", "b"), "two", List.of("x")), EXPECTED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("two: 0 rows are missing, 1 surplus");
  }

  @Test
  void table_leftOut_isNotCompared() {
    assertThatCode(() -> TableTexts.assertSame(Map.of("two", List.of()), EXPECTED, "one"))
        .doesNotThrowAnyException();
  }
}
