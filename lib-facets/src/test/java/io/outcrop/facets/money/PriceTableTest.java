package io.outcrop.facets.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);

  private static ModelPrice price(String model, String since, String input, String output) {
    return ModelPrice.ofDollars(
        model,
        since == null ? null : LocalDate.parse(since),
        new BigDecimal(input),
        null,
        null,
        new BigDecimal(output));
  }

  private static PriceTable table(ModelPrice... listed) {
    return new PriceTable(List.of(), List.of(listed), List.of(), 0);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, gpt-4o, true",
    "gpt-4o, gpt-4o-mini, false",
    "gpt-4o*, gpt-4o-mini, true",
    "*sonnet*, claude-3-5-sonnet-20241022, true",
    "claude-*-sonnet, claude-3-5-sonnet, true",
    "claude-*-sonnet, claude-3-5-sonnet-v2, false",
    "*, anything, true",
    "a*b*c, a-bc-b-c, true",
    "a*b*c, a-bc-b, false",
  })
  void pattern_fits_asStarsStandForAnything(String pattern, String name, boolean fits) {
    assertThat(NamePattern.fits(pattern, name)).isEqualTo(fits);
  }

  @Test
  void pattern_ofManyStars_onALongName_isQuick() {
    assertThat(NamePattern.fits("*a*a*a*a*a*a*a*b", "a".repeat(10_000))).isFalse();
  }

  @Test
  void model_fittedByTwo_takesTheCloser() {
    PriceTable table =
        table(price("gpt-4o*", null, "9", "9"), price("gpt-4o-mini*", null, "1", "2"));

    assertThat(table.model("GPT-4o-mini-2024-07-18", DAY).orElseThrow().model())
        .isEqualTo("gpt-4o-mini*");
    assertThat(table.model("gpt-4o", DAY).orElseThrow().model()).isEqualTo("gpt-4o*");
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-4o",
    "azure/openai/gpt-4o",
    "us.openai.gpt-4o",
    "openai.gpt-4o",
  })
  void model_behindAGateway_isFound(String name) {
    assertThat(table(price("gpt-4o", null, "1", "2")).model(name, DAY)).isPresent();
  }

  @Test
  void model_unknown_hasNoPrice() {
    PriceTable table = table(price("gpt-4o", null, "1", "2"));

    assertThat(table.model("my-gpt-4o", DAY)).isEmpty();
    assertThat(table.model("gpt-4o-mini", DAY)).isEmpty();
    assertThat(table.model(" ", DAY)).isEmpty();
    assertThat(table.model(null, DAY)).isEmpty();
  }

  @Test
  void model_whosePriceChanged_takesTheOneOfTheDay() {
    PriceTable table = table(price("o3", "2025-06-10", "2", "8"), price("o3", null, "10", "40"));

    assertThat(table.model("o3", LocalDate.of(2025, 6, 9)).orElseThrow().input())
        .isEqualTo(10_000_000);
    assertThat(table.model("o3", LocalDate.of(2025, 6, 10)).orElseThrow().input())
        .isEqualTo(2_000_000);
    assertThat(table.model("o3", null).orElseThrow().input()).isEqualTo(2_000_000);
  }

  @Test
  void model_beforeItsFirstPrice_hasNone() {
    assertThat(table(price("o3", "2025-06-10", "2", "8")).model("o3", LocalDate.of(2025, 1, 1)))
        .isEmpty();
  }

  @Test
  void ownPrice_goesBeforeACloserListedOne() {
    PriceTable table =
        new PriceTable(
            List.of(price("gpt-*", null, "7", "7")),
            List.of(price("gpt-4o", null, "1", "2")),
            List.of(),
            0);

    assertThat(table.model("gpt-4o", DAY).orElseThrow().input()).isEqualTo(7_000_000);
  }

  @Test
  void picos_ofCachedAndWrittenInput_areOfTheirPrices() {
    ModelPrice price =
        ModelPrice.ofDollars(
            "m",
            null,
            new BigDecimal("3"),
            new BigDecimal("0.30"),
            new BigDecimal("3.75"),
            new BigDecimal("15"));

    long picos = price.picos(new TokenUse(1_000, 600, 100, 10));

    assertThat(ModelPrice.roundedToMicros(picos)).isEqualTo(900 + 180 + 375 + 150);
  }

  @Test
  void picos_ofOneCheapToken_areNotLost() {
    ModelPrice price = price("m", null, "0.05", "0.40");

    assertThat(price.picos(TokenUse.of(1, 0)) * 30).isEqualTo(1_500_000);
    assertThat(ModelPrice.roundedToMicros(1_500_000)).isEqualTo(2);
  }

  @Test
  void toolMicros_ofSeveralThatFit_takesTheCloser() {
    PriceTable table =
        new PriceTable(
            List.of(),
            List.of(),
            List.of(
                ToolPrice.ofDollars("web_*", new BigDecimal("0.01")),
                ToolPrice.ofDollars("web_search", new BigDecimal("0.025"))),
            0);

    assertThat(table.toolMicros("Web_Search")).hasValue(25_000);
    assertThat(table.toolMicros("web_fetch")).hasValue(10_000);
    assertThat(table.toolMicros("lookup")).isEmpty();
  }

  @Test
  void price_belowNought_isRefused() {
    assertThatThrownBy(() -> price("m", null, "-1", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a price must be >= 0 for m");
  }
}
