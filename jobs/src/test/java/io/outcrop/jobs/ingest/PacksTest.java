package io.outcrop.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacksTest {
  private static List<ObjectRef> objects(long... sizes) {
    return IntStream.range(0, sizes.length)
        .mapToObj(i -> new ObjectRef("o" + i, "", sizes[i], Instant.EPOCH))
        .toList();
  }

  private static List<List<String>> packed(List<ObjectRef> objects, long bytes, int cores) {
    return Packs.of(objects, bytes, cores).stream()
        .map(p -> p.objects().stream().map(ObjectRef::uri).toList())
        .toList();
  }

  @Test
  void objects_small_sharePacksOfOneSize() {
    assertThat(packed(objects(4, 4, 4, 4, 4, 4, 4, 4), 10, 1))
        .containsExactly(
            List.of("o0", "o1"), List.of("o2", "o3"), List.of("o4", "o5"), List.of("o6", "o7"));
  }

  @Test
  void packs_areAsManyAsAllCoresFinishTogether() {
    long[] sizes = new long[70];
    Arrays.fill(sizes, 1);

    assertThat(packed(objects(sizes), 10, 2)).extracting(List::size).hasSize(8).containsOnly(8, 9);
  }

  @Test
  void object_largerThanAPack_hasOneOfItsOwn() {
    assertThat(packed(objects(1, 50, 1), 10, 1))
        .containsExactly(List.of("o1"), List.of("o0"), List.of("o2"));
  }

  @Test
  void packs_largestFirst_soThatTheyAreReadBesideTheOthers() {
    assertThat(packed(objects(4, 4, 30, 9, 50, 8), 10, 1))
        .containsExactly(
            List.of("o4"), List.of("o2"), List.of("o3"), List.of("o0", "o1"), List.of("o5"));
  }

  @Test
  void objects_tinyAndMany_areSpread() {
    assertThat(packed(objects(new long[1200]), 10, 1))
        .extracting(List::size)
        .containsExactly(400, 400, 400);
  }

  @Test
  void objects_few_areSpreadOverTheCores() {
    assertThat(packed(objects(5, 5, 5, 5), 1000, 4)).hasSize(4);
  }

  @Test
  void objects_empty_shareOnePack() {
    assertThat(packed(objects(0, 0, 0), 10, 4)).containsExactly(List.of("o0", "o1", "o2"));
  }

  @Test
  void objects_none_makeNoPack() {
    assertThat(Packs.of(List.of(), 10, 4)).isEmpty();
  }

  @Test
  void packs_areNumberedInOrder() {
    assertThat(Packs.of(objects(9, 9, 9), 10, 1))
        .extracting(Packs.Pack::number)
        .containsExactly(0, 1, 2);
  }
}
