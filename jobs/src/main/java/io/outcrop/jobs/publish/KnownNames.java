package io.outcrop.jobs.publish;

import io.outcrop.facets.redact.NameKeys;
import io.outcrop.jobs.tables.TracesTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Names of the corpus's own tenants and users, as far as texts that are to be published hold them.
 *
 * <p>Names and texts meet as keys: normalised words without anything between them. So case,
 * separators, diacritics, plural and look-alike letters make no difference. Ordinary words name
 * nobody, also where a tenant is called by one.
 */
final class KnownNames {
  private static final int MOST_WORDS = 6;

  private final Set<String> found;

  KnownNames(Set<String> found) {
    this.found = Set.copyOf(found);
  }

  /**
   * The names in the texts.
   *
   * @param owners rows with tenant_id and user_id
   */
  static KnownNames in(Iterable<String> texts, Dataset<Row> owners) {
    Set<String> wanted = new TreeSet<>();
    texts.forEach(text -> wanted.addAll(keys(text)));
    List<String> keys = new ArrayList<>(wanted);
    Dataset<String> names =
        owners
            .select(TracesTable.TENANT_ID)
            .union(owners.select(TracesTable.USER_ID))
            .distinct()
            .flatMap(
                (FlatMapFunction<Row, String>) row -> namesIn(row.getString(0), keys).iterator(),
                Encoders.STRING())
            .distinct();
    return new KnownNames(Set.copyOf(names.collectAsList()));
  }

  private static Set<String> namesIn(String name, List<String> sorted) {
    Set<String> in = new HashSet<>();
    for (String spelling : NameKeys.of(name)) {
      String key = key(spelling);
      if (java.util.Collections.binarySearch(sorted, key) >= 0) {
        in.add(key);
      }
    }
    return in;
  }

  private static String key(String spelling) {
    return String.join("", Vocabulary.words(spelling));
  }

  /** The first name in a text, or null. */
  String in(String text) {
    return found.isEmpty()
        ? null
        : keys(text).stream().filter(found::contains).findFirst().orElse(null);
  }

  /** Every run of neighbouring words of a text, written as one. */
  private static Set<String> keys(String text) {
    Set<String> keys = new TreeSet<>();
    if (text == null) {
      return keys;
    }
    List<String> words = Vocabulary.words(text);
    for (int from = 0; from < words.size(); from++) {
      StringBuilder key = new StringBuilder();
      for (int to = from; to < Math.min(words.size(), from + MOST_WORDS); to++) {
        if (words.get(to).isEmpty()) {
          break;
        }
        key.append(words.get(to));
        keys.add(key.toString());
      }
    }
    keys.remove(TermWords.NUMBER);
    return keys;
  }
}
