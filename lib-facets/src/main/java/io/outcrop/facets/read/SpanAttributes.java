package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.outcrop.facets.trace.Span;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Fills the column {@code attributes}: what no other column holds, of the span, its resource and
 * its scope; of too many the first by name.
 */
final class SpanAttributes {
  private static final String SCOPE = "otel.scope.name";
  private static final int ORDERS = 1 << 6;

  private final ReadOptions options;

  /** Spans mostly have the names of others, in the same order. */
  private final Order[] orders = new Order[ORDERS];

  // The span that is being filled.
  private String[] names = new String[32];
  private JsonNode[] values = new JsonNode[32];
  private int size;

  SpanAttributes(ReadOptions options) {
    this.options = options;
  }

  /**
   * Names in their order.
   *
   * @param given as they came
   * @param sorted as columns have them
   * @param places where each of the sorted ones came
   */
  private record Order(String[] given, String[] sorted, int[] places) {
    static Order of(String[] given) {
      int[] places =
          IntStream.range(0, given.length)
              .boxed()
              .sorted(Comparator.comparing(i -> given[i]))
              .mapToInt(i -> i)
              .toArray();
      return new Order(
          given, Arrays.stream(places).mapToObj(i -> given[i]).toArray(String[]::new), places);
    }

    boolean isOf(String[] names, int size) {
      if (given.length != size) {
        return false;
      }
      for (int i = 0; i < size; i++) {
        if (!given[i].equals(names[i])) {
          return false;
        }
      }
      return true;
    }
  }

  void fill(RawSpan raw, Draft draft, Texts cut, Span.Builder span) {
    gather(raw, draft);
    int room = Math.max(0, options.maxAttributes() - draft.normalised.size());
    if (size > room) {
      keepFirst(room);
    }
    draft.normalised.forEach((key, value) -> add(key, TextNode.valueOf(value)));
    Order order = order();
    String[] texts = new String[size];
    for (int i = 0; i < size; i++) {
      texts[i] = cut.cutAttribute(Json.text(values[order.places()[i]]));
    }
    span.attributes(order.sorted(), texts);
    Arrays.fill(values, 0, size, null);
  }

  private void gather(RawSpan raw, Draft draft) {
    size = 0;
    raw.attributes.forEach((key, value) -> addUnlessNormalised(key, value, draft));
    raw.resource.forEach(
        (key, value) -> {
          if (!raw.attributes.has(key) && !draft.usedOfResource.contains(key)) {
            addUnlessNormalised(key, value, draft);
          }
        });
    if (raw.scopeName != null && !raw.scopeName.isBlank()) {
      addScope(raw.scopeName, draft);
    }
  }

  private void addUnlessNormalised(String name, JsonNode value, Draft draft) {
    if (!draft.normalised.containsKey(name) && name.length() <= options.maxAttributeChars()) {
      add(name, value);
    }
  }

  /** The scope's own name goes before an attribute that is named like it. */
  private void addScope(String scope, Draft draft) {
    JsonNode value = TextNode.valueOf(scope);
    for (int i = 0; i < size; i++) {
      if (names[i].equals(SCOPE)) {
        values[i] = value;
        return;
      }
    }
    addUnlessNormalised(SCOPE, value, draft);
  }

  private void add(String name, JsonNode value) {
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    names[size] = name;
    values[size] = value;
    size++;
  }

  private void keepFirst(int room) {
    Order order = Order.of(Arrays.copyOf(names, size));
    JsonNode[] kept = new JsonNode[room];
    for (int i = 0; i < room; i++) {
      names[i] = order.sorted()[i];
      kept[i] = values[order.places()[i]];
    }
    Arrays.fill(values, 0, size, null);
    System.arraycopy(kept, 0, values, 0, room);
    size = room;
  }

  private Order order() {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + names[i].hashCode();
    }
    int slot = (hash ^ (hash >>> 16)) & (ORDERS - 1);
    Order order = orders[slot];
    if (order == null || !order.isOf(names, size)) {
      order = Order.of(Arrays.copyOf(names, size));
      orders[slot] = order;
    }
    return order;
  }
}
