package io.outcrop.facets.trace;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A few named texts in the order of their names, unchangeable; in two arrays, as rows want them.
 */
final class SortedTexts extends AbstractMap<String, String> {
  private final String[] names;
  private final String[] texts;

  private SortedTexts(String[] names, String[] texts) {
    this.names = names;
    this.texts = texts;
  }

  static SortedTexts copyOf(Map<String, String> map) {
    if (map instanceof SortedTexts sorted) {
      return sorted;
    }
    String[] names = map.keySet().toArray(String[]::new);
    Arrays.sort(names);
    String[] texts = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      texts[i] = map.get(names[i]);
    }
    return new SortedTexts(names, texts);
  }

  /**
   * @param names sorted, and none twice; neither array may change any more
   */
  static SortedTexts of(String[] names, String[] texts) {
    return new SortedTexts(names, texts);
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], texts[i]);
    }
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public boolean containsKey(Object name) {
    return place(name) >= 0;
  }

  @Override
  public String get(Object name) {
    int place = place(name);
    return place < 0 ? null : texts[place];
  }

  private int place(Object name) {
    return name instanceof String text ? Arrays.binarySearch(names, text) : -1;
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return names.length;
      }

      @Override
      public Iterator<Entry<String, String>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Entry<String, String>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Entry<String, String> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Entry<String, String> entry = new SimpleImmutableEntry<>(names[next], texts[next]);
      next++;
      return entry;
    }
  }
}
