package io.outcrop.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static String render(String... cells) {
    return TextTable.render(new String[] {"name", "count"}, List.<String[]>of(cells));
  }

  @Test
  void table_isAlignedUnderItsHeader() {
    assertThat(render("a longer name", "7").lines().map(String::stripTrailing))
        .containsExactly("name           count", "-------------  -----", "a longer name  7");
  }

  @Test
  void cell_withControlCharacters_cannotSteerTheTerminal() {
    assertThat(render("a\u001b[2J\u0007\r\nb\u009bc\u0000", "1").lines().toList())
        .hasSize(3)
        .noneMatch(line -> line.codePoints().anyMatch(Character::isISOControl));
  }

  @Test
  void cell_long_isWrappedAndCut() {
    String table = render("word ".repeat(100_000), "1");

    assertThat(table).hasSizeLessThan(10_000).contains("…");
    assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(90));
  }

  @Test
  void cell_withMarkup_isPrintedAsItIs() {
    assertThat(render("@|red x|@", "1")).contains("@|red x|@");
  }

  @Test
  void table_withoutRows_isItsHeader() {
    assertThat(TextTable.render(new String[] {"a"}, List.of()).lines()).hasSize(2);
  }
}
