package io.outcrop.jobs.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outcrop.jobs.tables.ReviewsTable.Review;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelPrecisionTest {
  private static Review review(String trace, String stratum, String reviewer, String verdict) {
    return Reviews.of("l", trace, stratum, reviewer, verdict, null, null, Instant.EPOCH, "test");
  }

  private static LabelPrecision of(List<Review> reviews, String lineage, String stratum) {
    return LabelPrecision.of(reviews).stream()
        .filter(p -> java.util.Objects.equals(p.lineageId(), lineage))
        .filter(p -> p.stratum().equals(stratum))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void precision_isByStratum_withWilsonsInterval() {
    List<Review> reviews = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      reviews.add(review("r" + i, "random", "ann", i < 8 ? "confirmed" : "rejected"));
      reviews.add(review("n" + i, "near", "ann", "confirmed"));
    }

    LabelPrecision random = of(reviews, "l", "random");

    assertThat(random.precision()).isEqualTo(0.8);
    assertThat(random.low()).isCloseTo(0.490, within(0.001));
    assertThat(random.high()).isCloseTo(0.943, within(0.001));
    assertThat(of(reviews, "l", "near").precision()).isEqualTo(1);
    assertThat(of(reviews, null, "all").precision()).isEqualTo(0.9);
  }

  @Test
  void trace_thatPeopleDisagreeOn_isUnsure() {
    List<Review> reviews =
        List.of(
            review("a", "random", "ann", "confirmed"),
            review("a", "random", "bob", "rejected"),
            review("b", "random", "ann", "rejected"),
            review("b", "random", "bob", "rejected"),
            review("b", "random", "cleo", "confirmed"),
            review(null, null, "ann", "confirmed"));

    LabelPrecision random = of(reviews, "l", "random");

    assertThat(random).isEqualTo(new LabelPrecision("l", "random", 0, 1, 1));
    assertThat(of(reviews, "l", "all").precision()).isZero();
  }

  @Test
  void precision_ofNothingSure_isUnknown() {
    LabelPrecision none = of(List.of(review("a", "near", "ann", "unsure")), "l", "near");

    assertThat(none.precision()).isNull();
    assertThat(none.low()).isNull();
  }
}
