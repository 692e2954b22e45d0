package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributesTest {
  private static List<String> entries(Attributes attributes) {
    List<String> found = new ArrayList<>();
    attributes.forEach((key, value) -> found.add(key + "=" + value));
    return found;
  }

  @Test
  void anyChanges_ofFewOrManyNames_areThoseOfAMapInOrder() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      int names = round % 2 == 0 ? 8 : 150;
      Attributes attributes = new Attributes();
      Map<String, JsonNode> expected = new LinkedHashMap<>();
      for (int i = 0; i < 400; i++) {
        String key = "name." + random.nextInt(names);
        if (random.nextInt(3) == 0) {
          assertThat(attributes.take(key)).isEqualTo(expected.remove(key));
        } else {
          JsonNode value = LongNode.valueOf(i);
          attributes.put(key, value);
          expected.put(key, value);
        }
        assertThat(attributes.has(key)).isEqualTo(expected.containsKey(key));
      }
      List<String> entries = new ArrayList<>();
      expected.forEach((key, value) -> entries.add(key + "=" + value));
      assertThat(entries(attributes)).isEqualTo(entries);
    }
  }

  @Test
  void nullAndJsonNull_areNoValues() {
    Attributes attributes = new Attributes();
    attributes.put("a", NullNode.getInstance());
    attributes.put("b", (String) null);
    assertThat(attributes.isEmpty()).isTrue();
  }

  @Test
  void namesNumberedAfterTheyWerePut_areFound() {
    Attributes attributes = new Attributes();
    attributes.put("test.numbered.late", "x");
    attributes.put("test.prefix.late.a", "y");
    Names names = Names.of("test.numbered.absent", "test.numbered.late");
    Prefix prefix = Prefix.of("test.prefix.late.");
    assertThat(attributes.takeText(names)).isEqualTo("x");
    assertThat(attributes.hasAny(names)).isFalse();
    assertThat(attributes.takePrefix(prefix)).containsOnlyKeys("a");
  }

  @Test
  void takeFirst_ofSeveralNames_dropsTheOthersAndSkipsBlanks() {
    Attributes attributes = new Attributes();
    attributes.put("test.first", " ");
    attributes.put("test.second", "two");
    attributes.put("test.third", "three");
    assertThat(attributes.takeText(Names.of("test.first", "test.second", "test.third")))
        .isEqualTo("two");
    assertThat(attributes.isEmpty()).isTrue();
  }
}
