package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.trace.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sub-agents of one parent that answer the same question differently.
 *
 * <p>The question is the same where both tasks name the same values and names and share most words.
 * The answers differ where both give a value under the same name (in JSON, or "name: value") that
 * is not the same, or where one affirms and the other denies.
 */
final class Conflicts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_RESULT = 8_000;
  private static final int MAX_PAIRS = 2_000;
  private static final Set<String> NOT_TELLING =
      Set.of(
          "id",
          "agent",
          "name",
          "confidence",
          "source",
          "sources",
          "timestamp",
          "time",
          "score",
          "reason",
          "reasoning",
          "explanation",
          "notes",
          "summary",
          "url",
          "text",
          "comment",
          "duration",
          "latency");
  private static final Fragments YES =
      Fragments.of(
          """
          yes|; approved; eligible; is available; is safe; is valid; passes; in stock;
          compliant; covered by; accept; ja|; genehmigt; verfugbar; zulassig; si,; aprobad;
          disponible; valido; oui|; approuve; valide|; approvat; disponibile; aprovad;
          disponivel; 是的; 可以; 批准; 有货; はい; 可能です; 承認""");
  private static final Fragments NO =
      Fragments.of(
          """
          no|; rejected; denied; not approved; ineligible; not eligible; unavailable;
          not available; unsafe; not safe; invalid; not valid; fails; out of stock;
          non-compliant; not compliant; not covered; nein|; abgelehnt; nicht verfugbar;
          nicht genehmigt; unzulassig; rechazad; no disponible; no es valido; agotado; non,;
          refuse; indisponible; non valide; rifiutat; non disponibile; recusad; indisponivel;
          rejeitad; 不可以; 不是; 拒绝; 缺货; いいえ; 不可; 却下; できません""");

  private Conflicts() {}

  /** Which of the sub-agents contradict another one. */
  static Set<Integer> among(
      List<String> tasks, List<String> results, List<Span> parents, boolean reconciled) {
    Set<Integer> found = new TreeSet<>();
    int pairs = 0;
    for (int i = 0; i < tasks.size() && !reconciled; i++) {
      for (int k = i + 1; k < tasks.size() && pairs++ < MAX_PAIRS; k++) {
        boolean siblings = parents.get(i).equals(parents.get(k));
        if (siblings
            && results.get(i) != null
            && results.get(k) != null
            && differ(results.get(i), results.get(k))
            && sameQuestion(tasks.get(i), tasks.get(k))) {
          found.add(i);
          found.add(k);
        }
      }
    }
    return found;
  }

  private static boolean sameQuestion(String one, String other) {
    if (one.isBlank() || other.isBlank()) {
      return false;
    }
    if (!names(one).equals(names(other)) || !Particulars.of(one).equals(Particulars.of(other))) {
      return false;
    }
    Set<String> first = Stems.of(one);
    Set<String> second = Stems.of(other);
    int shared = Stems.shared(first, second);
    return shared * 2 >= Math.min(first.size(), second.size())
        && shared * 5 >= Math.max(first.size(), second.size()) * 2;
  }

  /** Words with a capital inside a sentence. */
  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    boolean begins = true;
    for (String word : text.substring(0, Math.min(text.length(), MAX_RESULT)).split("\\s+", -1)) {
      String plain = word.replaceAll("[^\\p{L}\\p{N}]", "");
      if (!plain.isEmpty() && !begins && Character.isUpperCase(plain.charAt(0))) {
        names.add(plain);
      }
      begins = word.endsWith(".") || word.endsWith(":") || word.endsWith("?") || word.endsWith("!");
    }
    return names;
  }

  private static boolean differ(String one, String other) {
    if (one.length() > MAX_RESULT || other.length() > MAX_RESULT) {
      return false;
    }
    Map<String, String> first = pairs(one);
    Map<String, String> second = pairs(other);
    for (Map.Entry<String, String> pair : first.entrySet()) {
      String value = second.get(pair.getKey());
      if (value != null && !NOT_TELLING.contains(pair.getKey()) && !same(value, pair.getValue())) {
        return true;
      }
    }
    return first.isEmpty() && second.isEmpty() && verdict(one) * verdict(other) < 0;
  }

  private static boolean same(String one, String other) {
    String first = Fragments.fold(one).strip();
    String second = Fragments.fold(other).strip();
    return first.equals(second) || first.startsWith(second) || second.startsWith(first);
  }

  /** 1 for an affirmation, -1 for a denial, 0 where neither or both stand at the beginning. */
  private static int verdict(String text) {
    String head = Fragments.fold(text.substring(0, Math.min(text.length(), 160)));
    boolean no = NO.in(head);
    boolean yes = YES.in(head) && !no;
    return no ? -1 : yes ? 1 : 0;
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String plain = text.strip();
    if (plain.startsWith("{")) {
      try {
        JSON.readTree(plain)
            .fields()
            .forEachRemaining(
                field -> {
                  if (field.getValue().isValueNode()) {
                    pairs.put(Fragments.fold(field.getKey()), field.getValue().asText());
                  }
                });
      } catch (JsonProcessingException e) {
        return pairs;
      }
      return pairs;
    }
    for (String line : plain.split("\n", -1)) {
      int colon = line.indexOf(": ");
      int value = colon + 2;
      if (colon > 0
          && colon <= 30
          && line.length() - value <= 40
          && line.indexOf(' ') >= colon - 12) {
        pairs.put(Fragments.fold(line.substring(0, colon)).strip(), line.substring(value));
      }
    }
    return pairs;
  }
}
